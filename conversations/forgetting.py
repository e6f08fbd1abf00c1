"""What was said in a group is erased six months after the group ended, in a programme after it closed. A job, every day.

What stays is that it was erased, and when; nothing of what was said, and by nobody's name.
"""

from datetime import datetime, timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.utils import timezone

from jobs.queue import NotDoneYet, handles
from policy.machine import record
from policy.models import Event
from policy.permissions import Action

from . import attaching, search
from .models import Thread

JOB = "conversations.forget"
KEPT = timedelta(days=183)  # design 6, retention defaults
AT_MOST = 100  # threads in one turn


def due(*, now: datetime) -> QuerySet[Thread]:
    """The threads whose group ended, or whose programme was closed, so long ago."""
    over = Event.objects.filter(at__lte=now - KEPT)
    ended = over.filter(action=Action.END, thing_id=OuterRef("space__group__pk"))
    closed = over.filter(action=Action.CLOSE, thing_id=OuterRef("space__programme__pk"))
    return Thread.objects.filter(
        Q(Exists(ended), space__group__state="ended") | Q(Exists(closed), space__programme__state="closed")
    )


@handles(JOB, seconds=90)
def forget(job: Any = None) -> None:
    """Erase what is due, each in a transaction of its own. Safe to run twice, and after it was stopped half-way."""
    found = list(due(now=timezone.now()).select_related("space")[: AT_MOST + 1])
    for thread in found[:AT_MOST]:
        with transaction.atomic():
            record(thread, Action.FORGET, by=None)
            attaching.erase_files(thread)
            thread.delete()
    if found:
        search.tidy()  # the words go with their messages, and now out of the index too
    if len(found) > AT_MOST:
        raise NotDoneYet
