"""Lines on the page of a programme that higher floors hand down: this floor knows neither their records nor their pages."""

from collections.abc import Callable
from dataclasses import dataclass

from .models import Programme


@dataclass(frozen=True)
class Line:
    """One thing of a programme, where it stands, and its page. ``is_first``: it is shown before everything else."""

    verb: str
    words: str
    url: str
    is_first: bool = False


Source = Callable[[Programme], list[Line]]
_sources: list[Source] = []


def lines_from(source: Source) -> None:
    """Hand down what tells the lines of a programme to those who run it."""
    if source not in _sources:
        _sources.append(source)


def lines_of(programme: Programme) -> list[Line]:
    """What higher floors say of a programme, for those who run it."""
    return [line for source in _sources for line in source(programme)]
