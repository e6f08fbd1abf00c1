"""The checklist of a dossier: stages, kinds, documents, each with where it stands and what its reader does with it."""

from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from .. import workflows
from ..kinds import STAGES, DocumentKind
from .occasions import Occasion
from .shelves import Row, Shelf

SHOWN_AT_MOST, SETTLED_SHOWN = 8, 3  # of one kind; of many, those that are there


@dataclass(eq=False)
class Item:
    """One document of the checklist: there, in the making, or missing (``row`` is ``None``).

    ``shelf`` is its kind's as the reader knows it; ``place`` the address where a missing one is begun, when that is not
    in the dossier. ``is_too_late``: the space has ended, so a missing one will not be written any more.
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
    is_too_late: bool = False
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
        """What tells it from the others of its kind: of which session, whose it is; empty for the only one."""
        label = self.row.document.label if self.row else self.occasion.label if self.occasion else ""
        return " · ".join(part for part in (label, self.person.name if self.person else "") if part)

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
            if self.is_too_late:
                return _("never written")
            return _("missing") if self.is_due else _("not there yet")
        if self.is_withheld:
            # Translators: a document that was written and handed in, and is in the dossier
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
    """One kind of the catalogue in this space: its documents, and how one is begun.

    ``has_blank``: whether the reader may have an empty form of it.
    """

    kind: DocumentKind
    items: list[Item]
    shelf: Shelf | None
    readers: str
    has_blank: bool = False

    @property
    def shown(self) -> list[Item]:
        """Those to show: all when they are few, else what is not there and the last that are."""
        settled = [item for item in self.items if item.is_there and not item.waits_for_reader]
        folded = settled[:-SETTLED_SHOWN] if len(self.items) > SHOWN_AT_MOST else []
        return [item for item in self.items if item not in folded]

    @property
    def folded(self) -> list[Item]:
        """Those to fold away."""
        shown = self.shown
        return [item for item in self.items if item not in shown]

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

    def of_kind(self, slug: str) -> Entry | None:
        """The entry of one kind, if its reader may know of it."""
        return next((entry for entry in self.entries if entry.kind.slug == slug), None)

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
