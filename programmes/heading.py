"""How documents of a programme, an applicant's file and a group are headed: whose they are, and how long kept."""

import calendar
from collections.abc import Mapping
from datetime import date
from typing import Any

from django.utils import translation
from django.utils.translation import gettext as _

from documents.models import Document
from policy.permissions import Role

from .models import Application, Group, Programme

MONTHS_KEPT = 12  # design 4, defaults for keeping: for a document whose kind has gone
MADE_BY = {"mentee-profile": Role.MENTEE, "mentor-self-check": Role.MENTOR}  # by who applies in this role alone


def of_group(document: Document) -> Mapping[str, Any]:
    """The heading of a document that belongs to a group (see ``documents.kinds.heads``)."""
    group: Group = document.space.group
    with translation.override(group.programme.language):
        stage = str(group.get_state_display())
    return {**_of(group.programme, document), "group": group.name, "motto": group.motto, "stage": stage}


def of_application(document: Document) -> Mapping[str, Any]:
    """The heading of a document in an applicant's file."""
    return _of(document.space.application.programme, document)


def of_programme(document: Document) -> Mapping[str, Any]:
    """The heading of a document of the programme itself."""
    return _of(document.space.programme, document)


def why_closed(document: Document) -> str | None:
    """Why no document can be begun in a group: it has ended (only certificates come then), or the kind is not made by pairs (R2)."""
    group: Group = document.space.group
    if group.has_ended and not (document.kind and document.kind.after_end):
        return _("The group has ended. It can only be read.")
    if group.is_pair and document.kind and not document.kind.pairs:
        return _("This document is made by groups, not in individual mentoring.")
    return None


def why_application_closed(document: Document) -> str | None:
    """Why no document can be begun in an applicant's file: it is closed, or the kind is for the other role."""
    application: Application = document.space.application
    if not application.is_open:
        return _("This application is closed. It can only be read.")
    if document.kind_slug in MADE_BY and MADE_BY[document.kind_slug] != application.role:
        return _("This document is not for the role that the person has applied for.")
    return _closed(application.programme)


def why_programme_closed(document: Document) -> str | None:
    """Why no document can be begun in a programme: it is closed."""
    return _closed(document.space.programme)


def _closed(programme: Programme) -> str | None:
    is_closed = programme.state == Programme.State.CLOSED
    return _("The programme is closed. It can only be read.") if is_closed else None


def kept_until(programme: Programme, months: int) -> date:
    """The day until which a document of the programme is kept that is kept for so many months after its end."""
    return months_after(programme.ends_on, months)


def _of(programme: Programme, document: Document) -> dict[str, Any]:
    with translation.override(programme.language):
        words = {"stage": str(programme.get_state_display()), "people": _people(document)}
    return {
        "programme": programme.name,
        "group": "",
        "motto": "",
        **words,
        "kept_until": kept_until(programme, document.kind.keeps if document.kind else MONTHS_KEPT),
        "language": programme.language,
        "time_zone": programme.time_zone,
    }


def _people(document: Document) -> list[str]:
    """Whom it concerns: everyone in its space, or the one person it is about; of a whole programme nobody by name."""
    if document.space.kind == document.space.Kind.PROGRAMME:
        return [document.person.name] if document.person else []
    people = document.space.people()
    if _is_of_one(document):
        people = [row for row in people if row.person_id == document.person_id] or people
    return [f"{row.person.name} ({row.get_role_display()})" for row in people]


def _is_of_one(document: Document) -> bool:
    """Whether it is about one person of the group, or lies between that person and the managers."""
    if document.kind is None or document.person_id is None:
        return False
    parts = document.kind.parts
    return bool(parts.about) or (parts.own and parts.reviewer is None and parts.readers <= {Role.MANAGER, Role.OWNER})


def months_after(day: date, months: int) -> date:
    """The same day so many months later, or the last of that month."""
    years, month = divmod(day.month - 1 + months, 12)
    year, month = day.year + years, month + 1
    return date(year, month, min(day.day, calendar.monthrange(year, month)[1]))
