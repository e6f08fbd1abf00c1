"""Where those who are in no group would fit best, all of them together: the matching, over the room that is left.

On the terms of the programme, each with one mentor: two mentees who only come together are no new group by themselves.
"""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import Any
from uuid import UUID

from policy.models import Participation
from policy.permissions import Role
from programmes import capacity, proposing
from programmes.accepting.refusals import refusals
from programmes.match_words import reasons_in_words
from programmes.matching.people import Mentor
from programmes.models import Application, Group, Programme
from programmes.training.attendance import left_out_of_matching

from . import placing
from .places import Places


@dataclass(frozen=True)
class Room:
    """A place that could be offered: a running group, or a mentor for a new one; and for how many it has room."""

    thing: Group | Application
    mentor: Application
    n: int

    @property
    def name(self) -> str:
        """What it is called."""
        return str(self.thing.name if isinstance(self.thing, Group) else self.thing.person.name)


@dataclass(frozen=True)
class Offer:
    """Where somebody would come, how well that fits in hundredths, and why."""

    room: Room
    score: int
    reasons: tuple[str, ...]


def offers(programme: Programme, people: Sequence[Application]) -> dict[UUID, Offer]:
    """By application, the place that fits ``people``, who are in no group; whoever is not in it has none.

    Writes nothing. As many as can be get a place; who is kept apart, asked not to be matched or declined each other never meets, and
    nobody is proposed to a mentor with whom they were before: by hand they can be placed there.
    """
    from programmes.matching import making  # numpy is loaded where it is needed, not when a web process starts

    untrained = left_out_of_matching(programme)
    free = [one for one in people if one.person.is_active and one.person_id not in untrained]
    places = Places.of(programme)
    rooms = _rooms(programme, places)
    if not free or not rooms:
        return {}
    declined, before = refusals(programme), _mentors_before(programme, free)
    no: dict[UUID, frozenset[str]] = {
        one.pk: declined.get(one.pk, frozenset()) | before[one.person_id] | _closed(one, rooms, places) for one in free
    }
    young = [proposing.as_mentee(one, no[one.pk]) for one in free]
    old = [Mentor(**{**vars(proposing.as_mentor(room.mentor, programme)), "capacity": room.n}) for room in rooms]
    found = making.match(young, old, replace(proposing.terms_of(programme), in_groups=False))
    told = making.told(found, young, old)
    taken: dict[int, list[UUID]] = {}
    offered: dict[UUID, Offer] = {}
    for one, at, said in zip(free, found.mentor_of, told, strict=True):
        if at is not None and not _is_apart(one, taken.setdefault(at, []), places):
            taken[at].append(one.pk)
            offered[one.pk] = _offer(rooms[at], said)
    return offered


def _rooms(programme: Programme, places: Places) -> list[Room]:
    """One for each mentor who has room: of the groups they lead the one with most of it; for pairs a new one."""
    selected = programme.applications.filter(role="mentor", state=Application.State.SELECTED, person__is_active=True)
    free = {row.pk: capacity.free(row, places.taken) for row in selected}
    if programme.is_individual:
        rows = selected.select_related("person", "sent_form")
        return [Room(row, row, free[row.pk]) for row in rows if free[row.pk]]
    found: dict[UUID, Room] = {}
    for group in programme.groups.filter(pk__in=places.mentors).select_related("space", "programme"):
        mentor = places.mentors[group.pk]
        n = min(free.get(mentor.pk, 0), programme.group_at_most - len(places.seats_of(group)))
        if n > 0 and (mentor.pk not in found or n > found[mentor.pk].n):
            found[mentor.pk] = Room(group, mentor, n)
    return list(found.values())


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


def _closed(one: Application, rooms: Sequence[Room], places: Places) -> frozenset[str]:
    """The addresses of the mentors whose room is not for this person."""
    return frozenset(
        room.mentor.person.email.lower()
        for room in rooms
        if room.mentor.person_id == one.person_id
        or (isinstance(room.thing, Group) and placing.why_not_in(one, room.thing, places))
    )


def _is_apart(one: Application, others: Sequence[UUID], places: Places) -> bool:
    return any(frozenset((one.pk, other)) in places.apart for other in others)


def _offer(room: Room, said: dict[str, Any]) -> Offer:
    reasons = tuple(words for words, _share in reasons_in_words(said["reasons"]))
    return Offer(room, said["score"], reasons)
