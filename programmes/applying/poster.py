"""The way to the page where people apply, for a wall: a QR code, and a poster of one page to print."""

import io
import time
from pathlib import Path
from typing import Any
from uuid import UUID

import segno
from django.conf import settings
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext as _

from documents import files, pdf
from documents.press.paper import printable
from jobs.models import Job
from jobs.queue import GivenUp, enqueue, handles
from policy.permissions import Action, may

from ..models import Opening, Programme
from . import drafts, openings

JOB = "programmes.poster"
FOLDER = "posters"
DAYS = 7
PICTURE = "scan:qr"
DOTS = 12  # pixels of a module: sharp on paper


def svg(opening: Opening) -> bytes:
    """The QR code as a picture of lines; white around it, so that a phone can read it from a dark page too."""
    out = io.BytesIO()
    _code(opening).save(out, kind="svg", scale=4, light="white", svgclass=None, lineclass=None)
    return out.getvalue()


def inline(opening: Opening) -> SafeString:
    """The same for a page of ours."""
    told = _code(opening).svg_inline(scale=4, light="white", svgclass="qr", lineclass=None, omitsize=True)
    return mark_safe(told)  # noqa: S308 - made here, of an address of ours


def ask(opening: Opening, *, by: Any) -> Job:
    """The job that makes the poster; while one of the same person is under way, that one."""
    key = f"{JOB}:{opening.pk}:{by.pk}"
    under_way = Job.objects.filter(key=key, state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
    return under_way or enqueue(JOB, key=key, by=by, programme=str(opening.programme_id), role=opening.role)


def file_of(job: Job, programme: Programme) -> Path | None:
    """The poster of a programme that a job has made, as long as it is kept."""
    path = files.place_of(_path(job.pk))
    is_its = job.name == JOB and job.arguments.get("programme") == str(programme.pk)
    return path if is_its and path.is_file() else None


def _place(job: Job) -> str:
    return reverse("programmes:poster_pdf", args=(job.arguments["programme"], job.pk))


@handles(JOB, seconds=6 * settings.RENDER_SECONDS, processor_seconds=settings.RENDER_SECONDS, leads_to=_place)
def make(job: Job, *, programme: str, role: str) -> None:
    """Print the poster, if who asked still runs the programme; forget those older than a week. Safe to run twice."""
    forget(before=time.time() - DAYS * 24 * 3600)
    row = Programme.objects.select_related("space").filter(pk=programme).first()
    if row is None or job.asked_by is None or not may(job.asked_by, Action.RUN, row):
        raise GivenUp(_("You do not run this programme any more."))
    opening = openings.of(row, role)
    files.keep_as(_path(job.pk), printed(opening, identifier=str(job.pk)))


def printed(opening: Opening, *, identifier: str) -> bytes:
    """The poster as a PDF, in the language and the zone of the programme."""
    with drafts.speaking(opening):
        words = {"opening": opening, "programme": opening.programme, "address": openings.address(opening)}
        html = str(printable(render_to_string("programmes/apply_poster.html", {**words, "picture": PICTURE})))
    picture = io.BytesIO()
    _code(opening).save(picture, kind="png", scale=DOTS)
    return pdf.render(html, identifier=identifier, images={PICTURE: picture.getvalue()})


def forget(*, before: float) -> None:
    """Delete posters made before that moment (seconds since 1970)."""
    for path in files.place_of(FOLDER).glob("*.pdf"):
        if path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _path(pk: UUID) -> str:
    return f"{FOLDER}/{pk}.pdf"


def _code(opening: Opening) -> Any:
    return segno.make(openings.address(opening), error="m", micro=False)
