"""Tell whoever is asked, once a questionnaire is open: a line in their letter of the day, once each."""

from typing import Any

from django.db import transaction

from jobs.queue import handles
from people.mail import write_to

from ..lifecycle import TELL
from ..models import Questionnaire
from .answering import address, seats


@handles(TELL, seconds=100)
def tell(job: Any, *, thing: str) -> None:
    """Write a line for everybody whom an open questionnaire asks. Safe to run twice: each is told of it once, ever.

    Somebody of two groups gets one line; the other group's stands on their page, as for whoever joins later.
    """
    row = Questionnaire.objects.filter(pk=thing, state=Questionnaire.State.OPEN).select_related("space__programme")
    for questionnaire in row:
        for seat in seats(questionnaire):
            group = seat.space.group
            with transaction.atomic():
                write_to(
                    seat.person,
                    "monitoring/questionnaire_opened",
                    about=f"questionnaire {questionnaire.pk} opened",
                    words={"group": group, "title": questionnaire.title},
                    path=address(group, questionnaire),
                    more=questionnaire.title,
                )
