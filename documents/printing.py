"""Printing: a job that turns sealed words into a PDF file. Safe to run twice: the same words give the same file."""

from pathlib import Path
from typing import Any

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.queue import GivenUp, enqueue, handles

from . import files, pdf, workflows
from .models import Version
from .seal import KeyUnusable
from .sheet import digest_of

JOB = "documents.print"


@handles(JOB, seconds=6 * settings.RENDER_SECONDS, processor_seconds=settings.RENDER_SECONDS)
def print_version(job: Any, *, thing: str) -> None:
    """Print one sealed version and attach the file to it."""
    version = Version.objects.filter(pk=thing).first()
    if version is None or not is_printable(version):
        return
    if version.pdf and is_intact(version):
        return
    if not are_words_intact(version):
        raise GivenUp(_("These are not the words that were sealed: they were changed outside this application."))
    try:
        data = made(version)
    except RecursionError as deep:
        raise GivenUp(_("The text is nested too deeply to be printed.")) from deep
    except pdf.ScanAltered as other:
        raise GivenUp(_("A scanned page of it is missing, or is not the one that was sealed.")) from other
    except KeyUnusable as why:
        raise GivenUp(str(why)) from why
    path = files.keep(data, ".pdf")
    Version.objects.filter(pk=version.pk, digest=version.digest).update(pdf=path, pdf_digest=files.digest_of(data))


def made(version: Version) -> bytes:
    """The PDF of a sealed version, with the answers in it for programs, and with the organisation's seal if its kind has it.

    The same version and key give the same bytes. Raises ``ScanAltered`` and ``KeyUnusable``.
    """
    assert version.sheet is not None and version.sealed_at is not None  # sealed words are frozen
    told = {
        "kind": version.document.kind_slug,
        "document": str(version.document_id),
        "version": version.number,
        "digest": version.digest,
        "answers": version.answers,
    }
    if version.kind is None or not version.kind.stamped:
        return pdf.print_sheet(version.sheet, version.digest, answers=told)
    from .seal import sealing  # takes a second: only where something is sealed

    with translation.override(version.sheet["language"]):
        stamp = sealing.stamp(version.sealed_at)
    return sealing.seal(pdf.print_sheet(version.sheet, version.digest, answers=told, stamp=stamp), at=version.sealed_at)


def is_printable(version: Version) -> bool:
    """Whether its words are frozen for good. What is only offered for signature is not printed: signatures are missing."""
    return version.sheet is not None and version.state in (workflows.SEALED, workflows.SUPERSEDED)


def file_of(version: Version) -> Path:
    """Where the printed file of a version lies."""
    return files.place_of(version.pdf)


def is_intact(version: Version) -> bool:
    """Whether the file is there and is, byte for byte, the one that was printed."""
    return files.is_intact(version.pdf, version.pdf_digest)


def are_words_intact(version: Version) -> bool:
    """Whether the frozen words still have the digest they were sealed with."""
    return version.sheet is not None and digest_of(version.sheet) == version.digest


def print_again(version: Version, *, by: Any) -> None:
    """Print a version whose file is missing or altered; the same words give the same bytes."""
    Version.objects.filter(pk=version.pk).update(pdf="")
    enqueue(JOB, key=f"{JOB}:{version.pk}", by=by, thing=str(version.pk))


def job_of(version: Version) -> Job | None:
    """The newest print job of a version, to say how it stands."""
    return Job.objects.filter(key=f"{JOB}:{version.pk}").order_by("-created_at").first()
