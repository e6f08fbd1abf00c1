"""Two people change one session: what each had seen and wrote, and what that makes together (design 6, F-10). Pure."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.core import signing
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from people.moments import date_format
from programmes.choices import Mode

from .models import Meeting

Values = dict[str, str]

# What belongs together: nobody gets one person's day with another's time. Unit: label, names of the fields.
UNITS: dict[str, tuple[Any, tuple[str, ...]]] = {
    "kind": (gettext_lazy("Kind of session"), ("kind",)),
    "when": (gettext_lazy("Date and time"), ("day", "time", "fold", "minutes")),
    "where": (gettext_lazy("Where"), ("mode", "place", "link")),
    "topic": (gettext_lazy("Topic"), ("topic",)),
    "goal": (gettext_lazy("Goal it serves"), ("goal",)),
    "homework": (gettext_lazy("Homework before this session"), ("homework",)),
    "keeper": (gettext_lazy("Diary keeper"), ("keeper",)),
    "remarks": (gettext_lazy("Remarks"), ("remarks",)),
    "reason": (gettext_lazy("Reason for the change"), ("reason",)),
}
THEIRS = "theirs"


def values_of(meeting: Meeting, zone: ZoneInfo) -> Values:
    """What a form about this session shows, as the browser sends it back."""
    local = meeting.starts_at.astimezone(zone)
    return {
        **{name: str(getattr(meeting, name)) for name in ("kind", "mode", "place", "link", "topic", "goal")},
        **{"remarks": meeting.remarks, "reason": meeting.reason, "keeper": str(meeting.keeper_id or "")},
        **{"day": f"{local:%Y-%m-%d}", "time": f"{local:%H:%M}", "fold": str(local.fold)},
        "minutes": str(meeting.minutes),
        "homework": "\n".join(row.task for row in meeting.homework.all()),
    }


def as_sent(data: Mapping[str, Any], base: Values) -> Values:
    """What somebody wrote, put like ``values_of``; a field that was not sent was not touched."""
    sent = {name: _plain(name, str(data[name])) if name in data else value for name, value in base.items()}
    return {**sent, "fold": sent["fold"] or "0"}


def _plain(name: str, value: str) -> str:
    lines = [line.strip() for line in value.splitlines()]
    plain = "\n".join(line for line in lines if line)
    try:  # a browser without a date picker lets people write it as they are used to
        if name == "day":
            return f"{forms.DateField().clean(plain):%Y-%m-%d}"
        if name == "time":
            return f"{forms.TimeField().clean(plain):%H:%M}"
    except forms.ValidationError:
        pass  # the form says what is wrong with it
    return plain


def keep(meeting: Meeting, values: Values) -> str:
    """What was seen, signed, so that it can travel in the form."""
    return signing.dumps(values, salt=_salt(meeting), compress=True)


def seen(meeting: Meeting, token: str) -> Values:
    """What was seen when the form was opened; nothing where the token is not ours or of another session."""
    try:
        return signing.loads(token, salt=_salt(meeting))
    except signing.BadSignature:
        return {}


def _salt(meeting: Meeting) -> str:
    return f"sessions.seen {meeting.pk}"


def merge(base: Values, theirs: Values, yours: Values) -> tuple[Values, list[str]]:
    """Both changes together, and the units that both changed, each differently; of those ``yours`` is taken."""
    together, both = dict(yours), []
    for unit, (_label, names) in UNITS.items():
        was, is_now, wanted = ([values.get(name) for name in names] for values in (base, theirs, yours))
        if wanted == was:
            together |= {name: theirs[name] for name in names}
        elif is_now not in (was, wanted):
            both.append(unit)
    return together, both


@dataclass(frozen=True)
class Side:
    """One person's words for a unit: lines, and whether only this person has the line."""

    lines: tuple[tuple[str, bool], ...]


@dataclass(frozen=True)
class Difference:
    """A unit that two people changed differently."""

    unit: str
    label: str
    theirs: Side
    yours: Side


def differences(units: list[str], theirs: Values, yours: Values, names: Mapping[str, str]) -> list[Difference]:
    """The units in conflict, in words. ``names``: people by id, for the keeper."""
    found = []
    for unit in units:
        left, right = (_lines(unit, values, names) for values in (theirs, yours))
        many = max(len(left), len(right)) > 1
        sides = [
            Side(tuple((line, many and line not in other) for line in one)) for one, other in ((left, right), (right, left))
        ]  # fmt: skip
        found.append(Difference(unit, str(UNITS[unit][0]), *sides))
    return found


def _lines(unit: str, values: Values, names: Mapping[str, str]) -> list[str]:
    if unit == "when":
        starts_at = datetime.fromisoformat(f"{values['day']} {values['time']}")
        which = [_("the second of the two")] if values["fold"] == "1" else []
        return [date_format(starts_at, "D j F Y, H:i"), *which, _("%(n)s minutes") % {"n": values["minutes"]}]
    if unit == "kind":
        return [str(Meeting.Kind(values["kind"]).label)]
    if unit == "where":
        return [part for part in (str(Mode(values["mode"]).label), values["place"], values["link"]) if part]
    if unit == "keeper":
        return [names.get(values["keeper"], "")] if values["keeper"] else []
    return values[unit].splitlines()
