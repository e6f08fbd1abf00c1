"""A version as a whole sheet: the heading, who can read it, the blocks, the signatures."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from people.moments import date_format

from . import kinds, workflows
from .models import Attachment, Signatory, Version
from .rights import readers_in_words
from .sheet import lay_out

Sheet = dict[str, Any]


def sheet_of(version: Version, *, at: datetime) -> Sheet:
    """The sheet of a version as it stands, in the language of its document; ``at`` is the moment it is dated with.

    A sealed version answers with the words that were frozen; only its present status is put on top of them.
    """
    if version.sheet is not None and version.state in (workflows.SEALED, workflows.SUPERSEDED):
        return version.sheet
    with kinds.as_written(version.document) as heading:
        return {**_head(version, heading, at), **_body(version)}


def _head(version: Version, heading: Any, at: datetime) -> Sheet:
    document = version.document
    return {
        "title": str(document.kind.title) if document.kind else document.kind_slug,
        "label": document.label,
        "language": heading["language"],
        "programme": heading["programme"],
        "group": heading["group"],
        "motto": heading["motto"],
        "stage": heading["stage"],
        "people": list(heading["people"]),
        "kept_until": date_format(heading["kept_until"], "j F Y"),
        "template": _template(version),
        "source": str(version.get_source_display()) if version.source != Version.Source.TYPED else "",
        "version": version.number,
        "replaces": version.number - 1 if version.number > 1 else None,
        "status": version.status_words,
        "tone": version.tone,
        # Translators: who wrote a document, and on which day
        "written": _("%(name)s, %(day)s")
        % {"name": version.author.name, "day": date_format(timezone.localtime(at), "j F Y")},
        "readers": readers_in_words(document),
        "id": str(document.pk)[:8],
        "intro": "",
    }


def _template(version: Version) -> str:
    """Which texts it was begun on: “standard”, or the number of the programme's own."""
    if version.wording is None:
        return pgettext("the template of a document", "standard")
    return pgettext("the template of a document", "the programme's own, %(number)s") % {
        "number": version.wording.number
    }


def _body(version: Version) -> Sheet:
    rows = version.signatories.select_related("person").prefetch_related("scans")
    return {
        "blocks": _blocks(version),
        "signatures": [_signature(row) for row in rows],
        "comments": [
            {"name": comment.author.name, "when": _moment(comment.created_at), "text": comment.text}
            for comment in version.comments.filter(sent_back=False).select_related("author")
        ],
    }


def _blocks(version: Version) -> list[dict[str, Any]]:
    """Its words: those that were offered, as long as it is signed; else its scan, or its answers laid out."""
    if version.state == workflows.SIGNING and version.sheet is not None:
        offered: list[dict[str, Any]] = version.sheet["blocks"]
        return offered
    assert version.kind is not None
    return [_scan(version)] if version.is_scan else lay_out(version.kind, version.answers)


def _scan(version: Version) -> dict[str, Any]:
    """The pages of a paper that was scanned, as one block."""
    return {
        "layout": "scan",
        "title": _("The scanned paper"),
        "note": _("It was filled in by hand. The file that was sent is kept with it."),
        "pages": _pages(version.scanned_pages),
    }


def _pages(pages: Iterable[Attachment]) -> list[dict[str, str]]:
    """Scanned pages as a sheet names them, with words for who cannot see them."""
    found = [page for page in pages if page.purpose == Attachment.Purpose.PAGE]
    return [
        {
            "id": str(page.pk),
            "path": page.path,
            "digest": page.digest,
            "words": _("Scan, page %(number)s of %(pages)s") % {"number": page.number, "pages": len(found)},
        }
        for page in found
    ]


def _signature(row: Signatory) -> dict[str, Any]:
    """A line of the signature page; ``when`` is empty as long as somebody is awaited, or has declined."""
    words = _("declined to sign") if row.declined_at else _("awaited")
    return {
        "name": row.name_typed or row.person.name,
        "role": str(row.get_role_display()),
        "way": str(row.get_way_display()) if row.signed_at else words,
        "when": _moment(row.signed_at) if row.signed_at else "",
        "digest": row.digest[:12],
        "scans": _pages(row.scans.all()),
    }


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y, H:i')} ({timezone.get_current_timezone_name()})"
