"""Words about sessions for the pages."""

from datetime import datetime
from zoneinfo import ZoneInfo

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.moments import date_format

from .. import goal_life
from ..models import Meeting

register = template.Library()
register.filter("progress_of", goal_life.progress_of)


@register.filter
def days_from_now(moment: datetime) -> str:
    """“today”, “tomorrow” or “in 4 days”, counted in days of the reader's calendar; empty for what is past."""
    days = (timezone.localtime(moment).date() - timezone.localdate()).days
    if days < 0:
        return ""
    if days == 0:
        return _("today")
    if days == 1:
        return _("tomorrow")
    return ngettext("in %(n)d day", "in %(n)d days", days) % {"n": days}


@register.simple_tag
def programme_time(meeting: Meeting) -> str:
    """“18:00 in Vilnius” where clocks there differ from the reader's at that moment, with the weekday if it differs."""
    here = timezone.localtime(meeting.starts_at)
    zone = ZoneInfo(meeting.group.programme.time_zone)
    there = meeting.starts_at.astimezone(zone)
    if there.utcoffset() == here.utcoffset():
        return ""
    shown = date_format(there, "H:i" if there.date() == here.date() else "D H:i")
    city = zone.key.rsplit("/")[-1].replace("_", " ")
    # Translators: the same moment in the time zone of a city, like “18:00 in Vilnius”
    return _("%(time)s in %(city)s") % {"time": shown, "city": city} if "/" in zone.key else f"{shown} {zone.key}"
