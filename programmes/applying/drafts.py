"""An application as it is written: kept on the server from the first step on, found by its link alone."""

from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone, translation

from documents.seen import mark_of
from jobs.queue import NotDoneYet, handles
from people import mail, tokens
from people.models import time_zones

from ..models import AddressCheck, ApplicationDraft, Opening
from . import openings

JOB = "programmes.forget_drafts"
KEPT = timedelta(days=14)
OWN = "own"  # the section with the programme's own questions
TEXT_KEPT, LIST_KEPT = 20_001, 100  # one more than a field takes, so that it still says what is too long
AT_MOST = 500  # in one turn


def begin(opening: Opening, said: Mapping[str, Any], *, now: datetime) -> str:
    """Keep the first answers; returns the token that its link is made of."""
    token, digest = tokens.fresh()
    ApplicationDraft.objects.create(opening=opening, digest=digest, said=bounded(said), changed_at=now)
    return token


def find(token: str, now: datetime) -> ApplicationDraft | None:
    """What a link belongs to, sent or not; ``None`` for one that never was, or was left alone for two weeks."""
    rows = ApplicationDraft.objects.filter(digest=tokens.digest_of(token), changed_at__gt=now - KEPT)
    return rows.select_related("opening__programme__space").first()


def to_write(token: str, now: datetime) -> ApplicationDraft | None:
    """The draft, as long as it may still be written and sent: not confirmed, and the opening takes it."""
    draft = find(token, now)
    if draft is None or draft.confirmed_at or not openings.takes(draft.opening, now, began=True):
        return None
    return draft


class SavedMeanwhile(Exception):
    """The same step was saved in another window since this one was opened. The draft holds what is kept."""


def save(draft: ApplicationDraft, said: Mapping[str, Any], *, now: datetime, seen: int | None = None) -> bool:
    """Keep the answers of one step beside the others. What was sent has to be sent anew when it changes.

    ``seen``: the ``revision`` of the step that the writer had open; where it is another now, ``SavedMeanwhile``.
    False, and nothing is kept, when it was confirmed or forgotten in the meantime.
    """
    with transaction.atomic():
        row = ApplicationDraft.objects.select_for_update().filter(pk=draft.pk, confirmed_at=None).first()
        if row is None:
            return False
        # the manager may have taken out the programme's own questions since
        now_kept = (revision(row, said), revision(row, {*said, OWN}))
        if seen is not None and seen not in now_kept and revision(row, said) != mark_of(bounded(said)):
            draft.said = row.said
            raise SavedMeanwhile
        words = {**row.said, **bounded(said)}
        if words != row.said:
            row.said, row.sent_at = words, None
        row.changed_at = now
        row.save(update_fields=("said", "sent_at", "changed_at"))
    draft.said, draft.sent_at = row.said, row.sent_at
    return True


def revision(draft: ApplicationDraft, sections: Iterable[str]) -> int:
    """A number for what is kept of these sections: another one when it is changed.

    Of a section that nothing is kept of it says nothing: the manager may have added one meanwhile.
    """
    return mark_of({name: draft.said[name] for name in sections if name in draft.said})


def bounded(said: Any) -> Any:
    """Answers that fit into a row, whatever was sent: whoever sends them is nobody we know."""
    if isinstance(said, Mapping):
        return {name: bounded(value) for name, value in said.items()}
    if isinstance(said, list):
        return [bounded(one) for one in said[:LIST_KEPT]]
    return said[:TEXT_KEPT] if isinstance(said, str) else said


def zone_of(draft: ApplicationDraft) -> ZoneInfo:
    """The zone its writer chose; that of the programme as long as none is chosen."""
    chosen = draft.said_about.get("zone")
    return ZoneInfo(chosen) if chosen in time_zones() else draft.opening.zone


@contextmanager
def speaking(opening: Opening, zone: ZoneInfo | None = None) -> Iterator[None]:
    """In here words come in the language of the programme, and times in the zone of whoever applies."""
    with translation.override(opening.programme.language), timezone.override(zone or opening.zone):
        yield


@handles(JOB, seconds=100)
def forget(job: Any) -> None:
    """Delete what was left alone for two weeks, and links that have ended, turn by turn."""
    if forget_before(timezone.now()) == AT_MOST:
        raise NotDoneYet


def forget_before(now: datetime) -> int:
    """Delete drafts, sent or not, that were last changed two weeks ago, and links that have ended; how many drafts."""
    old = list(ApplicationDraft.objects.filter(changed_at__lte=now - KEPT).values_list("pk", flat=True)[:AT_MOST])
    ended = list(AddressCheck.objects.filter(until__lte=now)[:AT_MOST])
    days = [(now - timedelta(days=n)).date() for n in range(2 * KEPT.days)]
    with transaction.atomic():
        ApplicationDraft.objects.filter(pk__in=old).delete()
        mail.forget_outside(
            [about(what, row.mark, day) for row in ended for day in days for what in ("check", "later")]
        )
        AddressCheck.objects.filter(pk__in=[row.pk for row in ended]).delete()
    return len(old)


def about(what: str, mark: str, day: Any) -> str:
    """What a letter to an address is about: one of each sort a day."""
    return f"apply {what} {mark} {day.isoformat()}"
