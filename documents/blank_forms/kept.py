"""Forms to download: made by a job, kept for a week under the digest of everything that determines them."""

import hashlib
import json
import time
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles import finders
from django.template.loader import get_template
from django.utils import translation

from jobs.models import Job
from jobs.queue import enqueue, handles, try_again
from policy.models import Space
from policy.permissions import Action, may

from .. import files, kinds, wordings, workflows
from ..fillable import Identity, form_pdf
from ..kinds import DocumentKind, Texts
from ..models import Document, Version
from ..rights import readers_in_words
from .layout import lay_out_form

JOB = "documents.form"
FOLDER = "forms"
DAYS = 7
CODE = (
    "fillable",
    "blank_forms/acroform",
    "blank_forms/layout",
    "blank_forms/typeface",
    "press/fonts",
    "press/pdf_objects",
)
TEMPLATES = ("paper", "head", "block", "question", "place", "mark", "closing")


@dataclass(frozen=True)
class FormFile:
    """A form that somebody wants: all that determines its bytes, and the job that makes it with what it needs for that."""

    kind: DocumentKind
    heading: Mapping[str, Any]
    answers: Mapping[str, Any]
    is_fillable: bool
    identity: Identity
    order: Mapping[str, Any]
    job_name: str = JOB

    @cached_property
    def path(self) -> str:
        """Where it lies, or will, below the media folder."""
        with translation.override(self.heading["language"]):
            words = repr(lay_out_form(self.kind, self.answers)), str(self.kind.title), str(self.kind.purpose)
        told = {"heading": self.heading, "for": str(self.identity), "fill": self.is_fillable, "words": words}
        canonical = json.dumps([_look(), told], sort_keys=True, default=str)
        return f"{FOLDER}/{hashlib.sha256(canonical.encode()).hexdigest()}.pdf"

    @property
    def is_made(self) -> bool:
        """Whether it can be fetched."""
        return files.place_of(self.path).is_file()

    @property
    def job(self) -> Job | None:
        """The newest job that makes it, to say how it stands."""
        return Job.objects.filter(key=self._key).order_by("-created_at").first()

    @property
    def _key(self) -> str:
        return f"{self.job_name}:{self.path}"

    def ask(self, *, by: Any) -> None:
        """Have it made, unless it is there or on its way; a failed job is tried again."""
        if self.is_made or ((job := self.job) and try_again(job)):
            return
        enqueue(self.job_name, key=self._key, by=by, **self.order)

    def make(self) -> None:
        """Make it here and now."""
        data = form_pdf(
            self.kind, self.heading, answers=self.answers, fillable=self.is_fillable, identity=self.identity
        )
        files.keep_as(self.path, data)


def blank(kind: DocumentKind, space: Space, *, is_fillable: bool) -> FormFile | None:
    """An empty form of ``kind`` on the texts that count in ``space``; ``None`` where there is none.

    In a programme there is one of each kind that its groups and applicants write, too.
    """
    homes = {space.kind} | ({Space.Kind.GROUP, Space.Kind.APPLICATION} if space.kind == Space.Kind.PROGRAMME else set())
    if kind.live or kind.elsewhere or kind.lives_in not in homes:
        return None
    wording = wordings.newest(kind, space)
    worded = kind.worded(wording.texts) if wording else kind
    heading = _heading(Document(kind_slug=kind.slug, space=space))
    order = {"space": str(space.pk), "slug": kind.slug, "is_fillable": is_fillable}
    return FormFile(worded, heading, {}, is_fillable, Identity(kind.slug, wording.number if wording else 0), order)


def to_look_at(
    kind: DocumentKind, space: Space, texts: Texts, *, number: int, label: str, job: str, order: Mapping[str, Any]
) -> FormFile:
    """The form to print that ``texts`` make, or would make, for whoever writes them.

    ``number``: of the wording that they are; 0 as long as they are none. ``job`` is the job of the floor that keeps the texts; it finds them again by ``order``.
    """
    heading = _heading(Document(kind_slug=kind.slug, space=space, label=label))
    return FormFile(kind.worded(texts), heading, {}, False, Identity(kind.slug, number), order, job)


def of_draft(version: Version, *, is_fillable: bool, is_blank: bool = False) -> FormFile | None:
    """The form of a draft with its answers, or without them; ``None`` where there is none."""
    if version.kind is None or version.kind.live or version.state != workflows.DRAFT:
        return None
    document = version.document
    identity = Identity(document.kind_slug, version.wording.number if version.wording else 0, str(document.pk))
    order = {"version": str(version.pk), "is_fillable": is_fillable, "is_blank": is_blank}
    answers = {} if is_blank else version.answers
    return FormFile(version.kind, _heading(document), answers, is_fillable, identity, order)


def knows_of(person: Any, kind: DocumentKind, space: Space) -> bool:
    """Whether ``person`` may begin, or know of, documents of ``kind`` in ``space``."""
    document = Document(kind_slug=kind.slug, space=space, person=person if kind.parts.own else None)
    return may(person, Action.LIST, document)


@handles(JOB, seconds=6 * settings.RENDER_SECONDS, processor_seconds=2 * settings.RENDER_SECONDS)
def make_form(job: Job, **order: Any) -> None:
    """Make the form that was asked for, if who asked may still have it; and forget those older than a week."""
    make_once(_ordered(job.asked_by, **order))


def make_once(form: FormFile | None) -> None:
    """Make a form unless it is there or nobody may have it; and forget those older than a week."""
    forget(before=time.time() - DAYS * 24 * 3600)
    if form is not None and not form.is_made:
        form.make()


def forget(*, before: float) -> None:
    """Delete forms made before that moment (seconds since 1970)."""
    for path in files.place_of(FOLDER).glob("*"):
        if path.is_file() and path.stat().st_mtime < before:
            path.unlink(missing_ok=True)


def _ordered(
    person: Any, *, is_fillable: bool, space: str = "", slug: str = "", version: str = "", is_blank: bool = False
) -> FormFile | None:
    if version:
        rows = Version.objects.visible_to(person).select_related("document__space", "document__person", "wording")
        draft = rows.filter(pk=version).first()
        return of_draft(draft, is_fillable=is_fillable, is_blank=is_blank) if draft else None
    where, kind = Space.objects.where(person).filter(pk=space).first(), kinds.find(slug)
    if where is None or kind is None or not knows_of(person, kind, where):
        return None
    return blank(kind, where, is_fillable=is_fillable)


def _heading(document: Document) -> dict[str, Any]:
    with kinds.as_written(document) as heading:
        return {**heading, "readers": readers_in_words(document), "label": document.label}


@cache
def _look() -> str:
    """The digest of whatever draws a form: another version of this application draws another one."""
    drawn: list[Any] = [get_template(f"documents/form_{name}.html") for name in TEMPLATES]
    sources = [one.template.source for one in drawn]
    sources += [Path(finders.find(f"css/{name}.css") or "").read_text() for name in ("tokens", "paper", "form")]
    sources += [(Path(__file__).parents[1] / f"{name}.py").read_text() for name in CODE]
    return hashlib.sha256("".join(sources).encode()).hexdigest()
