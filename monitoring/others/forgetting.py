"""Addresses and names of people outside are kept no longer than they are needed. A job, every few hours.

The address goes with the answer or when the link ends. The name goes thirty days later, and both when the mentee has
left or the group has ended. Where answers are read together, everybody's name goes thirty days after the end of their
link, so that it tells nothing.
"""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Coalesce
from django.utils import timezone

from jobs.queue import handles
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Group

from ..models import FeedbackLink, FeedbackRound
from .asking import forget_letters

NAME_KEPT = timedelta(days=30)
AT_MOST = 1000  # in one transaction


@handles("monitoring.forget_others", seconds=60)
def forget(job: Any = None) -> None:
    """Do it. Safe to run twice."""
    now = timezone.now()
    known = FeedbackLink.objects.exclude(name="", email="", mark="").select_related("round")
    is_running = Participation.objects.running().filter(
        space=OuterRef("round__space"), person=OuterRef("round__person"), role=Role.MENTEE
    )
    over = Q(round__space__group__state=Group.State.ENDED) | ~Exists(is_running)
    settled = Coalesce("answered_at", "declined_at", "until")
    aged = Q(round__names=FeedbackRound.Names.TOGETHER, until__lte=now - NAME_KEPT)
    aged |= Q(round__names=FeedbackRound.Names.NAMED, ended__lte=now - NAME_KEPT)
    _forget(known.annotate(ended=settled).filter(over | aged), name="", email="", mark="")
    _forget(known.exclude(email="").filter(until__lte=now), email="")


def _forget(rows: Any, **blank: str) -> None:
    with transaction.atomic():
        links = list(rows[:AT_MOST])
        FeedbackLink.objects.filter(pk__in=[link.pk for link in links]).update(**blank)
        forget_letters(links)
