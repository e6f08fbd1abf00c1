"""Remind whoever has not answered a questionnaire: a line in their letter of the day, once a day each."""

from typing import Any

from django.db import transaction
from django.utils import timezone

from people.mail import write_to
from policy.machine import record
from policy.permissions import Action

from ..models import Questionnaire
from .answering import address, missing, require_running


def remind(questionnaire: Questionnaire, *, by: Any) -> int:
    """Remind them, and say how many were told now. Raises ``NotNow`` unless it is open."""
    require_running(questionnaire, by=by)
    day = timezone.localdate().isoformat()
    with transaction.atomic():
        told = 0
        for seat in missing(questionnaire):
            group = seat.space.group
            words = {"title": questionnaire.title, "group": group}
            about = f"questionnaire {questionnaire.pk} {seat.space_id} reminded {day}"
            path = address(group, questionnaire)
            letter = write_to(seat.person, "monitoring/questionnaire_missing", about=about, words=words, path=path)
            told += letter is not None
        if told:
            record(questionnaire, Action.REMIND, by=by)
    return told
