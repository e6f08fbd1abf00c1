"""Words about sessions for the pages."""

from datetime import datetime

from django import template
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from .. import goal_life

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
