"""How documents of a group are headed: programme, group, stage, people, how long kept."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents.models import Document

YEARS_KEPT = {"contract": 2, "conclusions": 2}  # design 4, defaults for keeping; all others 1


def of_group(document: Document) -> Mapping[str, Any]:
    """The heading of a document that belongs to a group (see ``documents.kinds.heads``)."""
    group = document.space.group
    programme = group.programme
    until = _years_after(programme.ends_on, YEARS_KEPT.get(document.kind_slug, 1))
    return {
        "programme": programme.name,
        "group": group.name,
        "motto": group.motto,
        "stage": str(group.get_state_display()),
        "people": [f"{row.person.name} ({row.get_role_display()})" for row in document.space.people()],
        "kept_until": date_format(until, "j F Y"),
        "language": programme.language,
        "time_zone": programme.time_zone,
    }


def why_closed(document: Document) -> str | None:
    """Why no document can be begun in a group: it has ended, or the kind is not made by pairs (R2)."""
    group = document.space.group
    if group.has_ended:
        return _("The group has ended. It can only be read.")
    if group.is_pair and document.kind and not document.kind.pairs:
        return _("This document is made by groups, not in individual mentoring.")
    return None


def _years_after(day: date, years: int) -> date:
    try:
        return day.replace(year=day.year + years)
    except ValueError:  # 29 February
        return day.replace(year=day.year + years, day=28)
