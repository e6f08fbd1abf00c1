"""Whom a change of texts reaches: documents that are not begun yet. What is begun keeps the texts it was begun on."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from typing import Any
from uuid import UUID

from django.db.models import Q

from documents import kinds
from documents.kinds import DocumentKind
from documents.models import Document
from policy.models import Participation, Space
from policy.permissions import Role

from .models import Application, Programme


@dataclass(frozen=True)
class Place:
    """A group (or an application, or the programme) in which a kind of document is written; ``begun``: how often."""

    name: str
    url: str
    begun: int = 0


@dataclass
class Reach:
    """Where the next document of ``kind`` will have the new texts, and where there are some that keep their own.

    A place can be both: one mentee has begun, another has not. ``is_told`` is false for kinds of which managers do not
    even know that somebody has begun one; then both lists are empty.
    """

    kind: DocumentKind
    is_told: bool = True
    affected: list[Place] = field(default_factory=list)
    kept: list[Place] = field(default_factory=list)

    @property
    def begun(self) -> int:
        """How many documents keep the texts they were begun on."""
        return sum(place.begun for place in self.kept)


def of_change(kind: DocumentKind, programme: Programme, *, by: Any) -> Reach:
    """Whom new texts of ``kind`` reach in ``programme``, as far as ``by`` may know of its documents."""
    reach = Reach(kind, is_told=_is_told(kind))
    if not reach.is_told:
        return reach
    begun = _begun(kind, programme, by)
    owed = _owed(kind, programme)
    for space, place in _places(kind, programme):
        people = begun.get(space.pk, [])
        here = replace(place, begun=len(people))
        if people:
            reach.kept.append(here)
        can_begin = kinds.why_not_begin(Document(kind_slug=kind.slug, space=space)) is None
        if can_begin and _is_still_to_begin(kind, people, owed.get(space.pk, set())):
            reach.affected.append(here)
    return reach


def _is_told(kind: DocumentKind) -> bool:
    """Whether managers know that documents of the kind exist (see ``documents.rights``)."""
    parts = kind.parts
    return Role.MANAGER in parts.readers | parts.signers | parts.writers | {parts.reviewer}


def _begun(kind: DocumentKind, programme: Programme, by: Any) -> dict[UUID, list[UUID | None]]:
    """By space, the person of each document that is there."""
    of_it = Q(space=programme.space) | Q(space__within=programme.space)
    rows = Document.objects.visible_to(by).filter(of_it, kind_slug=kind.slug)
    found: dict[UUID, list[UUID | None]] = defaultdict(list)
    for space, person in rows.order_by().values_list("space_id", "person_id"):
        found[space].append(person)
    return found


def _owed(kind: DocumentKind, programme: Programme) -> dict[UUID, set[UUID]]:
    """By space, the people of whom each has a document of their own; empty where a place has one for all."""
    roles = kind.parts.writers if kind.parts.own else kind.parts.about
    found: dict[UUID, set[UUID]] = defaultdict(set)
    if roles:
        rows = Participation.objects.running().filter(space__within=programme.space, role__in=roles)
        for space, person in rows.values_list("space_id", "person_id"):
            found[space].add(person)
    return found


def _places(kind: DocumentKind, programme: Programme) -> Iterable[tuple[Space, Place]]:
    """Every space where documents of the kind are written, and what people call it."""
    rows: dict[str, Any] = {
        Space.Kind.GROUP: programme.groups.select_related("space", "programme"),
        Space.Kind.APPLICATION: programme.applications.select_related("space", "programme", "person"),
    }
    for row in rows.get(kind.lives_in, [programme]):
        name = row.person.name if isinstance(row, Application) else row.name
        yield row.space, Place(name, row.get_absolute_url())


def _is_still_to_begin(kind: DocumentKind, people: list[UUID | None], owed: set[UUID]) -> bool:
    if kind.per_meeting or kind.repeats:
        return True  # the next one
    if kind.parts.own or kind.parts.about:
        return bool(owed - set(people))
    return not people
