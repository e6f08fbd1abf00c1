"""What was changed in a group: for managers with reasons, for the group itself in sentences without."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents.models import Version
from people.moments import date_format
from programmes.document_kinds.mentor_change import MENTOR_CHANGE
from programmes.models import Group

from ..models import Change
from .telling import names_of

SHOWN = 50
Kind = Change.Kind


@dataclass(frozen=True)
class Moment:
    """One change: what happened, in a sentence; for managers also who did it, why, the other group and the note."""

    change: Change
    words: str
    note: Version | None = None

    @property
    def why(self) -> str:
        """Why it was done; of another mentor as the note says."""
        said = self.note.answers.get("change") if self.note else None
        return str(said.get("why") or "") if isinstance(said, dict) else self.change.reason


def of_group(group: Group) -> list[Change]:
    """The changes of a group, the newest first, with everybody they are about. Two queries."""
    rows = group.changes.select_related("former", "by", "other").prefetch_related("people")
    return list(rows[:SHOWN])


def is_cut_short(changes: Sequence[Change]) -> bool:
    """Whether the group of these changes ended before its time."""
    return any(change.kind in (Kind.MERGED, Kind.ENDED) for change in changes)


def is_made(pk: str, group: Group) -> bool:
    """Whether the change of that id was made in this group; false for what is no id."""
    found = as_id(pk)
    return found is not None and Change.objects.filter(pk=found, group=group).exists()


def as_id(words: str) -> UUID | None:
    """The id that a form brought; ``None`` for what is none."""
    try:
        return UUID(words)
    except ValueError:
        return None


def for_members(changes: Sequence[Change]) -> list[str]:
    """Sentences without reasons, and without other groups."""
    return [in_words(change) for change in changes]


def for_managers(group: Group, reader: Any) -> list[Moment]:
    """The same with reasons. Three queries."""
    changes = of_group(group)
    kind = MENTOR_CHANGE.slug
    notes = Version.objects.visible_to(reader).in_force().filter(document__space=group.space, document__kind_slug=kind)
    found = {note.document.occasion: note for note in notes.select_related("document").defer("sheet")}
    return [Moment(change, in_words(change), found.get(change.pk)) for change in changes]


def in_words(change: Change) -> str:
    """“Rasa became the mentor on 4 March 2027.”"""
    people = list(change.people.all())
    told = {
        "names": names_of(people),
        "former": change.former.name if change.former else "",
        "day": date_format(timezone.localtime(change.created_at), "j F Y"),
    }
    n = len(people)
    said = {
        Kind.MENTOR: lambda: _("%(names)s became the mentor on %(day)s."),
        Kind.NO_MENTOR: lambda: _("%(former)s was the mentor until %(day)s."),
        Kind.FOUNDED: lambda: _("The group was formed on %(day)s."),
        Kind.CAME: lambda: ngettext("%(names)s came on %(day)s.", "%(names)s came on %(day)s.", n),
        Kind.WENT: lambda: ngettext("%(names)s left on %(day)s.", "%(names)s left on %(day)s.", n),
        Kind.LEFT: lambda: ngettext("%(names)s left on %(day)s.", "%(names)s left on %(day)s.", n),
        Kind.MERGED: lambda: _("The group ended on %(day)s; its mentees went on in another one."),
        Kind.ENDED: lambda: _("The group ended early on %(day)s."),
    }
    return said[Kind(change.kind)]() % told
