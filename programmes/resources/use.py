"""How resources are used, told by a higher floor: managers read numbers here, and never who was suggested what."""

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from ..models import Resource


@dataclass(frozen=True)
class Use:
    """How one resource is used. ``done``, ``answered`` and ``helped`` are of people; ``None`` where there are too few."""

    suggested: int = 0
    done: int | None = None
    answered: int | None = None
    helped: int | None = None


Source = Callable[[Iterable[Resource]], Mapping[UUID, Use]]
_sources: list[Source] = []


def told_by(source: Source) -> None:
    """Hand down what tells how resources are used, for all of a page at once."""
    if source not in _sources:
        _sources.append(source)


def of(resources: Iterable[Resource]) -> dict[UUID, Use]:
    """How each of these is used."""
    rows = list(resources)
    found = {row.pk: Use() for row in rows}
    for source in _sources:
        found |= source(rows)
    return found
