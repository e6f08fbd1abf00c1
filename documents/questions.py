"""A question that managers write themselves, and the field that it becomes: the types and the bounds.

A question is a dict of strings, so that it can be frozen as a text: ``key`` (lasts as long as the question), ``type``,
``text``, ``help``, ``options`` (one a line), ``required`` ("yes" or ""). Where a question may change while it asks,
``keys`` holds what is stored for each option, with blanks between.
"""

import secrets
from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from .forms import choice, day, line, long_text, number, rating, several

Question = Mapping[str, str]

OPTIONS_AT_MOST = 12
TEXT_AT_MOST, HELP_AT_MOST, OPTION_AT_MOST = 400, 300, 120
LARGEST = 1_000_000
TYPES: dict[str, Any] = {
    "line": gettext_lazy("one line of text"),
    "text": gettext_lazy("a longer text"),
    "one": gettext_lazy("one of several answers"),
    "several": gettext_lazy("as many of several answers as fit"),
    "agreement": gettext_lazy("agreement, from 1 to 5"),
    "scale": gettext_lazy("a mark from 0 to 10"),
    "yesno": gettext_lazy("yes or no"),
    "day": gettext_lazy("a day"),
    "number": gettext_lazy("a number"),
}
WITH_OPTIONS = ("one", "several")
# Translators: the two answers to a question
YES_NO = (("yes", gettext_lazy("yes")), ("no", gettext_lazy("no")))
MARKS = tuple((str(n), str(n)) for n in range(11))


def options_of(question: Question) -> list[str]:
    """The answers to choose from, as they were written: one a line, blank lines left out."""
    return [" ".join(words.split()) for words in question["options"].splitlines() if words.strip()]


def choices_of(question: Question) -> list[tuple[str, str]]:
    """The same with what is stored: their ``keys``, else their place, which a frozen question never changes."""
    options = options_of(question)
    keys = question.get("keys", "").split() or [str(place) for place in range(1, len(options) + 1)]
    return list(zip(keys, options, strict=True))


def problem_of_options(question: Question) -> str | None:
    """Why these answers cannot be chosen from, in words; ``None`` when they can."""
    options = options_of(question)
    if question["type"] not in WITH_OPTIONS:
        return _("Answers to choose from belong to “one of several” and “as many as fit”. Change the kind of answer, or empty this.") if options else None  # fmt: skip
    if len(options) < 2:
        return _("Write at least two answers to choose from, one on each line.")
    if len(options) > OPTIONS_AT_MOST:
        return _("There can be at most %(n)d answers to choose from. Leave some out.") % {"n": OPTIONS_AT_MOST}
    if any(len(words) > OPTION_AT_MOST for words in options):
        return _("An answer to choose from is too long. Use at most %(n)d characters.") % {"n": OPTION_AT_MOST}
    if len({words.casefold() for words in options}) < len(options):
        return _("Two of the answers to choose from are the same. Change or remove one.")
    return None


def fresh_key(known: Iterable[str]) -> str:
    """A key that no question has."""
    taken = set(known)
    return next(key for key in iter(lambda: f"q{secrets.token_hex(4)}", "") if key not in taken)


def field_of(question: Question) -> forms.Field:
    """The field that asks a question."""
    told: dict[str, Any] = {"required": bool(question["required"]), "help_text": question["help"]}
    return _FIELDS[question["type"]](question, question["text"], told)


def _scale(question: Question, label: str, told: dict[str, Any]) -> forms.Field:
    field = choice(label, MARKS, **told)
    field.widget.attrs["class"] = "mark"  # side by side, as on paper
    return field


def _agreement(question: Question, label: str, told: dict[str, Any]) -> forms.Field:
    field = rating(label, required=told["required"])
    field.help_text = told["help_text"]
    return field


_FIELDS: dict[str, Callable[[Question, str, dict[str, Any]], forms.Field]] = {
    "line": lambda _question, label, told: line(label, **told),
    "text": lambda _question, label, told: long_text(label, rows=3, **told),
    "one": lambda question, label, told: choice(label, choices_of(question), **told),
    "several": lambda question, label, told: several(label, choices_of(question), **told),
    "agreement": _agreement,
    "scale": _scale,
    "yesno": lambda _question, label, told: choice(label, YES_NO, **told),
    "day": lambda _question, label, told: day(label, **told),
    "number": lambda _question, label, told: number(label, most=LARGEST, **told),
}
