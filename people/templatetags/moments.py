"""The filters ``date`` and ``time`` of every template: Django's, in the order of the reader's language.

They stand among the built-in tags (settings, TEMPLATES), so that no template of ours can write a date any other way.
Forms that are not for people (of ``<time datetime>`` and of fields) and those of Django's own pages (``DATETIME_FORMAT``) stay
Django's.
"""

from datetime import date, datetime, time
from typing import Any

from django import template
from django.utils import formats

from people.moments import date_format, time_format

register = template.Library()
FOR_MACHINES = {"c", "Y-m-d"}


def _is_djangos(form: str) -> bool:
    return form in FOR_MACHINES or (form.isupper() and "_" in form)


@register.filter(name="date", expects_localtime=True, is_safe=False)
def in_words(moment: date | datetime | None, form: str = "DATE_FORMAT") -> str:
    """A day, or a moment in the reader's zone, in one of ``people.moments.FORMS``; empty for none."""
    if not isinstance(moment, date):
        return ""
    return formats.date_format(moment, form) if _is_djangos(form) else date_format(moment, form)


@register.filter(name="time", expects_localtime=True, is_safe=False)
def clock(moment: Any, form: str = "TIME_FORMAT") -> str:
    """A time of day in one of ``people.moments.FORMS``; empty for none."""
    if not isinstance(moment, (time, datetime)):
        return ""
    return formats.time_format(moment, form) if _is_djangos(form) else time_format(moment, form)
