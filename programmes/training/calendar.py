"""A training as a calendar file (RFC 5546): entered, changed under the same UID, or struck out. Times stand in UTC."""

from datetime import UTC, datetime
from email.utils import parseaddr
from typing import Any
from urllib.parse import urlsplit

from django.conf import settings
from django.utils.translation import gettext as _
from icalendar import Calendar, Event, vCalAddress

from ..models import TrainingEvent

PRODUCT = "-//Mentoring//Training//EN"


def file_of(event: TrainingEvent, person: Any, *, now: datetime) -> dict[str, str]:
    """The invitation as a file for a letter (see ``people.mail.write_to``), in the active language.

    ``person`` is the only one whose address is in it, and the link to a call is not: it stands on the page.
    """
    method = "CANCEL" if event.is_cancelled else "REQUEST"
    calendar = Calendar()
    for name, value in (("prodid", PRODUCT), ("version", "2.0"), ("method", method)):
        calendar.add(name, value)
    calendar.add_component(_entry(event, person, now))
    return {"name": "training.ics", "type": f"text/calendar; method={method}", "text": calendar.to_ical().decode()}


def _entry(event: TrainingEvent, person: Any, now: datetime) -> Event:
    entry = Event()
    entry.add("uid", f"training-{event.pk}@{urlsplit(settings.SITE_URL).hostname}")
    entry.add("sequence", event.sequence)
    entry.add("dtstamp", now.astimezone(UTC))
    entry.add("dtstart", event.starts_at.astimezone(UTC))
    entry.add("dtend", event.ends_at.astimezone(UTC))
    entry.add("status", "CANCELLED" if event.is_cancelled else "CONFIRMED")
    entry.add("summary", _("Training: %(title)s") % {"title": event.title})
    entry.add("location", event.place or _("Online"))
    entry.add("url", settings.SITE_URL + event.get_absolute_url())
    organiser = vCalAddress(f"mailto:{parseaddr(settings.DEFAULT_FROM_EMAIL)[1]}")
    organiser.params["CN"] = " ".join(event.programme.name.split())
    entry.add("organizer", organiser)
    attendee = vCalAddress(f"mailto:{person.email}")
    attendee.params.update({"CN": " ".join(person.name.split()), "ROLE": "REQ-PARTICIPANT", "RSVP": "FALSE"})
    entry.add("attendee", attendee)
    return entry
