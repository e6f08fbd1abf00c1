"""Who could take over, and where somebody could go: those with room, the best fit first, with reasons in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from policy.permissions import Role
from programmes import capacity, match_words, proposing
from programmes.meeting_together import common_words
from programmes.models import Application, Group, Seat

from . import groups, mentees, mentors

SHOWN = 20


@dataclass(frozen=True)
class Candidate:
    """A mentor, or a group, that could be chosen: how well it fits in hundredths, the reasons, and what it breaks."""

    thing: Any
    name: str
    score: int
    free: int
    reasons: list[str]
    broken: list[str]
    why_not: str = ""

    @property
    def order(self) -> tuple[bool, bool, int, str]:
        """What is possible first, then what breaks no rule, then the best fit."""
        return bool(self.why_not), bool(self.broken), -self.score, self.name


def mentors_for(group: Group, seats: Sequence[Seat], name: str = "", *, split: bool = False) -> list[Candidate]:
    """The selected mentors who could lead these mentees of a group, the best fit first; whose name holds ``name``.

    Where a group is ``split`` the mentor of today can lead the new one, too.
    """
    programme = group.programme
    rows = programme.applications.filter(role=Role.MENTOR, state=Application.State.SELECTED)
    rows = rows.filter(person__name__icontains=name) if name else rows
    taken, there = capacity.led(programme), _people_in(group)
    current = group.mentor
    found = []
    for row in rows.select_related("person", "sent_form"):
        is_current = current is not None and row.person_id == current.pk
        if (is_current and split) or (row.person_id not in there and capacity.free(row, taken) >= len(seats)):
            found.append(row)
    return _ranked(
        [(row, row, capacity.free(row, taken)) for row in found if not _against(row, seats)], seats, programme
    )


def _people_in(group: Group) -> set[Any]:
    return {row.person_id for row in group.space.people(Role.MENTOR, Role.MENTEE)}


def _against(mentor: Application, seats: Sequence[Seat]) -> bool:
    return any(mentors.grouping.asked_not_to(seat.application, mentor) for seat in seats)


def groups_for(seat: Seat) -> tuple[list[Candidate], list[Candidate]]:
    """The other running groups of the programme: those a mentee could move to, and those not, with why not."""
    return _of_groups(seat.group, [seat], lambda target: mentees.why_not_move(seat, target))


def groups_to_merge(group: Group) -> tuple[list[Candidate], list[Candidate]]:
    """The other running groups of the programme: those whose mentees could come into this one, and those not."""
    return _of_groups(group, mentees.seats_of(group), lambda other: groups.why_not_merge(group, other))


def _of_groups(group: Group, seats: Sequence[Seat], why_not: Any) -> tuple[list[Candidate], list[Candidate]]:
    programme = group.programme
    rows = programme.groups.exclude(pk=group.pk).exclude(state=Group.State.ENDED).select_related("space", "programme")
    open_, closed = [], []
    for other in rows[: 3 * SHOWN]:
        if reason := why_not(other):
            closed.append(Candidate(other, other.name, 0, 0, [], [], reason))
        else:
            open_.append(other)
    leading = [(other, mentor, 0) for other in open_ if (mentor := mentees.mentor_of(other))]
    alone = [Candidate(other, other.name, 0, 0, [], []) for other in open_ if mentees.mentor_of(other) is None]
    return [*_ranked(leading, seats, programme), *alone][:SHOWN], closed[:SHOWN]


def _ranked(rows: Sequence[tuple[Any, Application, int]], seats: Sequence[Seat], programme: Any) -> list[Candidate]:
    """Each thing with the mentor who leads it and room; the score is the mean over the mentees."""
    mentors_of = [mentor for _thing, mentor, _free in rows]
    told = {seat.pk: dict(_by_mentor(seat.application, mentors_of, programme)) for seat in seats} if rows else {}
    found = [
        Candidate(
            thing,
            str(thing.person.name if isinstance(thing, Application) else thing.name),
            round(sum(one[mentor.pk]["score"] for one in told.values()) / len(told)) if told else 0,
            free,
            _reasons(mentor, seats, told),
            _broken(mentor, seats, told),
        )
        for thing, mentor, free in rows
    ]
    return sorted(found, key=lambda one: one.order)[:SHOWN]


def _by_mentor(
    mentee: Application, mentors_of: Sequence[Application], programme: Any
) -> list[tuple[Any, dict[str, Any]]]:
    return [(mentor.pk, said) for mentor, said in proposing.ranked(mentee, mentors_of, programme)]


def _reasons(mentor: Application, seats: Sequence[Seat], told: dict[Any, Any]) -> list[str]:
    if len(seats) == 1:
        return [words for words, _share in match_words.reasons_in_words(told[seats[0].pk][mentor.pk]["reasons"])]
    return common_words(mentor, [seat.application for seat in seats])


def _broken(mentor: Application, seats: Sequence[Seat], told: dict[Any, Any]) -> list[str]:
    names = {
        name: str(match_words.RULES[name])
        for seat in seats
        for name in told[seat.pk][mentor.pk]["why_not"].get("broken", {})
        if name in match_words.RULES
    }
    return list(names.values())
