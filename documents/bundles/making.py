"""Bundles: all documents of a group or a programme that one person may read, in one file; made by jobs, kept for a week."""

import json
import shutil
from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from jobs.limits import TookTooLong, processor_seconds
from jobs.models import Job
from jobs.queue import GivenUp, NotDoneYet, enqueue, handles, report_progress
from people.moments import date_format
from policy.models import Space
from policy.permissions import Action, may

from .. import files, kinds, pdf, printing, workflows
from ..models import Bundle, Document, Version
from ..press.paper import scans_of
from . import packing
from .binding import Leaf, bind

ONE, ALL, EXPIRE = "documents.bundle", "documents.bundle-all", "documents.bundle-expire"
SECONDS, TURN, BEFORE_BINDING = 100, 40, 5  # of a job; of printing in one turn; after which binding waits for its own
VOLUME_WEIGHS, SCAN_WEIGHS = 300_000, 20_000  # characters of sheets in one PDF; of them, what a scanned page counts
FOLDER = "bundles"


def chosen(space: Space, by: Any, *, older: bool = False) -> list[Version]:
    """What of a space goes into its bundle for one person, in the order of the journey, without the sheets.

    Sealed versions they may read, those that count now, with ``older`` the replaced ones too. Never what is private
    to its writer.
    """
    states = (workflows.SEALED, workflows.SUPERSEDED) if older else (workflows.SEALED,)
    private = [kind.slug for kind in kinds.every() if kind.parts.is_private]
    rows = Version.objects.visible_to(by).filter(document__space=space, state__in=states)
    rows = rows.exclude(document__kind_slug__in=private).defer("answers", "sheet")
    order = {kind.slug: place for place, kind in enumerate(kinds.every())}
    return sorted(
        rows.select_related("document__person", "document__space"),
        key=lambda row: (order.get(row.document.kind_slug, len(order)), row.document.created_at, row.number),
    )


def ask(space: Space, *, by: Any, older: bool = False) -> Job:
    """The job that bundles what ``by`` may read in ``space``; while one is under way, that one."""
    return _once(f"{ONE}:{space.pk}:{by.pk}:{older}", ONE, by, space=str(space.pk), older=older)


def ask_all(programme: Space, *, by: Any) -> Job:
    """The job that prints what is missing in a whole programme and packs it, a folder for each group."""
    return _once(f"{ALL}:{programme.pk}:{by.pk}", ALL, by, space=str(programme.pk))


def _once(key: str, name: str, by: Any, **arguments: Any) -> Job:
    under_way = Job.objects.filter(key=key, state__in=(Job.State.WAITING, Job.State.RUNNING)).first()
    return under_way or enqueue(name, key=key, by=by, **arguments)


def is_current(bundle: Bundle, by: Any) -> bool:
    """Whether ``by`` may still read all that is in a bundle: rights that were narrowed since hold for it too."""
    rows = Version.objects.visible_to(by).filter(_within(bundle.space))
    return set(bundle.contents) <= {str(pk) for pk in rows.values_list("pk", flat=True)}


def _within(space: Space) -> Q:
    return Q(document__space=space) | Q(document__space__within=space)


def _place(job: Job) -> str:
    return reverse("documents:bundle", args=(job.pk,))


@handles(ONE, seconds=SECONDS, leads_to=_place)
def bundle_one(job: Any, *, space: str, older: bool = False) -> None:
    """One merged PDF and one ZIP, with the rights the asker has when it runs. Safe to run twice."""
    where = _still_there(job, space)
    if where is None or Bundle.objects.filter(pk=job.pk).exists():
        return
    versions = chosen(where, job.asked_by, older=older)
    ready, left_out = _print_missing(job, versions)
    with kinds.as_written(Document(kind_slug="", space=where)) as heading:
        books = _books(job, ready, left_out, heading)
        _keep(job, where, ready, [("", ready)], books)


@handles(ALL, seconds=SECONDS, leads_to=_place)
def bundle_all(job: Any, *, space: str) -> None:
    """One ZIP of a programme: its own documents and a folder for each group, each as far as the asker may read it."""
    where = _still_there(job, space)
    if where is None or Bundle.objects.filter(pk=job.pk).exists():
        return
    if not may(job.asked_by, Action.RUN, where):
        raise GivenUp(_("You do not run this programme any more."))
    inner = where.inner.filter(kind=Space.Kind.GROUP).order_by("created_at")
    chosen_of = {one: chosen(one, job.asked_by) for one in (where, *inner)}
    ready, _left_out = _print_missing(job, [version for rows in chosen_of.values() for version in rows])
    printed = {version.pk: version for version in ready}
    with kinds.as_written(Document(kind_slug="", space=where)):
        parts = [
            (_folder(number, one), [printed[row.pk] for row in rows if row.pk in printed])
            for number, (one, rows) in enumerate(chosen_of.items())
        ]
        _keep(job, where, ready, parts)


def _still_there(job: Job, space: str) -> Space | None:
    """The space, if the asker holds a role in it now; the job acts with the rights of this moment."""
    found = Space.objects.where(job.asked_by).filter(pk=space).first() if job.asked_by else None
    if found is None:
        raise GivenUp(_("You do not take part here any more."))
    return found


def _folder(number: int, space: Space) -> str:
    heading = kinds.heading_of(Document(kind_slug="", space=space))
    words = packing.folded(heading["group"] or heading["programme"]) or space.kind
    return f"{number:02d} - {words}"


def _print_missing(job: Job, versions: Sequence[Version]) -> tuple[list[Version], list[Version]]:
    """Print what has no intact file, in turns; those that have one then, and those that cannot be printed."""
    if not versions:
        raise GivenUp(_("There is nothing to put together yet: no document is published that you may read."))
    began = monotonic()
    missing = [version for version in versions if not printing.is_intact(version)]
    left_out = []
    for done, version in enumerate(missing, len(versions) - len(missing)):
        report_progress(job, done, len(versions))
        if monotonic() - began > TURN:
            raise NotDoneYet
        if not _print(job, version):
            left_out.append(version)
    report_progress(job, len(versions), len(versions))
    if monotonic() - began > BEFORE_BINDING:
        raise NotDoneYet
    return [version for version in versions if version not in left_out], left_out


def _print(job: Job, version: Version) -> bool:
    last = printing.job_of(version)
    if last is not None and last.state == Job.State.FAILED:
        return False
    try:
        with processor_seconds(settings.RENDER_SECONDS):
            printing.print_version(job, thing=str(version.pk))
    except (TookTooLong, MemoryError, GivenUp, pdf.ScanAltered):
        return False
    version.refresh_from_db(fields=("pdf", "pdf_digest"))
    return printing.is_intact(version)


def _books(
    job: Job, versions: Sequence[Version], left_out: Sequence[Version], heading: Mapping[str, Any]
) -> list[Path]:
    """The merged PDFs: one, or several volumes when one would need too much memory. One is made in a turn."""
    rows = Version.objects.filter(pk__in=[row.pk for row in versions]).values_list("pk", "sheet")
    sheets: dict[UUID, dict[str, Any]] = {pk: sheet for pk, sheet in rows if sheet is not None}
    volumes = list(_volumes([Leaf(sheets[row.pk], row.digest, _title(row)) for row in versions]))
    made = []
    for number, leaves in enumerate(volumes, 1):
        made.append(_workshop(job) / f"{number}.pdf")
        if made[-1].is_file():
            continue
        data = _bound(job, leaves, [number, len(volumes)], left_out, heading)
        made[-1].parent.mkdir(parents=True, exist_ok=True)
        made[-1].with_suffix(".tmp").write_bytes(data)
        made[-1].with_suffix(".tmp").replace(made[-1])
        report_progress(job, len(versions) + number, len(versions) + len(volumes))
        if number < len(volumes):
            raise NotDoneYet
    return made


def _volumes(leaves: Sequence[Leaf]) -> Iterator[list[Leaf]]:
    volume: list[Leaf] = []
    weight = 0
    for leaf in leaves:
        weighs = len(json.dumps(leaf.sheet, ensure_ascii=False)) + SCAN_WEIGHS * len(scans_of(leaf.sheet))
        if volume and weight + weighs > VOLUME_WEIGHS:
            yield volume
            volume, weight = [], 0
        volume.append(leaf)
        weight += weighs
    yield volume


def _bound(
    job: Job, leaves: Sequence[Leaf], volume: list[int], left_out: Sequence[Version], heading: Mapping[str, Any]
) -> bytes:
    number, of = volume
    made = {
        "name": job.asked_by.name if job.asked_by else "",
        "when": date_format(timezone.localtime(), "j F Y, H:i"),
    }
    count = ngettext("%(n)d document", "%(n)d documents", len(leaves)) % {"n": len(leaves)}
    cover = {
        "title": _("Documents of %(group)s") % {"group": heading["group"] or heading["programme"]},
        "volume": _("Volume %(number)d of %(of)d") % {"number": number, "of": of} if of > 1 else "",
        "programme": heading["programme"],
        "language": heading["language"],
        "made": _("Put together for %(name)s, %(when)s") % made,
        "lines": [
            _("%(documents)s, as far as this person may read them.") % {"documents": count},
            _("What is sealed with a certificate is in the ZIP that belongs to this file."),
        ],
        "left_out": [_title(row) for row in left_out],
    }
    return pdf.print_many(bind(cover, leaves), [leaf.sheet for leaf in leaves], identifier=f"{job.pk}-{number}")


def _workshop(job: Job) -> Path:
    """Where what a job has made so far lies between its turns."""
    return files.place_of(f"{FOLDER}/making/{job.pk}")


def _title(version: Version) -> str:
    document = version.document
    return f"{document.title} – {document.person.name}" if document.person else document.title


def _keep(
    job: Job, space: Space, versions: Sequence[Version], parts: list[packing.Part], books: Sequence[Path] = ()
) -> None:
    with TemporaryDirectory() as folder:
        archive = Path(folder) / "bundle.zip"
        packing.pack(archive, parts, books if len(books) > 1 else ())
        zipped = files.keep_file(archive, ".zip", folder=FOLDER)
    told = {
        "space": space,
        "by": job.asked_by,
        "pdf": files.keep_file(books[0], ".pdf", folder=FOLDER) if len(books) == 1 else "",
        "archive": zipped,
        "documents": len(versions),
        "contents": [str(version.pk) for version in versions],
        "made_at": timezone.now(),
    }
    Bundle.objects.update_or_create(pk=job.pk, defaults=told)
    shutil.rmtree(_workshop(job), ignore_errors=True)
    clean_up(now=timezone.now())
    enqueue(EXPIRE, not_before=timezone.now() + Bundle.KEPT)


@handles(EXPIRE)
def expire(job: Any) -> None:
    """A week after a bundle was made: it goes."""
    clean_up(now=timezone.now())


def clean_up(*, now: datetime) -> int:
    """Delete bundles whose week is over, rows and files. Returns how many."""
    over = list(Bundle.objects.expired(now=now))
    for bundle in over:
        bundle.delete()
        for path in filter(None, (bundle.pdf, bundle.archive)):
            if not Bundle.objects.filter(Q(pdf=path) | Q(archive=path)).exists():
                files.drop(path)
    return len(over)
