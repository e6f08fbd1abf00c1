"""What comes in from outside becomes a version: a filled form its answers, a scan its pages. A room of the pipeline."""

from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from policy.permissions import Action, Role, require

from . import files, pipeline, workflows
from .fillable import FORMAT, Identity, identity_of, read_back
from .forms import Filling
from .models import Attachment, Signatory, Version
from .uploads import Opened


class NotThisOne(Exception):
    """A form that was made for another document. Its text is the reason that people read."""


def is_form(opened: Opened) -> bool:
    """Whether a file is one of our fillable forms; every other file with pages is a scan."""
    return identity_of(opened.fields) is not None


def receive_form(version: Version, opened: Opened, *, by: Any, seen: int | None = None) -> Filling:
    """Save the answers of a filled form as the draft, and give them back as a bound form that knows what is wrong.

    Raises ``NotThisOne`` when the form was made for another kind or another document, or takes no file, and what ``pipeline.write``
    raises. The same file sent twice is written once.
    """
    require(by, Action.WRITE, version)
    _require_files(version)
    identity = identity_of(opened.fields)
    if identity is None:
        raise NotThisOne(_("This is none of our forms. Download the form of this document and fill that in."))
    _require_same(version, identity)
    assert version.kind is not None
    filling = Filling(version.kind, data=read_back(version.kind, opened.fields))
    if not _came_before(version, opened, Version.Source.FILLED):
        _take(version, filling.answers(), opened, (), by=by, seen=seen, source=Version.Source.FILLED)
    return filling


def receive_scan(version: Version, opened: Opened, *, by: Any, seen: int | None = None) -> Version:
    """Make a draft the scan of a paper: its pages count, and what was typed is set aside until it is handed on.

    Raises ``NotThisOne`` for documents without names, and for those that are signed: there a scan belongs to a signature. The same file sent twice
    is taken once.
    """
    require(by, Action.WRITE, version)
    _require_files(version)
    if version.machine is workflows.SIGNED:
        raise NotThisOne(
            _("This document is signed by each person. Offer it for signature first, then add the signed pages there.")
        )
    if not _came_before(version, opened, Version.Source.SCANNED):
        pages = opened.pages
        _take(version, version.answers, opened, pages, by=by, seen=seen, source=Version.Source.SCANNED)
    return version


def type_instead(version: Version, *, by: Any) -> Version:
    """Turn a scanned draft back into typing: its scan goes, what was typed before is there again."""
    require(by, Action.WRITE, version)
    with transaction.atomic():
        rows = Version.objects.filter(pk=version.pk, state=workflows.DRAFT, source=Version.Source.SCANNED)
        if rows.update(source=Version.Source.TYPED, revision=F("revision") + 1):
            version.attachments.filter(signatory=None).delete()
    version.refresh_from_db()
    return version


def attach_signature(signatory: Signatory, opened: Opened, *, by: Any) -> None:
    """Keep the signed paper of one signatory: the file as it was sent, and its pages. A newer one takes its place.

    For the signatory, and for whoever writes the document on behalf of those who signed on paper.
    """
    version = signatory.version
    require(by, Action.SCAN, version)
    if signatory.person_id != by.pk and Role.AUTHOR not in version.roles_of(by):
        require(by, Action.REMIND, version)
    rows = _kept(version, opened, opened.pages, by=by, signatory=signatory)
    with transaction.atomic():
        _replace(version, rows)


def let_go(version: Version) -> None:
    """Forget the signed papers of a version whose signatures have become void."""
    version.attachments.exclude(signatory=None).delete()


def has_other_texts(version: Version, opened: Opened) -> bool:
    """Whether the programme's texts in a filled form are not those that the version is written on."""
    identity = identity_of(opened.fields)
    return identity is not None and identity.wording != (version.wording.number if version.wording else 0)


def _require_files(version: Version) -> None:
    if version.kind is not None and version.kind.is_nameless:
        raise NotThisOne(_("This is answered without your name, so it is typed here: handwriting tells who wrote it."))


def _require_same(version: Version, identity: Identity) -> None:
    if identity.format != FORMAT:
        raise NotThisOne(_("This form is too old to be read. Download it again, and fill in the new one."))
    if identity.kind != version.document.kind_slug:
        raise NotThisOne(_("This form is for another kind of document. Download the form of this one."))
    if identity.document and str(identity.document) != str(version.document_id):
        raise NotThisOne(_("This form was made for another document of this kind. Open that one and send it there."))


def _came_before(version: Version, opened: Opened, source: str) -> bool:
    original = version.original if version.source == source else None
    return original is not None and original.digest == opened.digest


def _take(
    version: Version, answers: Any, opened: Opened, pages: tuple[bytes, ...], *, by: Any, seen: int | None, source: str
) -> None:
    rows = _kept(version, opened, pages, by=by)
    with transaction.atomic():
        pipeline.write(version, answers, by=by, seen=seen, source=source)
        _replace(version, rows)


def _kept(
    version: Version, opened: Opened, pages: tuple[bytes, ...], *, by: Any, signatory: Signatory | None = None
) -> list[Attachment]:
    """The rows of files that lie on the disk already: no row is ever without its file."""
    sent = [(opened.data, ".bin", opened.media_type), *((page, ".jpg", "image/jpeg") for page in pages)]
    return [
        Attachment(
            version=version,
            signatory=signatory,
            purpose=Attachment.Purpose.PAGE if number else Attachment.Purpose.ORIGINAL,
            number=number,
            name="" if number else opened.name,
            media_type=media_type,
            path=files.keep(data, suffix),
            size=len(data),
            digest=files.digest_of(data),
            by=by,
        )
        for number, (data, suffix, media_type) in enumerate(sent)
    ]


def _replace(version: Version, rows: list[Attachment]) -> None:
    """Put rows in the place of those before; of two at the same moment, one after the other."""
    Version.objects.select_for_update().get(pk=version.pk)
    version.attachments.filter(signatory=rows[0].signatory).delete()
    Attachment.objects.bulk_create(rows)
