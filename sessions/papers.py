"""Documents of one session: which belong to it, which of them somebody knows of, and how one is begun.

The tools of monitoring have a page of their own one floor up; they are the kinds that name the monitoring session.
"""

from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import dossier, kinds, pipeline
from documents.dossier import Reader, Shelf
from documents.kinds import DocumentKind
from documents.models import Version
from policy.machine import NotNow
from policy.permissions import Role

from . import diaries
from .document_kinds.diary import DIARY
from .document_kinds.reflection import REFLECTION
from .models import Meeting

BEFOREHAND = (REFLECTION.slug,)  # half of it is asked before the session


@dataclass(frozen=True)
class Papers:
    """What somebody finds under a session: what others read too, and notes that are theirs alone."""

    shared: list[Shelf]
    private: list[Shelf]

    @property
    def has_diary(self) -> bool:
        """Whether the diary is begun; whoever belongs to the group knows that, even where they do not read it."""
        return any(shelf.rows for shelf in self.shared if shelf.kind.slug == DIARY.slug)


def of_meeting(meeting: Meeting, person: Any, roles: frozenset[Role]) -> Papers:
    """What ``person``, who holds ``roles`` in the group, knows of and may begin under a session. Three queries."""
    group = meeting.group
    reader = Reader(person, roles, meeting.space, group.is_pair, group.has_ended)
    here = [kind for kind in kinds.every() if belongs(kind) and _is_of(kind, meeting)]
    shelves = dossier.of_occasion(meeting.pk, reader, here)
    for shelf in shelves:
        shelf.can_begin = shelf.can_begin and why_not(meeting, shelf.kind, person) is None
    found = [shelf for shelf in shelves if shelf.rows or shelf.can_begin]
    return Papers(
        [shelf for shelf in found if not shelf.kind.parts.is_private],
        [shelf for shelf in found if shelf.kind.parts.is_private],
    )


def belongs(kind: DocumentKind) -> bool:
    """Whether documents of this kind are begun on the page of a session."""
    return kind.per_meeting and Meeting.Kind.MONITORING not in kind.meetings


def _is_of(kind: DocumentKind, meeting: Meeting) -> bool:
    return not kind.meetings or meeting.kind in kind.meetings


def why_not(meeting: Meeting, kind: DocumentKind, person: Any) -> str | None:
    """Why ``person`` cannot begin a document of this kind under a session now; ``None`` when they can.

    Looks at the moment; who may write it is the kind's to say.
    """
    if not _is_of(kind, meeting):
        return _("This document belongs to another kind of session.")
    if meeting.group.has_ended:
        return _("The group has ended. It can only be read.")
    if kind.slug == DIARY.slug:
        return diaries.why_not(meeting, person)
    if meeting.state in (Meeting.State.CANCELLED, Meeting.State.MISSED):
        return _("This session did not take place.")
    if kind.stage == "task" and kind.slug not in BEFOREHAND and meeting.starts_at > timezone.now():
        return _("This is written when the session has begun.")
    return None


def begin(meeting: Meeting, kind: DocumentKind, *, by: Any, person: Any = None) -> Version:
    """A document of a session for ``by`` to write: begun now, or the one that is begun.

    ``person`` is whom it is about, for kinds that are about somebody. Raises ``NotNow`` when the moment is not right,
    ``PermissionDenied`` for who may not write it.
    """
    if kind.slug == DIARY.slug:
        return diaries.begin(meeting, by=by)
    if reason := why_not(meeting, kind, by):
        raise NotNow(reason)
    whose = by if kind.parts.own else person if kind.parts.about else None
    programme = meeting.group.programme
    with translation.override(programme.language), timezone.override(ZoneInfo(programme.time_zone)):
        label = f"{person.name}, {meeting.label}" if kind.parts.about else meeting.label
        return pipeline.start(kind, meeting.space, by=by, person=whose, occasion=meeting.pk, label=label)
