"""The one pipeline every document passes: start, write, submit, send back, publish, seal, file, amend.

Signing is its other room: ``documents/signing.py``.
"""

from typing import Any
from uuid import UUID

from django.db import IntegrityError, models, transaction
from django.db.models import F
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow, move
from policy.models import Space
from policy.permissions import Action, require

from . import kinds, rights, wordings, workflows
from .forms import Filling, posted
from .heading import sheet_of
from .kinds import Answers, DocumentKind
from .models import Comment, Document, Version, Wording
from .sheet import digest_of


class SavedMeanwhile(Exception):
    """Somebody else saved the same draft since the writer opened it. Holds the version as it is now."""

    def __init__(self, version: Version) -> None:
        super().__init__(str(version))
        self.version = version


def start(
    kind: DocumentKind,
    space: Space,
    *,
    by: Any,
    person: Any = None,
    occasion: UUID | None = None,
    label: str = "",
    withheld_from: str = "",
    answers: Answers | None = None,
    wording: Wording | None = None,
) -> Version:
    """The open version of a document, begun now if there is none: as often as it is called, one draft.

    ``person`` is whose document it is (for kinds with ``own`` parts), ``occasion`` the meeting it records. ``wording``:
    the texts it is written on, where those are not the newest of its kind. The first answers come from ``answers``, else from the version before (carried on, where the kind does), else from its
    ``prefill``.
    """
    document = _document(kind, space, person, occasion, label, withheld_from, by)
    if running := document.versions.open().first():
        return running
    _require_open(document)
    last = document.newest
    wording = last.wording if last else wording or wordings.newest(kind, space)
    if answers is None:
        with kinds.as_written(document):  # whoever begins it
            answers = (
                _carried(kind, document, last.answers) if last and last.answers else _proposed(kind, document, wording)
            )
    try:
        with transaction.atomic():
            return Version.objects.create(
                document=document, number=last.number + 1 if last else 1, author=by, answers=answers, wording=wording
            )
    except IntegrityError:  # somebody began it at the same moment: theirs is the draft
        return document.versions.open().get()


def amend(version: Version, *, by: Any) -> Version:
    """Open version n+1 from the answers of n. n stays in force until n+1 is sealed (R26)."""
    require(by, Action.AMEND, version)
    if version.kind is None or version.kind.live:
        raise NotNow(_("This is not written by hand. Change what it is made from, then publish it again."))
    if version.kind.is_nameless:
        raise NotNow(_("It counts as it was sent, so it cannot be changed any more."))
    document = version.document
    return start(version.kind, document.space, by=by, person=document.person, occasion=document.occasion)


def write(
    version: Version,
    answers: Answers,
    *,
    by: Any,
    seen: int | None = None,
    strict: bool = False,
    source: str = Version.Source.TYPED,
) -> Version:
    """Save a draft. ``seen`` is the revision the writer had opened, ``source`` how the answers came in.

    Raises ``SavedMeanwhile`` when somebody else has saved since, and ``NotNow`` when it is no draft any more, or is a
    scan that nobody has turned back into typing. The writer's own earlier save is no conflict, unless ``strict``:
    then they have written in two windows, or a save arrives after the one it was sent before.
    """
    require(by, Action.WRITE, version)
    rows = Version.objects.filter(pk=version.pk, state=workflows.DRAFT)
    if seen is not None:
        current = models.Q(revision=seen)
        rows = rows.filter(current if strict else current | models.Q(author=by))
    if source == Version.Source.TYPED:
        rows = rows.exclude(source=Version.Source.SCANNED)
    changed = rows.update(
        answers=answers, author=by, source=source, written_at=timezone.now(), revision=F("revision") + 1
    )
    version.refresh_from_db()
    if changed:
        return version
    if version.state == workflows.DRAFT and source == Version.Source.TYPED and version.is_scan:
        raise NotNow(_("This is a scan now. Open it, and choose to type it instead."))
    if version.state == workflows.DRAFT:
        raise SavedMeanwhile(version)
    raise NotNow(_("This is “%(state)s” now and cannot be rewritten.") % {"state": version.status_words})


def submit(version: Version, *, by: Any) -> None:
    """Hand a draft to its reviewer."""
    require_complete(version)
    move(version, Action.SUBMIT, by=by)


def send_back(version: Version, *, by: Any, text: str) -> None:
    """Give a submitted version back to its author, with what should change."""
    with transaction.atomic():
        move(version, Action.SEND_BACK, by=by)
        Comment.objects.create(version=version, author=by, text=text, sent_back=True)


def publish(version: Version, *, by: Any, comment: str = "") -> None:
    """Publish a submitted version, with the reviewer's closing comment when there is one (R39, R40)."""
    with transaction.atomic():
        if comment:
            require(by, Action.COMMENT, version)
            Comment.objects.create(version=version, author=by, text=comment)
        seal(version, Action.PUBLISH, by=by)


def file(version: Version, *, by: Any) -> None:
    """Seal a draft that needs no reviewer."""
    require_complete(version)
    with transaction.atomic():
        seal(version, Action.FILE, by=by)


def publish_live(
    kind: DocumentKind,
    space: Space,
    answers: Answers,
    *,
    by: Any,
    label: str = "",
    person: Any = None,
    occasion: UUID | None = None,
) -> Version:
    """Freeze live tables into the next sealed version of their document (R32: each publication a version).

    ``person`` and ``occasion`` as in ``start``.
    """
    with transaction.atomic():
        version = start(kind, space, by=by, person=person, occasion=occasion, label=label, answers=answers)
        write(version, answers, by=by)
        file(version, by=by)
    return version


def withhold(kind_slug: str, spaces: Any, role: str) -> None:
    """From now on ``role`` knows of these documents but does not read them: narrowing takes effect at once."""
    Document.objects.filter(kind_slug=kind_slug, space__in=spaces).update(withheld_from=role)


def seal(version: Version, action: Action, *, by: Any, where: models.Q | None = None) -> None:
    """Freeze the words, replace the version before, and let the kind's floor know. Inside a transaction."""
    now = timezone.now()
    before = version.document.versions.in_force().exclude(pk=version.pk).first()
    if before is not None:
        move(before, Action.REPLACE, by=by)
    offered = version.sheet
    move(version, action, by=by, where=where, sheet=None, sealed_at=now)
    words = sheet_of(version, at=now)  # with the signatures and comments of today
    version.sheet = {**words, "blocks": offered["blocks"]} if offered else words
    version.digest = digest_of(version.sheet)
    if version.is_scan:  # what was typed before is not what the paper says
        version.answers = {}
    version.save(update_fields=("sheet", "digest", "answers"))
    if version.kind and version.kind.on_sealed:
        version.kind.on_sealed(version, by)


def _carried(kind: DocumentKind, document: Document, answers: Answers) -> Answers:
    return kind.carry_on(document, dict(answers)) if kind.carry_on else dict(answers)


def _proposed(kind: DocumentKind, document: Document, wording: Wording | None) -> Answers:
    return kind.prefill(document, wordings.texts_of(kind, document.space, wording)) if kind.prefill else {}


def require_complete(version: Version) -> None:
    """Raise ``NotNow`` unless every answer of a version is there and fits; a scan is looked at by people instead."""
    if version.kind is None:
        raise NotNow(_("Documents of this kind are not made any more."))
    if version.is_scan and version.scanned_pages.exists():
        return
    if not Filling(version.kind, data=posted(version.kind, version.answers)).is_valid():
        raise NotNow(_("Some answers are missing or need a change. Open the form: it shows which."))


def _require_open(document: Document) -> None:
    if reason := kinds.why_not_begin(document):
        raise NotNow(reason)


def _document(
    kind: DocumentKind, space: Space, person: Any, occasion: UUID | None, label: str, withheld: str, by: Any
) -> Document:
    what = {"kind_slug": kind.slug, "space": space, "person": person, "occasion": occasion}
    found = Document.objects.select_related("space").filter(**what).first()
    if found is None:
        document = Document(**what, label=label[:200], withheld_from=withheld)
        require(by, Action.START, document)
        _require_open(document)
        more = {"label": label[:200], "withheld_from": withheld, "cast": rights.cast_of(kind.parts)}
        found, _new = Document.objects.get_or_create(**what, defaults=more)
    require(by, Action.START, found)
    return found
