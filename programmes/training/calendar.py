"""A training in people's calendars: entered, changed under the same UID, or struck out (``people/calendar_file.py``)."""

from datetime import datetime
from typing import Any

from django.utils.translation import gettext as _

from people import calendar_file

from ..models import TrainingEvent


def file_of(event: TrainingEvent, person: Any, *, now: datetime) -> dict[str, str]:
    """The invitation as a file for a letter, in the active language; the link to a call is not in it."""
    entry = calendar_file.Entry(
        pk=event.pk,
        sequence=event.sequence,
        starts_at=event.starts_at,
        ends_at=event.ends_at,
        zone=event.programme.time_zone,
        summary=_("Training: %(title)s") % {"title": event.title},
        location=event.place or _("Online"),
        path=event.get_absolute_url(),
        is_cancelled=event.is_cancelled,
    )
    return calendar_file.file_of(entry, person, name="training.ics", organiser=event.programme.name, now=now)
