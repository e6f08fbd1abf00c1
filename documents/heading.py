"""A version as a whole sheet: the heading, who can read it, the blocks, the signatures."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from . import kinds, workflows
from .models import Version
from .rights import readers_in_words
from .sheet import lay_out

Sheet = dict[str, Any]


def sheet_of(version: Version, *, at: datetime) -> Sheet:
    """The sheet of a version as it stands, in the language of its document; ``at`` is the moment it is dated with.

    A sealed version answers with the words that were frozen; only its present status is put on top of them.
    """
    if version.sheet is not None and version.state in (workflows.SEALED, workflows.SUPERSEDED):
        return version.sheet
    heading = kinds.heading_of(version.document)
    with translation.override(heading["language"]), timezone.override(ZoneInfo(heading["time_zone"])):
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
        "kept_until": heading["kept_until"],
        "template": _template(version),
        "source": str(version.get_source_display()) if version.source != Version.Source.TYPED else "",
        "version": version.number,
        "replaces": version.number - 1 if version.number > 1 else None,
        "status": version.status_words,
        "tone": version.tone,
        "written": _("%(name)s, %(day)s")
        % {"name": version.author.name, "day": date_format(timezone.localtime(at), "j F Y")},
        "readers": readers_in_words(document),
        "id": str(document.pk)[:8],
        "intro": "",
    }


def _template(version: Version) -> str:
    """Which texts it was begun on: “standard”, or the number of the programme's own."""
    if version.wording is None:
        return str(_("standard"))
    return str(_("the programme's own, %(number)s") % {"number": version.wording.number})


def _body(version: Version) -> Sheet:
    assert version.kind is not None
    return {
        "blocks": lay_out(version.kind, version.answers),
        "signatures": [_signature(row) for row in version.signatories.select_related("person")],
        "comments": [
            {"name": comment.author.name, "when": _moment(comment.created_at), "text": comment.text}
            for comment in version.comments.filter(sent_back=False).select_related("author")
        ],
    }


def _signature(row: Any) -> dict[str, str]:
    return {
        "name": row.name_typed or row.person.name,
        "role": str(row.get_role_display()),
        "way": str(row.get_way_display()) if row.signed_at else _("not signed yet"),
        "when": _moment(row.signed_at) if row.signed_at else "",
        "digest": row.digest[:12],
    }


def _moment(moment: datetime) -> str:
    local = timezone.localtime(moment)
    return f"{date_format(local, 'j F Y, H:i')} ({timezone.get_current_timezone_name()})"
