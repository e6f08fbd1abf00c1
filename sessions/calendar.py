"""Sessions as calendar files: when, where and which group; never a topic, homework or a meeting's link.

A link lets its bearer in, so it stays on the page of the session, to which every entry leads. How a file is written is
said in ``people.calendar_file``. Pure: rows in, text out, in the active language.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import datetime
from typing import Any

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _

from people import calendar_file
from people.calendar_file import Entry

from .models import Meeting


def published(meetings: Iterable[Meeting], *, now: datetime, name: str = "") -> str:
    """A calendar to look at or to subscribe to; ``name`` is what programs call it."""
    return calendar_file.published([_entry(meeting) for meeting in meetings], now=now, name=name)


def invitation(meeting: Meeting, person: Any, *, organiser: str, now: datetime) -> str:
    """What the calendar program of ``person`` enters, changes or strikes out; ``organiser`` is a name."""
    return calendar_file.invitation(_entry(meeting), person, organiser=organiser, now=now)


def file_of(meeting: Meeting, person: Any, *, organiser: str, now: datetime) -> dict[str, str]:
    """The invitation as a file for a letter (see ``people.mail.write_to``)."""
    name = f"session-{meeting.number}.ics"
    return calendar_file.file_of(_entry(meeting), person, name=name, organiser=organiser, now=now)


def striking_out(meeting: Meeting, person: Any, *, organiser: str, now: datetime) -> dict[str, str]:
    """The file that takes a session out of the calendar of somebody who does not come any more; it goes on for others."""
    entry = replace(_entry(meeting), is_cancelled=True)
    return calendar_file.file_of(entry, person, name=f"session-{meeting.number}.ics", organiser=organiser, now=now)


def address_of(meeting: Meeting) -> str:
    """The whole address of the page of a session."""
    address: str = settings.SITE_URL + meeting.get_absolute_url()
    return address


def _entry(meeting: Meeting) -> Entry:
    return Entry(
        pk=meeting.pk,
        sequence=meeting.sequence,
        starts_at=meeting.starts_at,
        ends_at=meeting.ends_at,
        zone=meeting.group.programme.time_zone,
        # Translators: the name of a session in a calendar, like “Session 3 – Aušra”
        summary=_("%(session)s – %(group)s") % {"session": meeting, "group": meeting.group},
        location=meeting.place or str(capfirst(meeting.get_mode_display())),
        path=meeting.get_absolute_url(),
        is_cancelled=meeting.state == Meeting.State.CANCELLED,
    )
