"""What higher floors put on the pages of a session: each hands down what it shows there, this floor knows none of it."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from typing import Any

from policy.models import Participation

from .models import Meeting


@dataclass(frozen=True)
class Beside:
    """One part of the page: its template, and what that is told, under the name ``part``.

    ``at``: which point of the agenda is reached, counted from 1; ``under_agenda``: a template of its own, with the same
    ``part``, directly under the list of its points.
    """

    template: str
    part: Any = field(default=None)
    at: int = 0
    under_agenda: str = ""


Source = Callable[[Meeting, Any, Sequence[Participation], str], Beside | None]
_sources: list[Source] = []


def beside_from(source: Source) -> None:
    """Hand down what shows something beside a meeting to a person, on the page “meeting” or “run”; or ``None``.

    It is handed the people of the group too, so that it need not ask for them again.
    """
    if source not in _sources:
        _sources.append(source)


def beside(meeting: Meeting, person: Any, people: Sequence[Participation], page: str) -> list[Beside]:
    """What stands beside ``meeting`` for ``person`` on this page."""
    return [shown for source in _sources if (shown := source(meeting, person, people, page))]


def reached(parts: Sequence[Beside]) -> int:
    """Which point of the agenda is reached, counted from 1; 0: none yet, or nobody counts."""
    return max((part.at for part in parts), default=0)
