"""The opening of a programme for a role: set by a manager, looked at by anybody while it is published."""

from collections.abc import Mapping, Sequence
from datetime import datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from django.conf import settings
from django.db import transaction
from django.utils import timezone

from documents.questions import Question, fresh_key, options_of
from policy.machine import record
from policy.permissions import Action, require

from ..models import Opening, Programme

OPEN_FOR = timedelta(days=28)
GRACE = timedelta(hours=1)  # whoever began in time may still send
SOON = timedelta(hours=24)
QUESTIONS_AT_MOST = 15
TOLD = ("opens_at", "closes_at", "welcome", "contact", "is_published", "questions")


class ChangedMeanwhile(Exception):
    """Somebody else changed the same opening since it was opened. Holds it as it is now."""

    def __init__(self, opening: Opening) -> None:
        super().__init__(str(opening))
        self.opening = opening


def of(programme: Programme, role: str) -> Opening:
    """The opening for a role; one that is not kept yet, open from tomorrow for four weeks, where there is none."""
    found = programme.openings.filter(role=role).select_related("programme__space").first()
    if found:
        return found
    zone = ZoneInfo(programme.time_zone)
    tomorrow = timezone.now().astimezone(zone).date() + timedelta(days=1)
    opens = datetime.combine(tomorrow, time(8), zone)
    closes = datetime.combine(tomorrow + OPEN_FOR, time(18), zone)
    return Opening(programme=programme, role=role, opens_at=opens, closes_at=closes)


def keep(programme: Programme, role: str, told: Mapping[str, Any], *, by: Any, seen: int) -> Opening:
    """Keep what a manager set. The same form sent twice changes nothing.

    ``seen`` is the revision that was open (0: none was kept). Raises ``ChangedMeanwhile``.
    """
    require(by, Action.RUN, programme)
    with transaction.atomic():
        Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)  # who comes second sees what is there
        row = of(programme, role)
        words = {**{name: told[name] for name in TOLD}, "questions": keyed(told["questions"], row.questions)}
        if row.revision and all(getattr(row, name) == words[name] for name in TOLD):
            return row
        if row.revision != seen:
            raise ChangedMeanwhile(row)
        for name, value in words.items():
            setattr(row, name, value)
        row.revision += 1
        row.save()
        record(row, Action.RUN, by=by, target="published" if row.is_published else "not published")
    return row


def keyed(questions: Sequence[Question], before: Sequence[Question]) -> list[dict[str, str]]:
    """The questions with keys that last: the same for the same question, and for each option that stays as it was."""
    known = {question["key"]: question for question in before}
    by_words = {question["text"]: question["key"] for question in before}
    used: set[str] = set()
    found = []
    for question in questions:
        key = question["key"] or by_words.get(question["text"], "")
        if key not in known or key in used:
            key = fresh_key(set(known) | used)
        used.add(key)
        found.append({**question, "key": key, "keys": _option_keys(question, known.get(key))})
    return found


def _option_keys(question: Question, before: Question | None) -> str:
    """What is stored for each option: the same as before for the same words, so that no answer changes its meaning."""
    old = dict(zip(options_of(before), before["keys"].split(), strict=True)) if before else {}
    taken, keys = set(old.values()), []
    for words in options_of(question):
        keys.append(old.get(words) or fresh_key(taken))
        taken.add(keys[-1])
    return " ".join(keys)


def takes(opening: Opening, now: datetime, *, began: bool = False) -> bool:
    """Whether somebody can apply at this moment; who ``began`` in time has an hour more to finish."""
    closed = opening.programme.state in (Programme.State.CLOSING, Programme.State.CLOSED)
    until = opening.closes_at + (GRACE if began else timedelta())
    return opening.is_published and not closed and opening.opens_at <= now < until


def closes_soon(opening: Opening, now: datetime) -> bool:
    """Whether it is the last day."""
    return opening.closes_at - SOON <= now


def address(opening: Opening) -> str:
    """The whole address of the page where people apply, for a letter, a poster or another site."""
    return f"{settings.SITE_URL}{opening.get_absolute_url()}"
