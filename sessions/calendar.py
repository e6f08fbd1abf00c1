"""Sessions as calendar files (RFC 5545, iTIP): when, where and which group; never a topic, homework or a meeting's link.

Calendars are shown to families and employers and kept by whoever runs them. A link lets its bearer in, so it stays on
the page of the session, to which every entry leads. Pure: rows in, text out, in the active language.
"""

from collections.abc import Iterable, Iterator
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from zoneinfo import ZoneInfo

from django.conf import settings
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

from .models import Meeting

PRODUCT = "-//Mentoring//Sessions//EN"
MARGIN = timedelta(days=400)  # a zone is described so long before the first and after the last session


def published(meetings: Iterable[Meeting], *, now: datetime, name: str = "") -> str:
    """A calendar to look at or to subscribe to; ``name`` is what programs call it."""
    calendar = _calendar("PUBLISH", meetings, now)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return _text(calendar)


def method_of(meeting: Meeting) -> str:
    """What a letter asks a calendar program to do: enter a session (or change it), or strike it out."""
    return "CANCEL" if meeting.state == Meeting.State.CANCELLED else "REQUEST"


def invitation(meeting: Meeting, person: Any, *, organiser: str, now: datetime) -> str:
    """What the calendar program of ``person`` enters, changes or strikes out; ``organiser`` is a name.

    ``person`` is the only one whose address is in it: not everybody shares theirs with the group. Answers of calendar
    programs are not asked for: nobody reads them.
    """
    calendar = _calendar(method_of(meeting), [meeting], now)
    (event,) = calendar.walk("VEVENT")
    event.add("organizer", _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], organiser))
    answering = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    event.add("attendee", _address(person.email, person.name, **answering))
    return _text(calendar)


def file_of(meeting: Meeting, person: Any, *, organiser: str, now: datetime) -> dict[str, str]:
    """The invitation as a file for a letter (see ``people.mail.write_to``)."""
    return {
        "name": f"session-{meeting.number}.ics",
        "type": f"text/calendar; method={method_of(meeting)}",
        "text": invitation(meeting, person, organiser=organiser, now=now),
    }


def address_of(meeting: Meeting) -> str:
    """The whole address of the page of a session."""
    address: str = settings.SITE_URL + meeting.get_absolute_url()
    return address


def _calendar(method: str, meetings: Iterable[Meeting], now: datetime) -> Calendar:
    rows = list(meetings)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for zone in sorted({row.group.programme.time_zone for row in rows} - {"UTC"}):
        days = [row.starts_at for row in rows if row.group.programme.time_zone == zone]
        calendar.add_component(time_zone(zone, min(days) - MARGIN, max(days) + MARGIN))
    for row in rows:
        calendar.add_component(_event(row, now))
    return calendar


def _event(meeting: Meeting, now: datetime) -> Event:
    zone = ZoneInfo(meeting.group.programme.time_zone)
    is_cancelled = meeting.state == Meeting.State.CANCELLED
    event = Event()
    event.add("uid", f"{meeting.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", meeting.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    for name, at in (("dtstart", meeting.starts_at), ("dtend", meeting.ends_at)):
        local = at.astimezone(zone)
        if zone.key == "UTC":
            event.add(name, local)
        else:  # by its name: the library would write a zone that never leaves UTC, as Reykjavik's, like UTC itself
            event.add(name, local.replace(tzinfo=None), parameters={"TZID": zone.key})
    event.add("status", "CANCELLED" if is_cancelled else "CONFIRMED")
    event.add("summary", _("%(session)s – %(group)s") % {"session": meeting, "group": meeting.group})
    event.add("location", meeting.place or capfirst(meeting.get_mode_display()))
    event.add("url", address_of(meeting))
    return event


def time_zone(name: str, start: datetime, end: datetime) -> Timezone:
    """A VTIMEZONE that is right between two instants: a component for what holds at first, one for every change.

    (``icalendar`` makes one too, but lets summer begin an hour late: it counts the onset in the new offset.)
    """
    found, zone = Timezone(), ZoneInfo(name)
    found.add("tzid", name)
    first = start.astimezone(zone)
    found.add_component(_offset(zone, first.replace(microsecond=0), first))
    for before, after in _changes(zone, start, end):
        found.add_component(_offset(zone, before, after))
    return found


def _offset(zone: ZoneInfo, before: datetime, after: datetime) -> TimezoneStandard | TimezoneDaylight:
    """What holds from the instant ``after`` on; its onset is told in the offset of ``before`` (RFC 5545, 3.6.5)."""
    old, new = before.utcoffset() or timedelta(), after.utcoffset() or timedelta()
    part = TimezoneDaylight() if after.dst() else TimezoneStandard()
    part.add("dtstart", (after.astimezone(UTC) + old).replace(tzinfo=None, microsecond=0))
    part.add("tzoffsetfrom", old)
    part.add("tzoffsetto", new)
    part.add("tzname", after.tzname())
    return part


def _changes(zone: ZoneInfo, start: datetime, end: datetime) -> Iterator[tuple[datetime, datetime]]:
    """The last second before, and the first second after each change of the clocks between two instants."""
    day, at = timedelta(days=1), start.astimezone(UTC).replace(microsecond=0)
    while at < end:
        low, high = at, at + day
        if low.astimezone(zone).utcoffset() != high.astimezone(zone).utcoffset():
            while high - low > timedelta(seconds=1):
                middle = low + timedelta(seconds=(high - low) // timedelta(seconds=2))
                is_old = middle.astimezone(zone).utcoffset() == at.astimezone(zone).utcoffset()
                low, high = (middle, high) if is_old else (low, middle)
            yield low.astimezone(zone), high.astimezone(zone)
        at += day


def _address(email: str, name: str, **parameters: str) -> vCalAddress:
    address = vCalAddress(f"mailto:{email}")
    address.params.update({"CN": " ".join(name.split()), **parameters})
    return address


def _text(calendar: Calendar) -> str:
    return calendar.to_ical().decode()
