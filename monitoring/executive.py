"""The report for a director: one or two pages of PDF with key figures and two charts, and no personal data (R76).

And each of the five questions as a page of its own, as whoever runs the programme sees it; it has no names either. It is printed by a job, like every PDF, kept for a week under the id of that job, and fetched by whoever asked for it.
"""

import re
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import cache
from pathlib import Path
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import files, pdf
from documents.models import Version
from documents.press.paper import numbering, printable
from jobs.models import Job
from jobs.queue import GivenUp, enqueue, handles
from policy.permissions import Action, may
from programmes.models import Programme

from . import outside, reports
from .charts import Ink
from .document_kinds.programme_report import FINDINGS_FOR_OTHERS, PROGRAMME_REPORT
from .measures import BY_SLUG
from .questions import QUESTION, Question

JOB = "monitoring.report"
FOLDER = "reports"
DAYS = 7
WIDTH = 642  # pixels between the margins of a page


def ask(programme: Programme, *, by: Any, question: str = "") -> Job:
    """The job that makes the report, or the page of one question; while one of the same person is under way, that one."""
    key = f"{JOB}:{programme.pk}:{by.pk}:{question}"
    under_way = Job.objects.filter(key=key, state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
    return under_way or enqueue(JOB, key=key, by=by, programme=str(programme.pk), question=question)


def file_of(job: Job, programme: Programme) -> Path | None:
    """The report of a programme that a job has made, as long as it is kept."""
    path = files.place_of(_path(job.pk))
    is_its = job.name == JOB and job.arguments.get("programme") == str(programme.pk)
    return path if is_its and path.is_file() else None


def _place(job: Job) -> str:
    return reverse("monitoring:executive_pdf", args=(job.arguments["programme"], job.pk))


@handles(JOB, seconds=6 * settings.RENDER_SECONDS, processor_seconds=settings.RENDER_SECONDS, leads_to=_place)
def make(job: Job, *, programme: str, question: str = "") -> None:
    """Print the report with the rights its asker has now; forget those older than a week. Safe to run twice."""
    forget(before=time.time() - DAYS * 24 * 3600)
    row = Programme.objects.select_related("space").filter(pk=programme).first()
    if row is None or job.asked_by is None or not may(job.asked_by, Action.RUN, row):
        raise GivenUp(_("You do not run this programme any more."))
    asked = QUESTION.get(question)
    html = page_of_question(asked, row) if asked else page(row)
    files.keep_as(_path(job.pk), pdf.render(html, identifier=str(job.pk)))


def page(programme: Programme) -> str:
    """The report as the HTML that is printed, in the language and the time zone of the programme."""
    with _speaking_for(programme):
        report = outside.report(programme, now=timezone.now(), ink=_ink())
        return _printed("monitoring/executive.html", programme, report=report, findings=findings(programme))


def page_of_question(question: Question, programme: Programme) -> str:
    """The answer to one question with its chart and table, as the HTML that is printed."""
    with _speaking_for(programme):
        answer = reports.answer(question, programme, now=timezone.now())
        chart = answer.chart(question.slug, _ink()) if answer and answer.drawn else None
        told = {"asked": question, "answer": answer, "chart": chart, "measure": BY_SLUG[question.measure]}
        return _printed("monitoring/report_paper.html", programme, **told)


@contextmanager
def _speaking_for(programme: Programme) -> Iterator[None]:
    with translation.override(programme.language), timezone.override(ZoneInfo(programme.time_zone)):
        yield


def _printed(template: str, programme: Programme, **told: Any) -> str:
    words = {"programme": programme, "numbering": numbering(), "now": timezone.localtime(), **told}
    return str(printable(render_to_string(template, words)))


def findings(programme: Programme) -> list[str]:
    """The first findings of the managers' own report on the programme, as it is in force; none while there is none."""
    rows = Version.objects.in_force().exclude(source=Version.Source.SCANNED)
    of_programme = rows.filter(document__space=programme.space_id, document__kind_slug=PROGRAMME_REPORT.slug)
    newest = of_programme.order_by("-sealed_at").first()
    told = (newest.answers.get("findings") or []) if newest else []
    return [words for row in told if (words := str(row.get("finding") or ""))][:FINDINGS_FOR_OTHERS]


def forget(*, before: float) -> None:
    """Delete reports made before that moment (seconds since 1970)."""
    for path in files.place_of(FOLDER).glob("*.pdf"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _path(pk: UUID) -> str:
    return f"{FOLDER}/{pk}.pdf"


@cache
def _ink() -> Ink:
    """The light tokens, which the renderer does not hand into a picture by itself."""
    css = Path(finders.find("css/tokens.css") or "").read_text()
    tokens = dict(reversed(re.findall(r"--([\w-]+):\s*([^;]+);", css)))  # the first of each name: the light one
    return Ink(WIDTH, tokens["accent"], tokens["field-line"], "House Sans")
