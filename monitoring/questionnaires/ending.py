"""The day by which a questionnaire should be answered: when it has passed it closes by itself; managers ask for longer."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Q
from django.utils import timezone

from jobs.queue import NotDoneYet, handles
from policy.machine import NotNow, move
from policy.permissions import Action, require

from ..models import Questionnaire
from .keeping import require_open

JOB = "monitoring.close-due"
AT_MOST = 200  # in one turn


@handles(JOB, seconds=100)
def close_due(job: Any) -> None:
    """Close what is due, turn by turn."""
    if close_passed(now=timezone.now()) == AT_MOST:
        raise NotDoneYet


def close_passed(*, now: datetime) -> int:
    """Close every open questionnaire whose last day has ended in its programme's zone; returns how many.

    What is begun can still be sent. A manager who asks for longer at the same moment wins.
    """
    open_ = Questionnaire.objects.filter(state=Questionnaire.State.OPEN, answer_by__lte=now.date())
    rows = list(open_.select_related("space__programme").order_by("answer_by")[:AT_MOST])
    return sum(_close(row, now.astimezone(ZoneInfo(row.space.programme.time_zone)).date()) for row in rows)


def _close(row: Questionnaire, today: date) -> bool:
    if row.answer_by is None or row.answer_by >= today:
        return False
    try:
        move(row, Action.CLOSE_QUESTIONNAIRE, by=None, where=Q(answer_by__lt=today))
    except NotNow:  # somebody closed it, or asked for longer, since it was looked at
        return False
    return True


def ask_longer(questionnaire: Questionnaire, until: date, *, by: Any) -> None:
    """Ask until the end of that day, whether it is open or closed. Sent twice, it is done once.

    Raises ``NotNow`` for a draft, and when the programme is closed.
    """
    require(by, Action.ASK_LONGER, questionnaire)
    if questionnaire.state == Questionnaire.State.OPEN and questionnaire.answer_by == until:
        return
    require_open(questionnaire.space.programme)
    move(questionnaire, Action.ASK_LONGER, by=by, answer_by=until)


def earliest(questionnaire: Questionnaire) -> date:
    """The first day that can be asked for: today in the programme's zone, or as long as it is open its present one."""
    today = timezone.now().astimezone(ZoneInfo(questionnaire.space.programme.time_zone)).date()
    present = questionnaire.answer_by if questionnaire.state == Questionnaire.State.OPEN else None
    return max(today, present) if present else today
