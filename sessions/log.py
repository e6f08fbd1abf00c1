"""Patterns in a mentor's own reflective log (R44): words over time, and what is to be taken to supervision.

Only entries of the reader are ever looked at; the log has no other readers, and this page has none either.
"""

from collections import defaultdict
from dataclasses import dataclass
from typing import Any

from documents.models import Version
from policy.permissions import Action, require

from .document_kinds.reflective_log import REFLECTIVE_LOG
from .models import TakenToSupervision

ENTRIES_AT_MOST = 500


@dataclass(frozen=True)
class LogEntry:
    """One entry that counts: of which session and group, its words to find it by, whether it waits for supervision."""

    version: Version
    group: str
    tags: tuple[str, ...]
    for_supervision: bool
    is_taken: bool
    learn: str


@dataclass(frozen=True)
class Patterns:
    """The log as a whole: the words with their entries, the most frequent first, and what waits for supervision."""

    entries: list[LogEntry]
    tags: list[tuple[str, list[LogEntry]]]
    waiting: list[LogEntry]
    taken: list[LogEntry]


def of(person: Any) -> Patterns:
    """What a mentor's own entries say together, across all groups; the newest first. Two queries."""
    mine = Version.objects.visible_to(person).in_force().filter(document__person=person)
    rows = mine.filter(document__kind_slug=REFLECTIVE_LOG.slug).defer("sheet")
    rows = rows.select_related("document__space__group", "document__taken").order_by("-document__created_at")
    entries = [_entry(version) for version in rows[:ENTRIES_AT_MOST]]
    by_tag: dict[str, list[LogEntry]] = defaultdict(list)
    for entry in entries:
        for tag in entry.tags:
            by_tag[tag].append(entry)
    for_supervision = [entry for entry in entries if entry.for_supervision]
    return Patterns(
        entries,
        sorted(by_tag.items(), key=lambda pair: (-len(pair[1]), pair[0])),
        [entry for entry in for_supervision if not entry.is_taken],
        [entry for entry in for_supervision if entry.is_taken],
    )


def take(version: Version, is_taken: bool, *, by: Any) -> None:
    """Say that an entry was taken to supervision, or take that back. Kept beside the entry, which stays as it is."""
    require(by, Action.AMEND, version)
    if is_taken:
        TakenToSupervision.objects.get_or_create(document=version.document)
    else:
        TakenToSupervision.objects.filter(document=version.document).delete()


def _entry(version: Version) -> LogEntry:
    found = version.answers.get("deeper")
    deeper = found if isinstance(found, dict) else {}
    tags = {" ".join(tag.split()).casefold(): None for tag in str(deeper.get("tags") or "").split(",")}
    return LogEntry(
        version=version,
        group=version.document.space.group.name,
        tags=tuple(tag for tag in tags if tag),
        for_supervision=bool(deeper.get("supervision")),
        is_taken=getattr(version.document, "taken", None) is not None,
        learn=str(deeper.get("learn") or ""),
    )
