"""What somebody finds besides messages, in what they may read: people, sessions, titles of documents."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.translation import gettext as _

from documents.models import Document, Version
from policy.models import Participation, Space
from sessions.models import Meeting

from . import search

LOOKED_THROUGH, SHOWN = 1000, 10
ROOMS = ("people", "sessions", "documents")  # the functions below


@dataclass(frozen=True)
class Found:
    """One of them: its name in pieces (see ``search.marked``), what it is, and where it stands."""

    pieces: list[tuple[str, bool]]
    what: str
    url: str


def people(person: Any, asked: Sequence[str]) -> list[Found]:
    """Those of the reader's groups, and of the groups that they manage: who has a room with them."""
    rows = Participation.objects.running().filter(space__in=Space.objects.where(person), space__kind=Space.Kind.GROUP)
    rows = rows.select_related("person", "space__group").order_by("person__name", "pk")
    return _shown(((row.person.name, f"{row.get_role_display()}, {row.space.group}",
                    row.space.group.get_absolute_url()) for row in rows[:LOOKED_THROUGH]), asked)  # fmt: skip


def sessions(person: Any, asked: Sequence[str]) -> list[Found]:
    """Sessions by their topic, the newest first."""
    rows = Meeting.objects.visible_to(person).select_related("group").order_by("-starts_at", "pk")
    return _shown(((row.topic or str(row), f"{row}, {row.group}", row.get_absolute_url())
                   for row in rows[:LOOKED_THROUGH]), asked)  # fmt: skip


def documents(person: Any, asked: Sequence[str]) -> list[Found]:
    """Documents by their title, in the newest version that the reader may read; what they say is not looked through."""
    rows = Version.objects.visible_to(person).select_related("document__person")
    rows = rows.only("document__kind_slug", "document__label", "document__person__name")
    newest: dict[Any, Version] = {}
    for row in rows.order_by("-created_at", "pk")[:LOOKED_THROUGH]:
        newest.setdefault(row.document_id, row)
    return _shown(((row.document.title, _whose(row.document), reverse("documents:read", args=(row.pk,)))
                   for row in newest.values()), asked)  # fmt: skip


def _whose(document: Document) -> str:
    """Of whom, if it is one person's; else simply that it is a document."""
    # Translators: a noun: where something was found; also the foot of a paper form, before its number
    return document.person.name if document.person else _("document")


def _shown(rows: Iterable[tuple[str, str, str]], asked: Sequence[str]) -> list[Found]:
    found = (Found(search.marked(name, asked), what, url) for name, what, url in rows if search.holds(name, asked))
    return [one for one, _number in zip(found, range(SHOWN), strict=False)]
