"""The sessions that call for documents: documents knows no session, so the floor that does hands this down."""

from collections import defaultdict
from collections.abc import Callable, Collection, Mapping
from dataclasses import dataclass
from uuid import UUID


@dataclass(frozen=True)
class Occasion:
    """A session that calls for documents. ``owed``: for each kind by whom, where not everybody in the part owes one."""

    pk: UUID
    label: str
    url: str
    owed: Mapping[str, frozenset[UUID]]


Source = Callable[[Collection[UUID]], Mapping[UUID, list[Occasion]]]
_sources: list[Source] = []


def occasions_from(source: Source) -> None:
    """Hand down what tells the sessions of spaces that call for documents; it is asked with the ids of the spaces."""
    if source not in _sources:
        _sources.append(source)


def occasions_of(spaces: Collection[UUID]) -> dict[UUID, list[Occasion]]:
    """The sessions of each of these spaces that call for documents."""
    found: dict[UUID, list[Occasion]] = defaultdict(list)
    for source in _sources:
        for space, occasions in source(spaces).items():
            found[space] += occasions
    return found
