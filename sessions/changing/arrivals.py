"""Who comes where in a proposal, one after the other: each group takes whoever gets on with those who came before."""

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass, field

from programmes.models import Application, Group

from . import placing
from .places import Places
from .rooms import Leader, Room
from .tied import Tied


@dataclass
class Arrivals:
    """Who has come into which room so far. ``needs_language``: a language that all of a group speak is a rule."""

    places: Places
    tied: Tied
    needs_language: bool
    there: dict[Room, list[Application]] = field(default_factory=lambda: defaultdict(list))

    def come(self, room: Room, *people: Application) -> None:
        """Let people come into a room, which takes them."""
        self.there[room].extend(people)

    def left(self, leader: Leader) -> int:
        """How many more mentees a mentor takes."""
        return leader.n - sum(len(self.there[room]) for room in leader.rooms)

    def rooms_for(self, leader: Leader, *people: Application) -> list[Room]:
        """The rooms with a mentor that people could come into, all of them, as they are now and with who has come."""
        if self.left(leader) < len(people):
            return []
        return [room for room in leader.rooms if self._takes_all(room, people)]

    def _takes_all(self, room: Room, people: Sequence[Application]) -> bool:
        there = self.there[room]
        return all(self._takes(room, [*there, *people[:at]], one) for at, one in enumerate(people))

    def _takes(self, room: Room, there: Sequence[Application], one: Application) -> bool:
        if len(there) >= room.n or room.mentor.person_id == one.person_id or self.tied.keeps_out(one, room.thing):
            return False
        if isinstance(room.thing, Group) and placing.why_not_in(one, room.thing, self.places) is not None:
            return False
        if self.places.programme.is_individual:
            return True
        return not self._is_apart(one, there) and self._is_understood(room, there, one)

    def _is_apart(self, one: Application, others: Sequence[Application]) -> bool:
        return any(frozenset((one.pk, other.pk)) in self.places.apart for other in others)

    def _is_understood(self, room: Room, there: Sequence[Application], one: Application) -> bool:
        """Whether somebody speaks a language that all of a group speak, where there is one and it is a rule."""
        if not self.needs_language:
            return True
        seats = self.places.seats_of(room.thing) if isinstance(room.thing, Group) else []
        members = [*(seat.application for seat in seats), *there]
        common = set(room.mentor.languages).intersection(*(row.languages for row in members))
        return not common or bool(common & set(one.languages))
