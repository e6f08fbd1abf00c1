"""The documents of a group as its reader may know them: what exists, where it stands, what can be begun."""

from collections import defaultdict
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db.models import Prefetch

from documents import kinds
from documents.kinds import DocumentKind
from documents.models import Document, Signatory, Version
from documents.rights import readers_in_words, roles_in_document, roles_in_version
from policy.permissions import GRANTS, Action, Role
from programmes.models import Group


@dataclass
class Row:
    """One document: its versions that the reader may open, the newest first, and where it stands."""

    document: Document
    newest: Version | None
    readable: list[Version] = field(default_factory=list)

    @property
    def in_force(self) -> Version | None:
        """The version that counts now, if the reader may open it."""
        return next((version for version in self.readable if version.state == Version.State.SEALED), None)

    @property
    def main(self) -> Version | None:
        """The one to open: the newest the reader may open."""
        return self.readable[0] if self.readable else None

    @property
    def older(self) -> list[Version]:
        """Those to fold away."""
        return self.readable[1:]


@dataclass
class Shelf:
    """One kind: its documents, and whether the reader may begin one here."""

    kind: DocumentKind
    rows: list[Row] = field(default_factory=list)
    can_begin: bool = False
    readers: str = ""


def of_group(group: Group, person: Any, roles: frozenset[Role]) -> list[Shelf]:
    """The shelves of a group for one reader, in the order of the journey. Three queries, however many documents."""
    documents = _documents(group, person, roles)
    by_kind: dict[str, list[Row]] = defaultdict(list)
    versions = _versions([document.pk for document in documents])
    for document in documents:
        document.space = group.space
        mine = [version for version in versions[document.pk] if _may_open(version, document, person, roles)]
        newest = versions[document.pk][0] if versions[document.pk] else None
        by_kind[document.kind_slug].append(Row(document, newest, mine))
    return [shelf for kind in kinds.every() if (shelf := _shelf(kind, by_kind[kind.slug], group, person, roles))]


def _documents(group: Group, person: Any, roles: frozenset[Role]) -> list[Document]:
    """The same law as ``Document.visible_to``, on rows that are loaded already: ``roles`` are those held here."""
    rows = Document.objects.filter(space=group.space_id).select_related("person")
    return [row for row in rows if GRANTS[Action.LIST] & roles_in_document(row, person, roles)]


def _versions(documents: list[UUID]) -> dict[UUID, list[Version]]:
    found: dict[UUID, list[Version]] = defaultdict(list)
    rows = Version.objects.filter(document__in=documents).defer("answers", "sheet").order_by("-number")
    signing = Prefetch("signatories", Signatory.objects.select_related("person"))
    for version in rows.prefetch_related(signing):
        found[version.document_id].append(version)
    return found


def _may_open(version: Version, document: Document, person: Any, roles: frozenset[Role]) -> bool:
    """The same law as ``Version.visible_to``, on rows that are loaded already."""
    version.document = document
    return bool(GRANTS[Action.READ] & roles_in_version(version, person, roles))


def _shelf(kind: DocumentKind, rows: list[Row], group: Group, person: Any, roles: frozenset[Role]) -> Shelf | None:
    if group.is_pair and not kind.pairs:
        return None
    blank = Document(kind_slug=kind.slug, space=group.space, person=person if kind.parts.own else None)
    is_writer = bool(GRANTS[Action.START] & roles_in_document(blank, person, roles))
    begun = any(row.document.person_id in (None, person.pk) for row in rows)
    by_hand = not (kind.per_meeting or kind.live)
    can_begin = is_writer and by_hand and not begun and not group.has_ended
    part = roles_in_document(blank, person, roles)
    if not rows and not can_begin and not part:
        return None
    return Shelf(kind, rows, can_begin, readers_in_words(blank) if can_begin else "")
