"""Days and times in words, in the order of the reader's language: “4 March 2027” and “2027 m. kovo 4 d.”.

``FORMS`` is the one list of the ways in which the house writes a date. Each is a text that translators put in the order
of their language; one that is not listed is refused, so that no date is written in the order of English alone.
"""

from datetime import date, datetime, time
from typing import Any

from django.utils.dateformat import format as written
from django.utils.dateformat import time_format as written_time
from django.utils.translation import get_language, pgettext_lazy

# Translators: a form of a date in Django's letters. l: weekday, D: its short name, j: day, F: month (E: the month as it
# stands in a date, where that differs), M: its short name, Y: year, H:i: hours and minutes. A backslash writes a letter.
FORMS: dict[str, Any] = {
    "j F Y": pgettext_lazy("form of a date", "j F Y"),
    "j F": pgettext_lazy("form of a date", "j F"),
    "j M Y": pgettext_lazy("form of a date", "j M Y"),
    "F Y": pgettext_lazy("form of a date", "F Y"),
    "M": pgettext_lazy("form of a date", "M"),
    "l": pgettext_lazy("form of a date", "l"),
    "l j F": pgettext_lazy("form of a date", "l j F"),
    "l j F Y": pgettext_lazy("form of a date", "l j F Y"),
    "D j F": pgettext_lazy("form of a date", "D j F"),
    "D j F Y": pgettext_lazy("form of a date", "D j F Y"),
    "j F Y, H:i": pgettext_lazy("form of a date", "j F Y, H:i"),
    "l j F, H:i": pgettext_lazy("form of a date", "l j F, H:i"),
    "l j F Y, H:i": pgettext_lazy("form of a date", "l j F Y, H:i"),
    "D j F, H:i": pgettext_lazy("form of a date", "D j F, H:i"),
    "D j F Y, H:i": pgettext_lazy("form of a date", "D j F Y, H:i"),
    "D H:i": pgettext_lazy("form of a date", "D H:i"),
    "j F Y, H:i (e)": pgettext_lazy("form of a date", "j F Y, H:i (e)"),
    "H:i": pgettext_lazy("form of a date", "H:i"),
    "H:i:s": pgettext_lazy("form of a date", "H:i:s"),
}
NAMES_ARE_WORDS = {"nb", "lt", "bg", "es"}  # months and weekdays are no proper names there; Django's lists say “Март”
_known: dict[tuple[str | None, str], str] = {}


def _form(form: str) -> str:
    """The form in the order of the language that is spoken now; raises ``ValueError`` for one that is not listed."""
    asked = get_language(), form
    if asked not in _known:
        if form not in FORMS:
            raise ValueError(f"“{form}” is not among people.moments.FORMS: list it there, for the translators.")
        _known[asked] = str(FORMS[form])
    return _known[asked]


def date_format(moment: date | datetime, form: str) -> str:
    """``moment`` as it is (its zone is not changed) in one of ``FORMS``, in words of the language that is spoken now."""
    said = written(moment, _form(form))
    return said.lower() if get_language() in NAMES_ARE_WORDS and "(e)" not in form else said


def time_format(moment: time | datetime, form: str) -> str:
    """The same of a time of day."""
    return written_time(moment, _form(form))
