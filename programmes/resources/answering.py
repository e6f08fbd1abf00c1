"""Once a week each link of a library is asked whether it still answers, where the house wants that. Nothing is removed."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db.models import F, Q, QuerySet
from django.db.models.functions import Least
from django.utils import timezone

from jobs.queue import NotDoneYet, handles

from ..models import Programme, Resource
from . import asking

JOB = "programmes.check_links"
A_TURN, IN_ALL = 8, 800  # links in one turn, which takes 80 seconds at the most; and in a week
A_WEEK = timedelta(days=6)  # the clock that asks is not exact


@handles(JOB, seconds=100)
def check_links(job: Any) -> None:
    """One turn: the links that were not asked for longest."""
    now = timezone.now()
    if not settings.CHECK_LINKS:
        return
    for resource in due(now)[:A_TURN]:
        ask(resource, now=now)
    asked = Resource.objects.filter(looked_at__gt=now - A_WEEK).count()
    if asked < IN_ALL and due(now).exists():
        raise NotDoneYet


def due(now: datetime) -> QuerySet[Resource]:
    """The links to be asked: not in the archive, in no programme that is closed, not asked for a week."""
    there = Resource.objects.exclude(link="").exclude(state=Resource.State.ARCHIVED)
    there = there.exclude(programme__state=Programme.State.CLOSED)
    return there.filter(Q(looked_at=None) | Q(looked_at__lt=now - A_WEEK)).order_by(
        F("looked_at").asc(nulls_first=True)
    )


def ask(resource: Resource, *, now: datetime) -> None:
    """Ask one link and note what it said, unless the link was changed meanwhile.

    It is noted as asked before it is: one that takes the worker down is not asked again in this turn.
    """
    same = Resource.objects.filter(pk=resource.pk, link=resource.link)
    same.update(looked_at=now)
    try:
        is_there = asking.answers(resource.link)
    except asking.NotAsked:
        return
    if is_there:
        same.update(silent_times=0, silent_on=None)
    else:
        same.update(silent_times=Least(F("silent_times") + 1, 99), silent_on=timezone.localdate(now))
