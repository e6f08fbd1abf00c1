"""What is entered in people's calendars (RFC 5545, iTIP): when, where, what it is called, and the page it leads to.

Calendars are shown to families and employers and kept by whoever runs them: nothing told in confidence goes into one,
and no link that lets its bearer in. Pure: entries in, text out; the words are the caller's.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit
from uuid import UUID
from zoneinfo import ZoneInfo

from django.conf import settings
from icalendar import Calendar, Event, Timezone, TimezoneDaylight, TimezoneStandard, vCalAddress

PRODUCT = "-//Mentoring//Sessions//EN"
MARGIN = timedelta(days=400)  # a zone is described so long before the first and after the last entry


@dataclass(frozen=True)
class Entry:
    """One entry. ``pk`` stays the same for the same thing, ``sequence`` grows with every change that people hear of.

    ``starts_at`` and ``ends_at`` are instants, ``zone`` the name of the zone whose wall clock they are told in;
    ``path`` is the address of its page without the site.
    """

    pk: UUID
    sequence: int
    starts_at: datetime
    ends_at: datetime
    zone: str
    summary: str
    location: str
    path: str
    is_cancelled: bool = False

    @property
    def method(self) -> str:
        """What a letter asks a calendar program to do: enter it (or change it), or strike it out."""
        return "CANCEL" if self.is_cancelled else "REQUEST"


def published(entries: Iterable[Entry], *, now: datetime, name: str = "") -> str:
    """A calendar to look at or to subscribe to; ``name`` is what programs call it."""
    calendar = _calendar("PUBLISH", entries, now)
    if name:
        calendar.add("x-wr-calname", name)
        calendar.add("refresh-interval", timedelta(hours=1), parameters={"VALUE": "DURATION"})
    return _text(calendar)


def invitation(entry: Entry, person: Any, *, organiser: str, now: datetime) -> str:
    """What the calendar program of ``person`` enters, changes or strikes out; ``organiser`` is a name.

    ``person`` is the only one whose address is in it: not everybody shares theirs. Answers of calendar programs are
    not asked for: nobody reads them.
    """
    calendar = _calendar(entry.method, [entry], now)
    (event,) = calendar.walk("VEVENT")
    event.add("organizer", _address(parseaddr(settings.DEFAULT_FROM_EMAIL)[1], organiser))
    answering = {"ROLE": "REQ-PARTICIPANT", "PARTSTAT": "NEEDS-ACTION", "RSVP": "FALSE"}
    event.add("attendee", _address(person.email, person.name, **answering))
    return _text(calendar)


def file_of(entry: Entry, person: Any, *, name: str, organiser: str, now: datetime) -> dict[str, str]:
    """The invitation as a file called ``name``, for a letter (see ``people.mail.write_to``)."""
    return {
        "name": name,
        "type": f"text/calendar; method={entry.method}",
        "text": invitation(entry, person, organiser=organiser, now=now),
    }


def _calendar(method: str, entries: Iterable[Entry], now: datetime) -> Calendar:
    rows = list(entries)
    calendar = Calendar()
    calendar.add("prodid", PRODUCT)
    calendar.add("version", "2.0")
    calendar.add("method", method)
    for zone in sorted({row.zone for row in rows} - {"UTC"}):
        days = [row.starts_at for row in rows if row.zone == zone]
        calendar.add_component(time_zone(zone, min(days) - MARGIN, max(days) + MARGIN))
    for row in rows:
        calendar.add_component(_event(row, now))
    return calendar


def _event(entry: Entry, now: datetime) -> Event:
    zone = ZoneInfo(entry.zone)
    event = Event()
    event.add("uid", f"{entry.pk}@{urlsplit(settings.SITE_URL).hostname}")
    event.add("sequence", entry.sequence)
    event.add("dtstamp", now.astimezone(UTC))
    for name, at in (("dtstart", entry.starts_at), ("dtend", entry.ends_at)):
        local = at.astimezone(zone)
        if zone.key == "UTC":
            event.add(name, local)
        else:  # by its name: the library would write a zone that never leaves UTC, as Reykjavik's, like UTC itself
            event.add(name, local.replace(tzinfo=None), parameters={"TZID": zone.key})
    event.add("status", "CANCELLED" if entry.is_cancelled else "CONFIRMED")
    event.add("summary", entry.summary)
    event.add("location", entry.location)
    event.add("url", settings.SITE_URL + entry.path)
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
