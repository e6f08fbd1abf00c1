"""When people are told, how the reserve list moves up, and for how long declined applications are kept."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction

from jobs.queue import enqueue
from policy.permissions import Action, require

from ..models import Programme, SelectionRules
from .announcing import JOB


def change(programme: Programme, told: Mapping[str, Any], *, by: Any) -> SelectionRules:
    """Save ``announce_at`` (an instant or ``None``), ``reserve_moves_up`` and ``keep_declined_days``.

    What is noted is told at that moment, by a job; a moment that was set before counts no more.
    """
    require(by, Action.RUN, programme)
    with transaction.atomic():
        rules, _new = SelectionRules.objects.select_for_update().get_or_create(programme=programme)
        is_new_moment = rules.announce_at != told["announce_at"]
        for name in ("announce_at", "reserve_moves_up", "keep_declined_days"):
            setattr(rules, name, told[name])
        rules.save(update_fields=("announce_at", "reserve_moves_up", "keep_declined_days"))
        if is_new_moment and rules.announce_at:
            _wait_until(programme, rules.announce_at)
    return rules


def _wait_until(programme: Programme, at: datetime) -> None:
    enqueue(JOB, key=f"{JOB}:{programme.pk}:{at.isoformat()}", not_before=at, programme=str(programme.pk), at=str(at))
