"""Whose turn it is to keep the diary: whoever kept it least often, and among those the longest ago. Pure."""

from collections.abc import Hashable, Sequence
from typing import TypeVar

Person = TypeVar("Person", bound=Hashable)


def next_keeper(mentees: Sequence[Person], kept: Sequence[Person]) -> Person | None:
    """The fairest next keeper of ``mentees``; ``kept`` are the keepers so far, the oldest first.

    Ties go to who stands first in ``mentees``. ``None`` when there are no mentees.
    """
    if not mentees:
        return None
    last = {person: turn for turn, person in enumerate(kept)}
    return min(mentees, key=lambda person: (kept.count(person), last.get(person, -1)))
