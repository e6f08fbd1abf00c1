"""Begin a diary, prefilled from the session it records."""

from typing import Any
from zoneinfo import ZoneInfo

from django.utils import timezone, translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from documents import pipeline
from documents.kinds import Answers
from documents.models import Document, Version
from policy.machine import NotNow

from .document_kinds.diary import DIARY
from .models import Attendance, Meeting


def begin(meeting: Meeting, *, by: Any) -> Version:
    """The diary of a meeting for its keeper to write: begun now, or the one that is begun.

    Raises ``NotNow`` for anybody else, or before the meeting was held; ``PermissionDenied`` for who is no mentee.
    """
    if meeting.state != Meeting.State.HELD:
        raise NotNow(_("The diary is written after the session was held."))
    if meeting.keeper_id != by.pk:
        raise NotNow(_("The diary of this session is kept by %(name)s.") % {"name": meeting.keeper or _("nobody yet")})
    programme = meeting.group.programme
    with translation.override(programme.language), timezone.override(ZoneInfo(programme.time_zone)):
        return pipeline.start(
            DIARY,
            meeting.space,
            by=by,
            person=by,
            occasion=meeting.pk,
            label=meeting.label,
            withheld_from=programme.withholds_diaries_from,
            answers=None if _is_begun(meeting, by) else _prefilled(meeting),
        )


def of(meeting: Meeting) -> Document | None:
    """The diary of a meeting, begun or not yet ``None``."""
    return Document.objects.filter(kind_slug=DIARY.slug, occasion=meeting.pk).order_by("created_at").first()


def _is_begun(meeting: Meeting, by: Any) -> bool:
    return Document.objects.filter(kind_slug=DIARY.slug, occasion=meeting.pk, person=by).exists()


def _prefilled(meeting: Meeting) -> Answers:
    local = timezone.localtime(meeting.starts_at)
    came = list(meeting.attendances.select_related("person").order_by("person__name"))
    coming = meeting.group.meetings.upcoming(now=meeting.ends_at).first()
    present = [row.person.name for row in came if row.came == Attendance.Came.PRESENT]
    missing = [f"{row.person.name} ({row.get_came_display()})" for row in came if row.came != Attendance.Came.PRESENT]
    return {
        "facts": {
            "when": date_format(local, "l j F Y, H:i"),
            "present": ", ".join(present)[:300],
            "missing": ", ".join(missing)[:300],
            "topic": meeting.topic,
        },
        "review": {"homework": "\n".join(f"{row.task}: " for row in meeting.homework.all())},
        "agenda": {
            "next_topic": coming.topic if coming else "",
            "homework": "\n".join(row.task for row in coming.homework.all()) if coming else "",
        },
    }
