"""What a kind of document is: a value, not a model. Kinds are found by being in a ``document_kinds`` folder."""

import importlib
import importlib.util
import pkgutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import TYPE_CHECKING, Any
from zoneinfo import ZoneInfo

from django import forms
from django.apps import apps
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from policy.machine import Machine
from policy.models import Space
from policy.permissions import Role

if TYPE_CHECKING:
    from .models import Document, Version

Answers = dict[str, Any]
Texts = Mapping[str, list[dict[str, str]]]  # by list; each text has a key that lasts, a title where it has one, a text
STAGES = ("selection", "training", "initial", "task", "monitoring", "final")


@dataclass(frozen=True)
class Section:
    """A part of a document: a plain Django form that is its schema, once or many times over.

    ``layout`` is how it looks on paper: ``answers`` (question and answer), ``table`` (a row for each), ``clauses``
    (the form has ``title`` and ``text``), ``rules`` (the same, numbered under a heading as long as it stays the same),
    ``statements`` (choices on a scale, a row for each question) or ``certificate``. ``note`` stands under the heading.
    ``ordered``: its rows can be moved. ``by_hand``: columns that a table has on paper only, to be filled in by hand.
    ``sparse``: a table leaves out the columns in which no row says anything.
    """

    slug: str
    title: Any
    form: type[forms.Form]
    many: bool = False
    at_least: int = 0
    at_most: int = 20
    note: Any = ""
    layout: str = "answers"
    ordered: bool = False
    by_hand: tuple[Any, ...] = ()
    sparse: bool = False


@dataclass(frozen=True)
class Parts:
    """Who plays which part. A kind does not grant, it casts; what a part may do stands in the permissions table.

    ``writers`` write it; with ``own`` only the one person whom the document belongs to does. ``reviewer`` comments,
    sends back and publishes. ``signers`` sign it. ``readers`` read it from the moment it is no draft any more; the
    role ``owner`` among them is the person it belongs to. ``about``: somebody else writes it about one person who
    holds one of these roles. ``released``: roles that read from it, on a page of their own, what its writer allows in it.
    ``together``: roles that never read it, but see it counted with those of others, without names. ``kept``: roles whose
    holders, when they have left, go on reading what belongs to them or what they have signed (docs/adr/0021), for
    ``kept_for`` when that is said, else as long as it is there.
    """

    writers: frozenset[Role]
    own: bool = False
    reviewer: Role | None = None
    signers: frozenset[Role] = frozenset()
    readers: frozenset[Role] = frozenset()
    about: frozenset[Role] = frozenset()
    released: frozenset[Role] = frozenset()
    together: frozenset[Role] = frozenset()
    kept: frozenset[Role] = frozenset()
    kept_for: timedelta | None = None

    @property
    def is_private(self) -> bool:
        """Whether nobody but the writer ever reads it or knows of it."""
        return self.own and not (self.readers | self.signers | self.together) and self.reviewer is None


@dataclass(frozen=True)
class TextList:
    """Default texts of a kind that a programme may make its own: clauses, a pick-list, an agenda, statements.

    ``defaults`` gives the texts the application brings, in the active language; it is handed the space the texts are
    for, or ``None`` when none is known yet. ``titled``: each text has a heading of its own. ``shared``: every kind
    that has a list of this slug uses the same texts; to change them for one is to change them for all.
    """

    slug: str
    title: Any
    defaults: Callable[["Space | None"], list[dict[str, str]]]
    titled: bool = False
    at_least: int = 1
    at_most: int = 40
    shared: bool = False


@dataclass(frozen=True)
class DocumentKind:
    """One kind of document: sections, a workflow, and who plays which part.

    ``purpose`` is one sentence for the person who is about to write it. ``stage`` is where in the journey it belongs
    (one of ``STAGES``). ``must``: owed by every group. ``pairs``: also made in individual mentoring. ``per_meeting``:
    one for each session, not one for the group; ``meetings`` names the kinds of session (none: each kind).
    ``repeats``: begun as often as there is something to tell. ``elsewhere``: begun by the floor that knows on which texts,
    never in a dossier or from its empty form. ``lives_in``: the kind of space it belongs to. ``live``:
    published from live tables, never typed. ``after_end``: also begun when the group has ended. ``stamped``: the organisation's certificate seals its PDF. ``keeps``:
    months that it is kept after the programme has ended (design 4, defaults for keeping). ``texts``: default texts
    that a programme may make its own; with ``sections_from`` they become the sections. ``prefill`` proposes answers
    for a new document from these texts; ``carry_on`` makes of the answers of one version what the next begins with: both
    in the language of the document.
    ``recalls`` gives lines that whoever writes reads again above the form, under the words for them; they are no answers.
    ``on_sealed`` is called in the transaction that seals a version, with the version and the person whose act sealed it.
    """

    slug: str
    title: Any
    purpose: Any
    sections: tuple[Section, ...]
    workflow: Machine
    parts: Parts
    stage: str
    must: bool = True
    pairs: bool = True
    per_meeting: bool = False
    meetings: tuple[str, ...] = ()
    repeats: bool = False
    elsewhere: bool = False
    lives_in: str = Space.Kind.GROUP
    live: bool = False
    after_end: bool = False
    stamped: bool = False
    keeps: int = 12
    texts: tuple[TextList, ...] = ()
    sections_from: Callable[[Texts], tuple[Section, ...]] | None = None
    prefill: Callable[["Document", Texts], Answers] | None = None
    carry_on: Callable[["Document", Answers], Answers] | None = None
    recalls: Callable[["Document"], Mapping[str, Sequence[str]]] | None = None
    on_sealed: Callable[["Version", Any], None] | None = None

    @property
    def is_nameless(self) -> bool:
        """Whether it is counted with others and read by nobody else: so it is typed, sent once, and never on paper."""
        return bool(self.parts.together)

    def default_texts(self, space: "Space | None" = None) -> Texts:
        """The texts the application brings, in the active language."""
        return {texts.slug: texts.defaults(space) for texts in self.texts}

    def worded(self, texts: Texts) -> "DocumentKind":
        """The same kind with the sections that these texts make."""
        return replace(self, sections=self.sections_from(texts)) if self.sections_from else self

    def section(self, slug: str) -> Section:
        """The section of that slug; raises ``KeyError``."""
        return {section.slug: section for section in self.sections}[slug]


Heading = Callable[["Document"], Mapping[str, Any]]
Closed = Callable[["Document"], str | None]


@dataclass
class _Shelf:
    kinds: dict[str, DocumentKind] = field(default_factory=dict)
    headings: dict[str, Heading] = field(default_factory=dict)
    closed: dict[str, Closed] = field(default_factory=dict)


_shelf = _Shelf()


def register(kind: DocumentKind) -> DocumentKind:
    """Put a kind on the shelf; raises ``ValueError`` when its slug is taken or its stage unknown."""
    if kind.slug in _shelf.kinds:
        raise ValueError(f"Two kinds of document are called “{kind.slug}”.")
    if kind.stage not in STAGES:
        raise ValueError(f"“{kind.stage}” is no stage of the journey.")
    _shelf.kinds[kind.slug] = kind
    return kind


def get(slug: str) -> DocumentKind:
    """The kind of that slug; raises ``KeyError`` for one that is unknown or has gone."""
    return _shelf.kinds[slug]


def find(slug: str) -> DocumentKind | None:
    """The kind of that slug, or ``None``: a sealed version outlives the kind it was made by."""
    return _shelf.kinds.get(slug)


def every() -> tuple[DocumentKind, ...]:
    """All kinds, in the order of the journey; in each stage what is signed comes first."""
    return tuple(sorted(_shelf.kinds.values(), key=lambda kind: (STAGES.index(kind.stage), not kind.parts.signers)))


def heads(space_kind: str, heading: Heading, why_closed: Closed) -> None:
    """Say how documents in spaces of ``space_kind`` are headed, and why none can be begun there (``None``: it can).

    ``heading(document)`` gives ``programme``, ``group``, ``motto``, ``stage``, ``people`` (list of words),
    ``kept_until`` (a day), ``language`` and ``time_zone``; its words are in that language, whoever asks. Upstairs hands
    this value down; documents knows no programme.
    """
    _shelf.headings[space_kind] = heading
    _shelf.closed[space_kind] = why_closed


def why_not_begin(document: "Document") -> str | None:
    """Why a document cannot be begun in its space, in words; ``None`` when it can."""
    if document.space.kind not in _shelf.closed:
        return str(_("No documents are kept here."))
    return _shelf.closed[document.space.kind](document)


def heading_of(document: "Document") -> Mapping[str, Any]:
    """The heading of a document's space; raises ``KeyError`` when its floor registered none."""
    return _shelf.headings[document.space.kind](document)


@contextmanager
def as_written(document: "Document") -> Iterator[Mapping[str, Any]]:
    """The heading of a document; inside, whatever is said is in the language and the time zone of the document."""
    heading = heading_of(document)
    with translation.override(heading["language"]), timezone.override(ZoneInfo(heading["time_zone"])):
        yield heading


def discover() -> None:
    """Import every module of every app's ``document_kinds`` package, so that the kinds in it register themselves."""
    for config in reversed(list(apps.get_app_configs())):  # the lower floors first
        name = f"{config.name}.document_kinds"
        if importlib.util.find_spec(name) is None:
            continue
        package = importlib.import_module(name)
        for module in sorted(info.name for info in pkgutil.iter_modules(package.__path__)):
            importlib.import_module(f"{name}.{module}")
