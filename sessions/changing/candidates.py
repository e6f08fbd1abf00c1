"""Who could take over, and where somebody could go: those with room, the best fit first, with reasons in words."""

from collections import Counter
from collections.abc import Callable, Collection, Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from policy.permissions import Role
from programmes import capacity, grouping, match_words, proposing
from programmes.meeting_together import common_words
from programmes.models import Application, Group, Programme, Seat

from . import groups, mentees, placing, tied
from .places import Places
from .telling import names_of

SHOWN = 20
GroupRows = QuerySet[Any]
Row = tuple[
    Any, Application | None, int, Sequence[Seat]
]  # what is chosen, its mentor, room, whose mentor that would be


@dataclass(frozen=True)
class Candidate:
    """A mentor, or a group, that could be chosen: how well it fits in hundredths, the reasons, and what it breaks.

    ``why_not``: a sentence, for a group that cannot be chosen. Nothing ``is_fit`` where there is no mentor to compare with.
    ``people``: who is in a group now.
    """

    thing: Any
    name: str
    score: int = 0
    free: int = 0
    reasons: tuple[str, ...] = ()
    broken: tuple[str, ...] = ()
    why_not: str = ""
    is_fit: bool = True
    people: str = ""

    @property
    def order(self) -> tuple[bool, int, str]:
        """What breaks no rule first, then the best fit."""
        return bool(self.broken), -self.score, self.name


def mentors_for(group: Group, seats: Sequence[Seat], name: str = "", *, split: bool = False) -> list[Candidate]:
    """The selected mentors who could lead these mentees of a group, the best fit first; whose name holds ``name``.

    Where a group is ``split`` the mentor of today can lead the new one, too.
    """
    programme, current = group.programme, group.mentor
    there = {row.person_id for row in group.space.people(Role.MENTOR, Role.MENTEE)}
    there -= {current.pk} if current and split else set()
    taken = capacity.led(programme)
    if current and split:
        taken[current.pk] -= len(seats)  # who goes is led already
    return _ranked(_with_room(programme, seats, taken, there, name), programme)[:SHOWN]


def mentors_of_a_new_group(one: Application, places: Places) -> list[Candidate]:
    """All selected mentors who could lead a new group of somebody who is in none, the best fit first."""
    programme, seats = one.programme, [Seat(application=one)]
    found = _ranked(_with_room(programme, seats, places.taken, {one.person_id}), programme)
    return _with_ties(found, one, places)


def _with_room(
    programme: Programme, seats: Sequence[Seat], taken: Counter[UUID], there: Collection[UUID], name: str = ""
) -> list[Row]:
    rows = programme.applications.filter(role=Role.MENTOR, state=Application.State.SELECTED, person__is_active=True)
    rows = rows.filter(person__name__icontains=name) if name else rows
    return [
        (row, row, free, seats)
        for row in rows.select_related("person", "sent_form")
        if row.person_id not in there and (free := capacity.free(row, taken)) >= len(seats) and not _against(row, seats)
    ]


def _against(mentor: Application, seats: Sequence[Seat]) -> bool:
    return any(grouping.asked_not_to(seat.application, mentor) for seat in seats)


def groups_for(seat: Seat) -> tuple[list[Candidate], list[Candidate]]:
    """The other running groups of the programme: those a mentee could move to, and those not, with why not."""
    places = Places.of(seat.group.programme)
    others = seat.group.programme.groups.exclude(pk=seat.group_id)
    open_, closed = _for_one(seat, others, places, lambda target: mentees.why_not_move(seat, target, places))
    return open_[:SHOWN], closed


def groups_open_to(one: Application, places: Places) -> tuple[list[Candidate], list[Candidate]]:
    """All running groups that somebody who is in none could come into, and those not, with why not."""
    seat, groups_ = Seat(application=one), one.programme.groups.all()
    open_, closed = _for_one(seat, groups_, places, lambda target: placing.why_not_in(one, target, places))
    return _with_ties(open_, one, places), closed


def _with_ties(rows: Sequence[Candidate], one: Application, places: Places) -> list[Candidate]:
    """The same, where with whom somebody was to be in one group is among what it breaks."""
    told = [replace(row, broken=(*row.broken, *tied.broken_by(one, row.thing, places))) for row in rows]
    return sorted(told, key=lambda row: row.order)


def called(rows: Sequence[Candidate], name: str) -> list[Candidate]:
    """Those of these candidates in whose name, or among whose people, there is ``name``."""
    return [one for one in rows if name.casefold() in f"{one.name} {one.people}".casefold()]


def shown_of(closed: Sequence[Candidate]) -> dict[str, Any]:
    """What a page tells of those that cannot be chosen: how many they are, and the first of them."""
    return {"closed": closed[:SHOWN], "n_closed": len(closed)}


def _for_one(
    seat: Seat, rows: GroupRows, places: Places, why_not: Callable[[Group], str | None]
) -> tuple[list[Candidate], list[Candidate]]:
    open_, closed = _sorted_out(rows, why_not)
    found = _ranked([(target, places.mentor_of(target), 0, [seat]) for target in open_], places.programme)
    return _with_people(found, places), _with_people(closed, places)


def groups_to_merge(group: Group) -> tuple[list[Candidate], list[Candidate]]:
    """The other running groups of the programme: those whose mentees could come into this one, and those not."""
    places = Places.of(group.programme)
    others = group.programme.groups.exclude(pk=group.pk)
    open_, closed = _sorted_out(others, lambda other: groups.why_not_merge(group, other, places))
    mentor = places.mentor_of(group)
    found = _ranked([(other, mentor, 0, places.seats_of(other)) for other in open_], group.programme)
    return _with_people(found[:SHOWN], places), _with_people(closed, places)


def _with_people(rows: Sequence[Candidate], places: Places) -> list[Candidate]:
    """Groups with who is in them: a number tells a manager nothing."""
    return [replace(row, people=_people_of(row.thing, places)) for row in rows]


def _people_of(group: Group, places: Places) -> str:
    mentor, people = places.mentor_of(group), [seat.application.person for seat in places.seats_of(group)]
    told = {"mentor": mentor.person.name if mentor else "", "names": names_of(people)}
    if not people:
        return told["mentor"]
    # Translators: the people of a group: its mentor, and after “with” the names of its mentees
    return (_("%(mentor)s with %(names)s") if mentor else _("%(names)s, without a mentor")) % told


def _sorted_out(rows: GroupRows, why_not: Callable[[Group], str | None]) -> tuple[list[Group], list[Candidate]]:
    running = rows.exclude(state=Group.State.ENDED).select_related("space", "programme")
    told = [(other, why_not(other)) for other in running]
    closed = [Candidate(other, other.name, why_not=reason) for other, reason in told if reason]
    return [other for other, reason in told if not reason], closed


def _ranked(rows: Sequence[Row], programme: Programme) -> list[Candidate]:
    """Each with the mean of how well its mentees fit its mentor, if it has one; the best first."""
    young = {seat.application_id: seat.application for _thing, _mentor, _free, seats in rows for seat in seats}
    old = {mentor.pk: mentor for _thing, mentor, _free, _seats in rows if mentor}
    told = proposing.fits(list(young.values()), list(old.values()), programme)
    return sorted((_candidate(row, told) for row in rows), key=lambda one: one.order)


def _candidate(row: Row, told: dict[tuple[UUID, UUID], dict[str, Any]]) -> Candidate:
    thing, mentor, free, seats = row
    name = str(thing.person.name if isinstance(thing, Application) else thing.name)
    if mentor is None or not seats:
        return Candidate(thing, name, free=free, is_fit=False)
    said = [told[seat.application_id, mentor.pk] for seat in seats]
    broken = {rule for one in said for rule in one["why_not"].get("broken", ())}
    if len(said) == 1:
        reasons = [words for words, _share in match_words.reasons_in_words(said[0]["reasons"])]
    else:
        reasons = common_words(mentor, [seat.application for seat in seats])
    score = round(sum(one["score"] for one in said) / len(said))
    rules = tuple(str(words) for rule, words in match_words.RULES.items() if rule in broken)
    return Candidate(thing, name, score, free, tuple(reasons), rules)
