"""What higher floors put on the pages of a session: each hands down what it shows there, this floor knows none of it."""

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any

from .models import Meeting


@dataclass(frozen=True)
class Beside:
    """One part of the page: its template, and what that is told, under the name ``part``."""

    template: str
    part: Any = field(default=None)


Source = Callable[[Meeting, Any, str], Beside | None]
_sources: list[Source] = []


def beside_from(source: Source) -> None:
    """Hand down what shows something beside a meeting to a person, on the page “meeting” or “run”; or ``None``."""
    if source not in _sources:
        _sources.append(source)


def beside(meeting: Meeting, person: Any, page: str) -> list[Beside]:
    """What stands beside ``meeting`` for ``person`` on this page."""
    return [shown for source in _sources if (shown := source(meeting, person, page))]
