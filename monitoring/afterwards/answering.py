"""Who holds a link says once how it went on, or wants to be asked no more; nobody learns who said what (R69)."""

from collections.abc import Mapping
from typing import Any

from django.db import transaction
from django.utils import timezone

from people import tokens

from ..models import FollowUp, FollowUpAnswer


def of_token(token: str) -> FollowUp | None:
    """What a link opens; ``None`` for one that never was, is used or has ended, or whose person is switched off."""
    rows = FollowUp.objects.filter(tokens.opens(token), outcome="", until__gt=timezone.now())
    return rows.filter(person__is_active=True).select_related("person", "space__programme").first()


def has_said(token: str) -> str:
    """What became of a link that was used and has not ended: one of ``FollowUp.Outcome``; empty for any other."""
    rows = FollowUp.objects.filter(tokens.opens(token), until__gt=timezone.now())
    return rows.values_list("outcome", flat=True).first() or ""


def answer(row: FollowUp, answers: Mapping[str, Any]) -> None:
    """Keep an answer, apart from who gave it. Sent twice, it is counted once."""
    with transaction.atomic():
        if _close(row, FollowUp.Outcome.ANSWERED):
            FollowUpAnswer.objects.create(space_id=row.space_id, months=row.months, answers=dict(answers))


def stop(row: FollowUp) -> None:
    """Never ask this person again, in no programme. Done twice, it is done."""
    _close(row, FollowUp.Outcome.STOPPED)


def _close(row: FollowUp, outcome: str) -> bool:
    return FollowUp.objects.filter(pk=row.pk, outcome="").update(outcome=outcome) > 0
