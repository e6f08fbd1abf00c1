"""The room that is left once the groups of a programme work: with which mentors, and in which groups of theirs."""

from collections import defaultdict
from collections.abc import Collection
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from policy.permissions import Role
from programmes import capacity, proposing
from programmes.models import Application, Group, Programme

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

    @property
    def is_new(self) -> bool:
        """Whether the group is still to be formed."""
        return isinstance(self.thing, Application)


@dataclass(frozen=True)
class Leader:
    """A mentor with room for ``n`` more mentees, and where: the group with most room first."""

    mentor: Application
    n: int
    rooms: tuple[Room, ...]

    @property
    def is_new(self) -> bool:
        """Whether they would lead a group that is still to be formed."""
        return self.rooms[0].is_new


def leaders(programme: Programme, places: Places, untrained: Collection[UUID]) -> list[Leader]:
    """The selected mentors with room, by name: in the groups they lead; for a new one where they lead none.

    In individual mentoring every place is a new pair. ``untrained``: the people who get no new group.
    """
    rows: Any = programme.applications.filter(role=Role.MENTOR, state=Application.State.SELECTED)
    led, leading = _rooms_by_mentor(programme, places), {mentor.pk for mentor in places.mentors.values()}
    found = []
    for mentor in rows.filter(person__is_active=True).select_related("person", "sent_form"):
        rooms, free = led.get(mentor.pk, []), capacity.free(mentor, places.taken)
        if programme.is_individual or mentor.pk not in leading:
            new = free if programme.is_individual else min(free, proposing.room(mentor, programme))
            rooms = [] if mentor.person_id in untrained else [Room(mentor, mentor, new)]
        if n := min(free, sum(room.n for room in rooms)):
            found.append(Leader(mentor, n, tuple(rooms)))
    return found


def _rooms_by_mentor(programme: Programme, places: Places) -> dict[UUID, list[Room]]:
    """By application, the running groups with room of each mentor."""
    found: dict[UUID, list[Room]] = defaultdict(list)
    for group in programme.groups.filter(pk__in=places.mentors).select_related("space", "programme"):
        mentor, n = places.mentors[group.pk], programme.group_at_most - len(places.seats_of(group))
        if n > 0:
            found[mentor.pk].append(Room(group, mentor, n))
    for rooms in found.values():
        rooms.sort(key=lambda room: -room.n)  # those with as much room stay in their order
    return found
