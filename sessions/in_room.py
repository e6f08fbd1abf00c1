"""What higher floors put into the room of a group: each hands down what it shows there, this floor knows none of it."""

from collections.abc import Callable
from typing import Any

from programmes.models import Group

from .beside import Beside

Source = Callable[[Group, Any], Beside | None]
_sources: list[Source] = []


def in_room_from(source: Source) -> None:
    """Hand down what shows something in the room of a group to a person, or ``None``."""
    if source not in _sources:
        _sources.append(source)


def in_room(group: Group, person: Any) -> list[Beside]:
    """What stands in the room of ``group`` for ``person``."""
    return [shown for source in _sources if (shown := source(group, person))]
