"""What everyone in a proposal has said: who accepts, who declines, who has not answered, who has to be asked anew."""

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from django.db.models import Q
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.alphabet import place_of

from ..models import Application, Asking, Offer, Placement, Programme, Proposal

NAMED, EARLIER = 8, 50  # names in a sentence, answers on a page


class Stand(StrEnum):
    """Where one person stands with their place, the most pressing first."""

    DECLINES = "declines"
    GONE = "gone"
    NOTHING = "nothing"
    ANEW = "anew"
    ACCEPTS = "accepts"


WORDS = {  # Translators: what one person says to the place that is proposed to them
    Stand.DECLINES: gettext_lazy("declines"),
    Stand.GONE: gettext_lazy("not selected any more"),
    Stand.NOTHING: gettext_lazy("has not answered"),
    Stand.ANEW: gettext_lazy("not asked about this place yet"),
    Stand.ACCEPTS: gettext_lazy("accepts"),
}
TONES = {
    Stand.DECLINES: "late",
    Stand.GONE: "late",
    Stand.NOTHING: "waiting",
    Stand.ANEW: "info",
    Stand.ACCEPTS: "done",
}


@dataclass(frozen=True)
class Reply:
    """One person in a proposal: with whom, by which placement (of a mentee), and their offer, whether it holds or not."""

    application: Application
    company: Sequence[Application]
    placement: Placement | None = None
    offer: Offer | None = None

    @property
    def ids(self) -> list[str]:
        """The company as an offer keeps it."""
        return sorted(str(one.pk) for one in self.company)

    @property
    def stand(self) -> Stand:
        """Where they stand."""
        if self.application.state != Application.State.SELECTED:
            return Stand.GONE
        if self.offer is None or not self.offer.holds(self.ids):
            return Stand.ANEW
        return Stand(self.offer.said)

    @property
    def words(self) -> str:
        """The same in words."""
        return str(WORDS[self.stand])

    @property
    def tone(self) -> str:
        """Its token colour."""
        return TONES[self.stand]


@dataclass(frozen=True)
class Replies:
    """Everyone in a proposal, the most pressing first, then by name."""

    rows: Sequence[Reply]

    def of(self, *stands: Stand) -> list[Reply]:
        """Those who stand like this."""
        return [row for row in self.rows if row.stand in stands]

    @property
    def counts(self) -> dict[str, int]:
        """How many stand where; every word of ``Stand`` is there."""
        found = Counter(row.stand for row in self.rows)
        return {stand.value: found[stand] for stand in Stand}

    @property
    def unclear(self) -> list[Reply]:
        """Those who have neither accepted nor declined the place that they have now."""
        return self.of(Stand.NOTHING, Stand.ANEW)

    @property
    def is_unanimous(self) -> bool:
        """Whether everyone accepts."""
        return all(row.stand == Stand.ACCEPTS for row in self.rows)

    @property
    def mentees(self) -> int:
        """How many mentees have to be asked anew."""
        return sum(row.placement is not None for row in self.of(Stand.ANEW))

    @property
    def mentors(self) -> int:
        """How many mentors have to be asked anew."""
        return sum(row.placement is None for row in self.of(Stand.ANEW))


def replies(proposal: Proposal, asking: Asking | None) -> Replies:
    """What everyone with a place in ``proposal`` has said. Two queries, one where nobody was asked yet."""
    running = asking.offers.running() if asking else Offer.objects.none()
    offers = {offer.application_id: offer for offer in running}
    placed = proposal.placements.exclude(mentor=None).select_related("mentee__person", "mentor__person")
    groups: dict[Any, list[Placement]] = defaultdict(list)
    for one in placed:
        groups[one.mentor_id].append(one)
    rows = [row for members in groups.values() for row in _of_group(members, offers)]
    order = list(Stand)
    return Replies(sorted(rows, key=lambda row: (order.index(row.stand), place_of(row.application.person.name))))


def _of_group(members: Sequence[Placement], offers: dict[Any, Offer]) -> Iterable[Reply]:
    mentor: Any = members[0].mentor
    yield Reply(mentor, [one.mentee for one in members], offer=offers.get(mentor.pk))
    for one in members:
        yield Reply(one.mentee, [mentor], one, offers.get(one.mentee_id))


def company_of(application: Application, proposal: Proposal) -> list[Application]:
    """Whom one person would be with in a proposal, by name: a mentee with the mentor, a mentor with the mentees."""
    here = Q(mentee=application) | Q(mentor=application)
    rows = proposal.placements.filter(here).exclude(mentor=None).select_related("mentee__person", "mentor__person")
    return [one.mentee if one.mentor_id == application.pk else one.mentor for one in rows if one.mentor]


def names(rows: Sequence[Reply]) -> str:
    """“Nia Berg, Tomas Lind” of these, and that there are more where there are many."""
    first = ", ".join(row.application.person.name for row in rows[:NAMED])
    more = len(rows) - NAMED
    # Translators: names of people, separated by commas, and how many others there are
    return first if more <= 0 else _("%(names)s and %(n)d more") % {"names": first, "n": more}


@dataclass(frozen=True)
class Declined:
    """Somebody declined to be with these people, and is not any more."""

    offer: Offer
    company: Sequence[str]


def declined_earlier(programme: Programme) -> list[Declined]:
    """What was declined before somebody was moved or the question was closed, the newest first. Two queries."""
    rows = Offer.objects.filter(asking__programme=programme, said=Offer.Said.DECLINES).exclude(ended_at=None)
    offers = list(rows.select_related("application__person").order_by("-said_at")[:EARLIER])
    ids = {one for offer in offers for one in offer.company}
    people = {str(pk): name for pk, name in programme.applications.filter(pk__in=ids).values_list("pk", "person__name")}
    return [Declined(offer, sorted(people[one] for one in offer.company if one in people)) for offer in offers]
