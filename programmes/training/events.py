"""Trainings are arranged, changed, cancelled, and told of. Letters are written by jobs (telling.py)."""

from typing import Any

from django.db import IntegrityError, transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jobs.queue import enqueue
from policy.machine import NotNow, move
from policy.permissions import Action, require

from ..models import TrainingEvent
from . import places, telling

WATCHED = ("title", "starts_at", "minutes", "place", "link")  # what stands in people's calendars


def arrange(event: TrainingEvent, *, by: Any, invites: bool = False) -> TrainingEvent:
    """Save a training event, and invite everyone it is for when ``invites``; the same event sent twice is saved once."""
    require(by, Action.RUN, event.programme)
    sent_before = event.programme.trainings.filter(pk=event.pk)
    if existing := sent_before.first():
        return existing
    try:
        with transaction.atomic():
            event.save(force_insert=True)
            if invites:
                _tell(event, by)
    except IntegrityError:  # sent twice at the same moment
        return sent_before.get()
    return event


def change(event: TrainingEvent, *, by: Any, invites: bool = False) -> None:
    """Save what was changed of a training. Who was invited hears of another time or place; more places move people up.

    Raises ``NotNow`` for one that was cancelled meanwhile.
    """
    require(by, Action.RUN, event.programme)
    with transaction.atomic():
        before = places.hold(event)
        if before.is_cancelled:
            raise NotNow(_("This training is cancelled, so it cannot be changed any more."))
        is_other = any(getattr(before, name) != getattr(event, name) for name in WATCHED)
        fields = (*WATCHED, "audience", "places", "aims", "links")
        event.save(update_fields=fields)
        if is_other:
            TrainingEvent.objects.filter(pk=event.pk).update(sequence=F("sequence") + 1)
        event.refresh_from_db()
        places.move_up(event)
        if invites or (is_other and before.told_at):
            _tell(event, by)


def cancel(event: TrainingEvent, reason: str, *, by: Any) -> None:
    """Cancel a training with a reason that everyone it is for reads; calendars strike it out. Raises ``NotNow``."""
    if event.is_over:
        raise NotNow(_("This training is over, so it cannot be cancelled any more."))
    move(event, Action.CALL_OFF, by=by, reason=reason, sequence=event.sequence + 1)


def invite(event: TrainingEvent, *, by: Any) -> int:
    """Invite everyone who has not been told of the training as it is now; returns how many. Raises ``NotNow``."""
    require(by, Action.RUN, event.programme)
    if event.is_cancelled or event.has_begun:
        raise NotNow(_("Nobody is invited to a training that has begun or is cancelled."))
    waiting = len(telling.untold(event))
    if waiting:
        _tell(event, by)
    return waiting


def _tell(event: TrainingEvent, by: Any) -> None:
    enqueue(telling.JOB, key=f"{telling.JOB}:{event.pk}", by=by, thing=str(event.pk))
