"""Who sits where in the running groups of a programme, loaded at once: what the rules of a move are asked against."""

from collections import Counter, defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from django.utils.translation import gettext as _

from policy.models import Participation
from policy.permissions import Role
from programmes import capacity, grouping
from programmes.models import Application, Group, Programme, Seat, Tie


@dataclass(frozen=True)
class Places:
    """The seats of each running group, the mentor of each, how many each mentor leads, and which two are tied.

    ``apart``: never in one group; ``together``: in one group only. Both are pairs of applications.
    """

    programme: Programme
    seats: dict[UUID, list[Seat]]
    mentors: dict[UUID, Application]
    taken: Counter[UUID]
    apart: frozenset[frozenset[UUID]]
    together: frozenset[frozenset[UUID]]

    @classmethod
    def of(cls, programme: Programme) -> "Places":
        """As it is now. Five queries, however many groups there are."""
        running = programme.groups.exclude(state=Group.State.ENDED)
        rows = Seat.objects.filter(group__in=running, participation__ends_at=None).order_by("application__person__name")
        seats: dict[UUID, list[Seat]] = defaultdict(list)
        for seat in rows.select_related("application__person", "application__sent_form", "participation"):
            seats[seat.group_id].append(seat)
        leading = Participation.objects.running().filter(space__group__in=running, role=Role.MENTOR)
        by_person = {row.person_id: row for row in _mentors(programme)}
        mentors = {
            group: by_person[person]
            for group, person in leading.values_list("space__group", "person")
            if person in by_person
        }
        ties = _ties(programme)
        return cls(programme, seats, mentors, capacity.led(programme), ties[Tie.Kind.APART], ties[Tie.Kind.TOGETHER])

    def mentor_of(self, group: Group) -> Application | None:
        """The application of who is mentor of a group, if there is one."""
        return self.mentors.get(group.pk)

    def seats_of(self, group: Group) -> list[Seat]:
        """Who has their place in a group, by name."""
        return self.seats.get(group.pk, [])

    def why_not_in(self, target: Group, seats: Sequence[Seat], *, leads_them: bool = False) -> str | None:
        """Why a running group cannot take in these mentees, in a sentence; ``None`` when it can.

        ``leads_them``: its mentor leads them already, so that no more room is needed.
        """
        if target.programme_id != self.programme.pk or target.has_ended:
            return _("Choose a running group of the same programme.")
        there, mentor = self.seats_of(target), self.mentor_of(target)
        if reason := capacity.why_too_large(self.programme, len(there) + len(seats)):
            return reason
        for one in [seat.application for seat in seats]:
            if reason := self._why_not_with(one, there, mentor):
                return reason
        return capacity.why_no_room(mentor, len(seats), self.taken) if mentor and not leads_them else None

    def _why_not_with(self, one: Application, there: Sequence[Seat], mentor: Application | None) -> str | None:
        if mentor and grouping.asked_not_to(one, mentor):
            return _("%(one)s and %(other)s asked not to be matched.") % {"one": one.person, "other": mentor.person}
        for other in [seat.application for seat in there]:
            if frozenset((one.pk, other.pk)) in self.apart:
                names = {"one": one.person.name, "other": other.person.name}
                return _("%(one)s and %(other)s are never to be in the same group.") % names
        return None


def _ties(programme: Programme) -> dict[str, frozenset[frozenset[UUID]]]:
    """By kind, the pairs that are tied. One query."""
    rows = list(programme.ties.values_list("kind", "one", "other"))
    return {kind: frozenset(frozenset(pair) for of_kind, *pair in rows if of_kind == kind) for kind in Tie.Kind}


def _mentors(programme: Programme) -> list[Application]:
    return list(programme.applications.filter(role=Role.MENTOR).select_related("person", "sent_form"))
