"""Where those who are in no group would fit best, all of them together: the matching, over the room that is left.

On the terms of the programme: in running groups first, then in new ones with mentors who lead none.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from policy.models import Participation
from policy.permissions import Role
from programmes import proposing
from programmes.accepting.refusals import refusals
from programmes.match_words import reasons_in_words
from programmes.matching.people import Mentor
from programmes.matching.terms import Terms
from programmes.models import Application, Group, Programme, Tie
from programmes.training.attendance import left_out_of_matching

from . import placing
from .places import Places
from .rooms import Leader, Room, leaders
from .telling import names_of

Offers = dict[UUID, "Offer"]


@dataclass(frozen=True)
class Offer:
    """Where somebody would come, how well that fits in hundredths, and why.

    ``company``: the names of the others who are proposed for the same new group, as they stand in a sentence.
    """

    room: Room
    score: int
    reasons: tuple[str, ...]
    company: str = ""


def offers(programme: Programme, people: Sequence[Application]) -> Offers:
    """By application, the place that fits ``people``, who are in no group; whoever is not in it has none.

    Writes nothing. As many as can be get a place, in running groups before new ones. Who is kept apart, asked not to be
    matched or declined each other never meets, and nobody is proposed to a mentor with whom they were before: by hand
    they can be placed there. A new group keeps all terms of the programme, also how many it has at least, and its
    mentor is trained where that is needed.
    """
    untrained = left_out_of_matching(programme)
    free = [one for one in people if one.person.is_active and one.person_id not in untrained]
    places = Places.of(programme)
    old = leaders(programme, places, untrained)
    if not free or not old:
        return {}
    found = _Search(programme, places, free).run(old)
    return found if programme.is_individual else _with_company(found, free)


@dataclass
class _Search:
    """What the matching is asked, for any of these people and mentors."""

    programme: Programme
    places: Places
    people: Sequence[Application]
    terms: Terms = field(init=False)
    no: dict[UUID, frozenset[str]] = field(init=False)

    def __post_init__(self) -> None:
        self.terms = proposing.terms_of(self.programme)
        declined, before = refusals(self.programme), _mentors_before(self.programme, self.people)
        self.no = {one.pk: declined.get(one.pk, frozenset()) | before[one.person_id] for one in self.people}

    def run(self, old: Sequence[Leader]) -> Offers:
        """Those who fit a running group go there, and new groups are for the others; unless fewer had a place then."""
        at_least = 1 if self.programme.is_individual else self.terms.at_least
        running = [one for one in old if not one.is_new]
        new = [one for one in old if one.is_new and one.n >= at_least]
        found = self._matched(self.people, running, self.pairwise)
        left = [one for one in self.people if one.pk not in found]
        found |= self._matched(left, new, self.pairwise if self.programme.is_individual else self.terms)
        if len(found) < len(self.people) and running and new and at_least == 1 and not self._come_together():
            found = max(found, self._matched(self.people, old, self.pairwise), key=len)
        return found

    def _come_together(self) -> bool:
        """Whether some of these people are to be in one group: matched one by one they might not be."""
        together = self.programme.ties.filter(kind=Tie.Kind.TOGETHER)
        return together.filter(one__in=self.people, other__in=self.people).exists()

    @property
    def pairwise(self) -> Terms:
        """The terms where nobody who comes has to meet with another who does."""
        return replace(self.terms, in_groups=False)

    def _matched(self, people: Sequence[Application], old: Sequence[Leader], terms: Terms) -> Offers:
        from programmes.matching import making  # numpy is loaded where it is needed, not when a web process starts

        if not people or not old:
            return {}
        open_ = {one.pk: [self._open(one, leader) for leader in old] for one in people}
        young = [proposing.as_mentee(one, self.no[one.pk] | _closed(open_[one.pk], old)) for one in people]
        mentors = [
            Mentor(**{**vars(proposing.as_mentor(leader.mentor, self.programme)), "capacity": leader.n})
            for leader in old
        ]
        ties = proposing.ties(self.programme, {one.pk: at for at, one in enumerate(people)}) if terms.in_groups else ()
        found = making.match(young, mentors, terms, making.Settled({}, *ties))
        return self._shared_out(people, open_, found.mentor_of, making.told(found, young, mentors))

    def _open(self, one: Application, leader: Leader) -> list[Room]:
        """The rooms with a mentor that somebody could come into as they are now."""
        if leader.mentor.person_id == one.person_id:
            return []
        return [room for room in leader.rooms if not self._is_closed(one, room)]

    def _is_closed(self, one: Application, room: Room) -> bool:
        return isinstance(room.thing, Group) and placing.why_not_in(one, room.thing, self.places) is not None

    def _shared_out(
        self,
        people: Sequence[Application],
        open_: dict[UUID, list[list[Room]]],
        mentor_of: Sequence[int | None],
        told: Sequence[dict[str, Any]],
    ) -> Offers:
        """Whoever the matching gave a mentor comes into the first of their groups that takes them with the others."""
        there: dict[Room, list[Application]] = defaultdict(list)
        offered: Offers = {}
        for one, at, said in zip(people, mentor_of, told, strict=True):
            rooms = open_[one.pk][at] if at is not None else ()
            if room := next((room for room in rooms if self._takes(room, there[room], one)), None):
                there[room].append(one)
                offered[one.pk] = _offer(room, said)
        return offered

    def _takes(self, room: Room, there: Sequence[Application], one: Application) -> bool:
        if len(there) >= room.n:
            return False
        if self.programme.is_individual:
            return True
        return not _is_apart(one, there, self.places) and self._is_understood(room, there, one)

    def _is_understood(self, room: Room, there: Sequence[Application], one: Application) -> bool:
        """Whether somebody speaks a language that all of a group speak, where there is one and it is a rule."""
        seated = (
            [seat.application for seat in self.places.seats_of(room.thing)] if isinstance(room.thing, Group) else []
        )
        common = set(room.mentor.languages).intersection(*(row.languages for row in (*seated, *there)))
        return "language" not in self.terms.rules or not common or bool(common & set(one.languages))


def _mentors_before(programme: Programme, people: Sequence[Application]) -> dict[UUID, frozenset[str]]:
    """By person, the addresses of the mentors of groups they were in: nobody is proposed to whom they came from."""
    there = Participation.objects.filter(space__group__programme=programme)
    stays = there.filter(role=Role.MENTEE, person__in=[one.person_id for one in people])
    spaces: dict[UUID, set[UUID]] = defaultdict(set)
    for person, space in stays.values_list("person", "space"):
        spaces[person].add(space)
    led: dict[UUID, set[str]] = defaultdict(set)
    mentors = there.filter(role=Role.MENTOR, space__in=set().union(*spaces.values()))
    for space, address in mentors.values_list("space", "person__email"):
        led[space].add(address.lower())
    return {
        one.person_id: frozenset().union(*(led[space] for space in spaces.get(one.person_id, ()))) for one in people
    }


def _closed(open_: Sequence[Sequence[Room]], old: Sequence[Leader]) -> frozenset[str]:
    """The addresses of the mentors who have no room for this person."""
    pairs = zip(old, open_, strict=True)
    return frozenset(leader.mentor.person.email.lower() for leader, rooms in pairs if not rooms)


def _is_apart(one: Application, others: Sequence[Application], places: Places) -> bool:
    return any(frozenset((one.pk, other.pk)) in places.apart for other in others)


def _offer(room: Room, said: dict[str, Any]) -> Offer:
    reasons = tuple(words for words, _share in reasons_in_words(said["reasons"]))
    return Offer(room, said["score"], reasons)


def _with_company(found: Offers, people: Sequence[Application]) -> Offers:
    """The same, where several are proposed for one new group with who else is."""
    there: dict[Room, list[Application]] = defaultdict(list)
    for one in people:
        if (offer := found.get(one.pk)) and offer.room.is_new:
            there[offer.room].append(one)
    return {
        pk: replace(offer, company=names_of([one.person for one in there.get(offer.room, ()) if one.pk != pk]))
        for pk, offer in found.items()
    }
