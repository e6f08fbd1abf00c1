"""What a space needs, what of it is there, and who owes the rest: the checklist of a dossier for one reader."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from django.utils.translation import gettext as _

from people.models import User
from policy.models import Participation
from policy.permissions import GRANTS, Action, Role

from .. import workflows
from ..kinds import STAGES, DocumentKind
from ..models import Document
from ..rights import readers_in_words, roles_in_document
from .checklist import Checklist, Entry, Item
from .occasions import Occasion
from .shelves import Reader, Row, Shelf, kinds_of, may_know

NAMES_AT_MOST = 3  # then roles are said instead


@dataclass(frozen=True)
class Surroundings:
    """What is known of a space: who takes part, its sessions, the stages it has reached.

    ``withheld``: for kinds whose documents a role does not read here, that role. ``places``: the addresses where kinds
    are made that are not begun in the dossier.
    """

    people: Sequence[Participation]
    occasions: Sequence[Occasion] = ()
    reached: Collection[str] = STAGES
    withheld: Mapping[str, str] = field(default_factory=dict)
    places: Mapping[str, str] = field(default_factory=dict)


def checklist(shelves: Sequence[Shelf], reader: Reader, around: Surroundings) -> Checklist:
    """What the reader's shelves hold and what is missing on them. Asks the database for nothing.

    What is missing is listed under the same law as what is there: nobody learns of a document that they would not know
    of if it existed.
    """
    by_kind = {shelf.kind.slug: shelf for shelf in shelves}
    found = Checklist()
    for kind in kinds_of(reader.space.kind, is_pair=reader.is_pair):
        shelf = by_kind.get(kind.slug)
        items = list(_items(kind, shelf, reader, around))
        if items or shelf:
            readers = _readers(kind, items, around)
            found.entries.append(Entry(kind, items, shelf, readers, _has_blank(kind, reader)))
    return found


def _has_blank(kind: DocumentKind, reader: Reader) -> bool:
    """The law of ``blank_forms.kept``: what is filled in by hand, for who may know of a document that is begun now."""
    blank = Document(kind_slug=kind.slug, space=reader.space, person=reader.person if kind.parts.own else None)
    parts = roles_in_document(blank, reader.person, reader.roles)
    return not (kind.live or kind.elsewhere) and bool(GRANTS[Action.LIST] & parts)


def _items(kind: DocumentKind, shelf: Shelf | None, reader: Reader, around: Surroundings) -> Iterator[Item]:
    others = list(shelf.rows) if shelf else []
    for person, occasion, row in list(_owed(kind, others, around)) if kind.must else ():
        if row is not None:
            others.remove(row)
        elif not may_know(_missing(kind, person, occasion, around), reader):
            continue
        item = Item(kind, row, shelf, person, occasion, _owed_by(kind, person, around), is_required=True)
        item.place = occasion.url if occasion else around.places.get(kind.slug, "")
        is_time = occasion is not None or (kind.stage in around.reached and not kind.per_meeting)
        item.is_due = is_time and not reader.has_ended
        item.is_too_late = reader.has_ended and not kind.after_end
        item.waits_for_reader = _waits(item, reader)
        yield item
    for row in others:
        item = Item(kind, row, shelf, row.document.person)
        item.waits_for_reader = _waits(item, reader)
        yield item


def _owed(
    kind: DocumentKind, rows: Sequence[Row], around: Surroundings
) -> Iterator[tuple[Any, Occasion | None, Row | None]]:
    """Each document of a kind that the space needs: whose, for which session, and the document if it is begun.

    In the task stage each session calls for its own. In the other stages one session will call for it, once; which one
    need not be known beforehand.
    """
    begun = {(row.document.person_id, row.document.occasion): row for row in rows}
    calling = [occasion for occasion in around.occasions if kind.slug in occasion.owed]
    if not kind.per_meeting:
        if not (kind.repeats and rows):
            for person in _whose(kind, around):
                yield person, None, begun.get((person and person.pk, None))
    elif kind.stage == "task":
        for occasion in calling:
            for person in _whose(kind, around, occasion):
                yield person, occasion, begun.get((person and person.pk, occasion.pk))
    else:
        last = {row.document.person_id: row for row in rows}
        for person in _whose(kind, around):
            yield person, calling[0] if calling else None, last.get(person and person.pk)


def _whose(kind: DocumentKind, around: Surroundings, occasion: Occasion | None = None) -> list[Any]:
    roles = kind.parts.writers if kind.parts.own else kind.parts.about
    if not roles:
        return [None]
    named = occasion.owed[kind.slug] if occasion else frozenset()
    people = {row.person_id: row.person for row in around.people if row.role in roles}
    return [person for pk, person in people.items() if not named or pk in named]


def _missing(kind: DocumentKind, person: Any, occasion: Occasion | None, around: Surroundings) -> Document:
    withheld = around.withheld.get(kind.slug, "")
    return Document(
        kind_slug=kind.slug, person=person, occasion=occasion.pk if occasion else None, withheld_from=withheld
    )


def _owed_by(kind: DocumentKind, person: Any, around: Surroundings) -> str:
    if kind.parts.own:
        return person.name
    names = {row.person_id: row.person.name for row in around.people if row.role in kind.parts.writers}
    if len(names) <= NAMES_AT_MOST:
        return ", ".join(names.values())
    said = {Role.MANAGER: _("the managers"), Role.MENTOR: _("the mentor"), Role.MENTEE: _("the mentees")}
    return ", ".join(words for role, words in said.items() if role in kind.parts.writers)


def _waits(item: Item, reader: Reader) -> bool:
    """Whether it is the reader's turn: to sign, to publish, to finish a draft of theirs, or to begin."""
    version = item.row.newest if item.row else None
    if item.row is None or version is None:
        by_hand = bool(item.place) or not (item.kind.live or item.kind.per_meeting)
        return item.is_due and by_hand and Role.AUTHOR in _parts(item, reader)
    if version not in item.row.readable:
        return False
    if version.state == workflows.SIGNING:
        return any(row.person_id == reader.person.pk and _is_awaited(row) for row in version.signatories.all())
    if version.state == workflows.SUBMITTED:
        return item.kind.parts.reviewer in reader.roles
    return version.state == workflows.DRAFT and version.author_id == reader.person.pk


def _parts(item: Item, reader: Reader) -> frozenset[Role]:
    blank = Document(kind_slug=item.kind.slug, space=reader.space, person=item.person)
    return roles_in_document(blank, reader.person, reader.roles)


def _is_awaited(row: Any) -> bool:
    return row.signed_at is None and row.declined_at is None


def _readers(kind: DocumentKind, items: list[Item], around: Surroundings) -> str:
    """Who can read documents of this kind; where each belongs to somebody else, that is said once for all."""
    said = {item.row.readers for item in items if item.row}
    if len(said) == 1 and all(item.row for item in items):
        return said.pop()
    blank = _missing(kind, None, None, around)
    if kind.parts.own or Role.OWNER in kind.parts.readers:
        blank.person = User(name=_("the person it belongs to"))
    return readers_in_words(blank)
