"""The dossier as a checklist: what a space needs, what of it is there, who owes the rest, what waits for the reader."""

from collections import defaultdict
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.translation import gettext as _

from people.models import User
from policy.models import Participation
from policy.permissions import Role

from . import workflows
from .dossier import Reader, Row, Shelf, kinds_of, may_know
from .kinds import STAGES, DocumentKind
from .models import Document
from .rights import readers_in_words, roles_in_document

NAMES_AT_MOST = 3  # then roles are said instead


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


@dataclass
class Item:
    """One document of the checklist: there, in the making, or missing (``row`` is ``None``).

    ``shelf`` is its kind's as the reader knows it; ``place`` the address where a missing one is begun, when that is not
    in the dossier.
    """

    kind: DocumentKind
    row: Row | None
    shelf: Shelf | None = None
    person: Any = None
    occasion: Occasion | None = None
    owed_by: str = ""
    place: str = ""
    is_required: bool = False
    is_due: bool = False
    waits_for_reader: bool = False

    @property
    def is_there(self) -> bool:
        """Whether a version of it counts now, whoever may read it."""
        return self.row is not None and self.row.counting is not None

    @property
    def is_withheld(self) -> bool:
        """Whether the reader knows that it was filed and may not read it."""
        return self.row is not None and self.row.main is None and self.is_there

    @property
    def title(self) -> str:
        """What tells it from the others of its kind: whose it is, of which session; empty for the only one."""
        label = self.row.document.label if self.row else self.occasion.label if self.occasion else ""
        return " · ".join(part for part in (self.person.name if self.person else "", label) if part)

    @property
    def version_words(self) -> str:
        """“Version 2”; empty for what nobody or somebody else has in hand."""
        version = self.row.main if self.row else None
        return _("Version %(n)d") % {"n": version.number} if version else ""

    @property
    def full_title(self) -> str:
        """The kind and what tells it from the others."""
        return f"{self.kind.title} – {self.title}" if self.title else str(self.kind.title)

    @property
    def verb(self) -> str:
        """What the reader does with it when it waits for them."""
        verbs = {
            workflows.SIGNING: _("Sign"),
            workflows.SUBMITTED: _("Comment and publish"),
            workflows.DRAFT: _("Finish"),
        }
        return verbs.get(self.row.newest.state, "") if self.row and self.row.newest else _("Begin")

    @property
    def url(self) -> str:
        """Where the reader opens it; empty when they may not, or when it is begun in the dossier."""
        version = self.row.main if self.row else None
        if version is None:
            return "" if self.row else self.place
        is_mine = self.waits_for_reader and version.state == workflows.DRAFT
        return reverse("documents:write", args=(version.pk,)) if is_mine else version.get_absolute_url()

    @property
    def anchor(self) -> str:
        """Its place in the dossier."""
        return f"#{self.kind.slug}"

    @property
    def words(self) -> str:
        """Where it stands, in words."""
        if self.row is None or self.row.newest is None:
            return _("missing") if self.is_due else _("not there yet")
        if self.is_withheld:
            return _("filed")
        return (self.row.main or self.row.newest).status_words

    @property
    def tone(self) -> str:
        """The token colour of its state."""
        if self.row is None or self.row.newest is None:
            return "waiting" if self.is_due else "plain"
        return (self.row.main or self.row.newest).tone


@dataclass
class Entry:
    """One kind of the catalogue in this space: its documents, and how one is begun."""

    kind: DocumentKind
    items: list[Item]
    shelf: Shelf | None
    readers: str

    @property
    def there(self) -> int:
        """How many of the required ones are there."""
        return sum(item.is_there for item in self.items if item.is_required)

    @property
    def required(self) -> int:
        """How many are required."""
        return sum(item.is_required for item in self.items)


@dataclass
class Checklist:
    """The entries of a dossier that its reader may know of, in the order of the journey."""

    entries: list[Entry] = field(default_factory=list)

    @property
    def items(self) -> list[Item]:
        """All documents, there or missing."""
        return [item for entry in self.entries for item in entry.items]

    @property
    def there(self) -> int:
        """How many of the required documents are there."""
        return sum(entry.there for entry in self.entries)

    @property
    def required(self) -> int:
        """How many documents are required."""
        return sum(entry.required for entry in self.entries)

    @property
    def waiting(self) -> list[Item]:
        """What waits for the reader."""
        return [item for item in self.items if item.waits_for_reader]

    @property
    def latest(self) -> list[Item]:
        """What was published last, the newest first; also what the reader only knows of."""
        return sorted((item for item in self.items if item.is_there), key=_sealed_at, reverse=True)

    @property
    def can_be_bundled(self) -> bool:
        """Whether the reader may open something that is published."""
        return any(item.row and item.row.in_force for item in self.items)

    @property
    def stages(self) -> list["Stage"]:
        """The entries by stage."""
        words = stage_words()
        by_stage = [Stage(words[name], [one for one in self.entries if one.kind.stage == name]) for name in STAGES]
        return [stage for stage in by_stage if stage.all]


@dataclass
class Stage:
    """A stage of the journey with its entries. ``title`` is in people's words."""

    title: str
    all: list[Entry]

    @property
    def entries(self) -> list[Entry]:
        """What is required, and what has been begun."""
        return [entry for entry in self.all if entry.kind.must or entry.items]

    @property
    def others(self) -> list[Entry]:
        """What is optional and has not been begun."""
        return [entry for entry in self.all if not (entry.kind.must or entry.items)]


def stage_words() -> dict[str, str]:
    """The stages of the journey in people's words."""
    return {
        "selection": _("Selection"),
        "training": _("Training"),
        "initial": _("Getting started"),
        "task": _("Task-oriented sessions"),
        "monitoring": _("Monitoring"),
        "final": _("Final session"),
    }


def _sealed_at(item: Item) -> datetime:
    assert item.row and item.row.counting and item.row.counting.sealed_at
    return item.row.counting.sealed_at


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
            found.entries.append(Entry(kind, items, shelf, _readers(kind, items, around)))
    return found


def _items(kind: DocumentKind, shelf: Shelf | None, reader: Reader, around: Surroundings) -> Iterator[Item]:
    rows = shelf.rows if shelf else []
    left = {(row.document.person_id, row.document.occasion): row for row in rows}
    for person, occasion, pk in _owed(kind, rows, around) if kind.must else ():
        row = left.pop((person.pk if person else None, pk), None)
        if row is None and not may_know(_missing(kind, person, pk, around), reader):
            continue
        item = Item(kind, row, shelf, person, occasion, _owed_by(kind, person, around), is_required=True)
        item.place = occasion.url if occasion else around.places.get(kind.slug, "")
        is_time = kind.stage in around.reached and (occasion is not None or not kind.per_meeting)
        item.is_due = is_time and not reader.has_ended
        item.waits_for_reader = _waits(item, reader)
        yield item
    for row in left.values():
        item = Item(kind, row, shelf, row.document.person)
        item.waits_for_reader = _waits(item, reader)
        yield item


def _owed(
    kind: DocumentKind, rows: list[Row], around: Surroundings
) -> Iterator[tuple[Any, Occasion | None, UUID | None]]:
    """Each document of a kind that the space needs: whose, for which session, and the session's id.

    In the task stage every session calls for its own. In the other stages one of each is needed: under the session
    in which it was begun, else under the one that calls for it, as soon as it is known which does.
    """
    if not kind.per_meeting:
        if not (kind.repeats and rows):
            yield from ((person, None, None) for person in _whose(kind, around))
    elif kind.stage == "task":
        for occasion in around.occasions:
            if kind.slug in occasion.owed:
                yield from ((person, occasion, occasion.pk) for person in _whose(kind, around, occasion))
    else:
        by_pk = {occasion.pk: occasion for occasion in around.occasions}
        called = [pk for pk, occasion in by_pk.items() if kind.slug in occasion.owed]
        elsewhere = next(iter([*called, *(row.document.occasion for row in rows)]), None)
        for person in _whose(kind, around):
            own = [row.document.occasion for row in rows if row.document.person_id == (person.pk if person else None)]
            yield from ((person, by_pk.get(pk) if pk else None, pk) for pk in own or [elsewhere])


def _whose(kind: DocumentKind, around: Surroundings, occasion: Occasion | None = None) -> list[Any]:
    roles = kind.parts.writers if kind.parts.own else kind.parts.about
    if not roles:
        return [None]
    named = occasion.owed[kind.slug] if occasion else frozenset()
    people = {row.person_id: row.person for row in around.people if row.role in roles}
    return [person for pk, person in people.items() if not named or pk in named]


def _missing(kind: DocumentKind, person: Any, occasion: UUID | None, around: Surroundings) -> Document:
    withheld = around.withheld.get(kind.slug, "")
    return Document(kind_slug=kind.slug, person=person, occasion=occasion, withheld_from=withheld)


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
