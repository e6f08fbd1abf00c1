"""The documents of a space as one reader may know them: what exists, where it stands, what can be begun."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID, uuid4

from django.db.models import Prefetch, QuerySet

from policy.models import Participation, Space
from policy.permissions import GRANTS, Action, Role

from .. import kinds
from ..kinds import DocumentKind
from ..models import Document, Signatory, Version
from ..rights import readers_in_words, roles_in_document, roles_in_version


@dataclass
class Row:
    """One document: its versions that the reader may open, the newest first, and where it stands.

    ``newest`` and ``counting`` (the one in force) are known to whoever knows of the document, opened only if readable.
    """

    document: Document
    newest: Version | None
    readable: list[Version] = field(default_factory=list)
    counting: Version | None = None

    @property
    def in_force(self) -> Version | None:
        """The version that counts now, if the reader may open it."""
        return self.counting if self.counting in self.readable else None

    @property
    def main(self) -> Version | None:
        """The one to open: the newest the reader may open."""
        return self.readable[0] if self.readable else None

    @property
    def older(self) -> list[Version]:
        """Those to fold away."""
        return self.readable[1:]

    @property
    def awaited(self) -> list[str]:
        """The names of those whose signatures it waits for."""
        if self.main is None or self.main.state != Version.State.SIGNING:
            return []
        return [row.person.name for row in self.main.signatories.all() if row.signed_at is None]

    @property
    def readers(self) -> str:
        """Who can read it, in words."""
        return readers_in_words(self.document)


@dataclass
class Shelf:
    """One kind: its documents, and whether the reader may begin one here.

    ``about``: the people one of whom is to be chosen when it is begun; empty for kinds that are about nobody.
    """

    kind: DocumentKind
    rows: list[Row] = field(default_factory=list)
    can_begin: bool = False
    readers: str = ""
    about: list[Any] = field(default_factory=list)

    @property
    def occasion(self) -> UUID | None:
        """A fresh id for the form that begins one more of a kind that repeats, so that sent twice it begins one."""
        return uuid4() if self.kind.repeats else None


@dataclass(frozen=True)
class Reader:
    """Who looks, the roles they hold in the space, and what is known of the space."""

    person: Any
    roles: frozenset[Role]
    space: Space
    is_pair: bool = False
    has_ended: bool = False


def of_space(
    space: Space,
    person: Any,
    roles: frozenset[Role],
    *,
    is_pair: bool = False,
    has_ended: bool = False,
    people: Sequence[Participation] | None = None,
) -> list[Shelf]:
    """The shelves of a space for one reader, in the order of the journey, whatever kinds live there.

    ``roles`` are those that ``person`` holds in ``space``; ``people`` its running participations, when they are known
    already. Three queries however many documents there are, and one more for ``people`` if it is needed. What is
    private to its writer is never among them, not even for the writer.
    """
    reader = Reader(person, roles, space, is_pair, has_ended)
    if people is None:
        here = kinds_of(space.kind, is_pair=is_pair)
        people = space.people() if any(kind.parts.about and roles & kind.parts.writers for kind in here) else []
    return of_spaces({reader: people})[space.pk]


def of_spaces(readers: Mapping[Reader, Sequence[Participation]]) -> dict[UUID, list[Shelf]]:
    """The same for many spaces at once: for each who looks, and its people. Three queries in all."""
    by_kind = _rows(Document.objects.filter(space__in=[reader.space.pk for reader in readers]), readers)
    return {
        reader.space.pk: [
            shelf
            for kind in kinds_of(reader.space.kind, is_pair=reader.is_pair)
            if (shelf := _shelf(kind, by_kind[reader.space.pk, kind.slug], reader, people))
        ]
        for reader, people in readers.items()
    }


def of_occasion(occasion: UUID, reader: Reader, here: Sequence[DocumentKind]) -> list[Shelf]:
    """The shelves of one occasion of a space, of the kinds ``here``; for its writer what is private too. Three queries.

    Whether the moment is right to begin one is for the floor to say whose occasion it is.
    """
    by_kind = _rows(Document.objects.filter(space=reader.space, occasion=occasion), [reader])
    shelves = [_shelf(kind, by_kind[reader.space.pk, kind.slug], reader, [], of_occasions=True) for kind in here]
    return [shelf for shelf in shelves if shelf]


def kinds_of(space_kind: str, *, is_pair: bool = False) -> list[DocumentKind]:
    """The kinds a dossier of such a space can hold: never those that are private to their writer."""
    return [
        kind
        for kind in kinds.every()
        if kind.lives_in == space_kind and not kind.parts.is_private and (kind.pairs or not is_pair)
    ]


def _rows(documents: QuerySet[Document], readers: Iterable[Reader]) -> dict[tuple[UUID, str], list[Row]]:
    """By space and kind, those the reader of the space may know of: the law of ``Document.visible_to`` on loaded rows."""
    of_space = {reader.space.pk: reader for reader in readers}
    there = list(documents.select_related("person"))
    versions = _versions(documents) if there else {}
    found: dict[tuple[UUID, str], list[Row]] = defaultdict(list)
    for document in there:
        reader = of_space[document.space_id]
        if may_know(document, reader):
            found[document.space_id, document.kind_slug].append(_row(document, versions[document.pk], reader))
    return found


def may_know(document: Document, reader: Reader) -> bool:
    """Whether the reader may know of a document, or of one that is only missed yet."""
    document.space = reader.space
    return bool(GRANTS[Action.LIST] & roles_in_document(document, reader.person, reader.roles))


def _versions(documents: QuerySet[Document]) -> dict[UUID, list[Version]]:
    found: dict[UUID, list[Version]] = defaultdict(list)
    rows = (
        Version.objects.filter(document__in=documents.order_by().values("pk"))
        .defer("answers", "sheet")
        .select_related("author")
        .order_by("-number")
    )
    signing = Prefetch("signatories", Signatory.objects.select_related("person"))
    for version in rows.prefetch_related(signing):
        found[version.document_id].append(version)
    return found


def _row(document: Document, versions: list[Version], reader: Reader) -> Row:
    mine = [version for version in versions if _may_open(version, document, reader)]
    counting = next((version for version in versions if version.state == Version.State.SEALED), None)
    return Row(document, versions[0] if versions else None, mine, counting)


def _may_open(version: Version, document: Document, reader: Reader) -> bool:
    """The same law as ``Version.visible_to``, on rows that are loaded already."""
    version.document = document
    return bool(GRANTS[Action.READ] & roles_in_version(version, reader.person, reader.roles))


def _shelf(
    kind: DocumentKind,
    rows: list[Row],
    reader: Reader,
    people: Sequence[Participation],
    *,
    of_occasions: bool = False,
) -> Shelf | None:
    blank = Document(kind_slug=kind.slug, space=reader.space, person=reader.person if kind.parts.own else None)
    parts = roles_in_document(blank, reader.person, reader.roles)
    is_closed = reader.has_ended and not kind.after_end
    by_hand = kind.per_meeting == of_occasions and not (kind.live or kind.elsewhere or is_closed)
    can_begin = by_hand and bool(GRANTS[Action.START] & parts)
    begun = {row.document.person_id for row in rows} if not kind.repeats else set()
    about = []
    if kind.parts.about and not kind.parts.own:
        whom = {row.person_id: row.person for row in people if row.role in kind.parts.about}
        about = [person for pk, person in whom.items() if pk not in begun] if can_begin else []
        can_begin = can_begin and bool(about)
    elif begun & {None, reader.person.pk}:
        can_begin = False
    if not rows and not can_begin and (kind.elsewhere or not parts):
        return None
    return Shelf(kind, rows, can_begin, readers_in_words(blank) if can_begin else "", about)
