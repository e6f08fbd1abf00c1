"""A questionnaire on paper, as whoever answers would print it: made by a job, like every form."""

from typing import Any

from django.conf import settings
from django.utils.translation import gettext as _

from documents.blank_forms import kept
from documents.blank_forms.kept import FormFile
from jobs.models import Job
from jobs.queue import handles
from policy.machine import NotNow

from ..models import Questionnaire

JOB = "monitoring.questionnaire"


def on_paper(questionnaire: Questionnaire) -> FormFile:
    """The form of its questions as they stand now. Raises ``NotNow`` for one without names."""
    if questionnaire.is_nameless:
        raise NotNow(_("It is answered without names, so not on paper: handwriting tells who wrote it."))
    order = {"questionnaire": str(questionnaire.pk)}
    number = questionnaire.wording.number if questionnaire.wording else 0
    told: dict[str, Any] = {"number": number, "label": questionnaire.title, "job": JOB, "order": order}
    return kept.to_look_at(questionnaire.kind, questionnaire.space, questionnaire.texts, **told)


@handles(JOB, seconds=6 * settings.RENDER_SECONDS, processor_seconds=2 * settings.RENDER_SECONDS)
def make(job: Job, *, questionnaire: str) -> None:
    """Make it, if who asked still manages the programme."""
    row = Questionnaire.objects.visible_to(job.asked_by).filter(pk=questionnaire).select_related("wording").first()
    kept.make_once(on_paper(row) if row and not row.is_nameless else None)
