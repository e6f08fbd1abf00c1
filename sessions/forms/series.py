"""Forms that plan many sessions at once."""

import datetime as clock
import uuid
from collections.abc import Sequence
from datetime import UTC, date, datetime, timedelta
from typing import Any, cast

from django import forms
from django.core import signing
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from programmes.choices import Mode
from programmes.models import Group

from .. import planning, series
from ..models import Meeting

SKIPPED_AT_MOST = 60


class AlikeForm(forms.Form):
    """Many sessions that are alike: from which day, at which time, for how long, where."""

    once = forms.UUIDField(widget=forms.HiddenInput)
    day = forms.DateField(
        label=_("First day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the first day.")},
    )
    time = forms.TimeField(
        label=_("Begins at"),
        widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"),
        error_messages={"required": _("Say at which time the sessions begin.")},
    )
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=480, initial=60)
    mode = forms.ChoiceField(label=_("How we meet"), choices=Mode.choices, initial=Mode.ONLINE)
    place = forms.CharField(label=_("Place"), max_length=200, required=False)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.fields["once"].initial = uuid.uuid4
        zone = group.programme.time_zone
        self.fields["time"].help_text = str(_("In the programme's time zone: %(zone)s.")) % {"zone": zone}

    def clean_day(self) -> date:
        """Not in another century by a slip."""
        return _near(self.cleaned_data["day"])

    @property
    def other_times(self) -> dict[date, clock.time]:
        """By day, the time that was given for it alone, where the usual one is in doubt."""
        found = {}
        for name in (name for name in self.data if name.startswith("time-")):
            try:
                found[date.fromisoformat(name.removeprefix("time-"))] = clock.time.fromisoformat(self.data[name])
            except ValueError:
                continue  # the preview asks again
        return found

    @property
    def given_times(self) -> dict[date, clock.time]:
        """The other times, as hours and minutes on the wall."""
        return {day: when.replace(tzinfo=None, second=0, microsecond=0) for day, when in self.other_times.items()}


class SeriesForm(AlikeForm):
    """Besides: how often, how many times; which of them are face to face, and which days to leave out."""

    weeks = forms.IntegerField(
        label=_("Every how many weeks"), min_value=1, max_value=8, initial=2, help_text=_("2: every second week.")
    )
    count = forms.IntegerField(label=_("How many sessions"), min_value=1, max_value=30, initial=8)
    is_blended = forms.BooleanField(
        label=_("The first, the middle and the last session are face to face"), required=False
    )
    face_to_face_at = forms.CharField(label=_("Place of these three"), max_length=200, required=False)
    skipped = forms.CharField(
        label=_("Days to leave out"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One date a line, like 2026-12-24 or 24.12.2026. The series goes on in the next round."),
    )

    field_order = (
        *("once", "day", "time", "minutes", "weeks", "count", "mode", "place", "link"),
        *("is_blended", "face_to_face_at", "skipped"),
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        if group.programme.mode == Mode.BLENDED:
            apart = {
                "is_blended": True,
                "face_to_face_at": self.initial.get("place", ""),
                "mode": Mode.ONLINE,
                "place": "",
            }
            self.initial = {**self.initial, **apart}

    def clean_count(self) -> int:
        """A plan has an end."""
        count = cast(int, self.cleaned_data["count"])
        there = self.group.meetings.count()
        room = max(planning.AT_MOST - there, 0)
        if count > room:
            words = ngettext(
                "The plan has room for %(n)d more session.", "The plan has room for %(n)d more sessions.", room
            )
            raise forms.ValidationError(words % {"n": room})
        return count

    def clean_skipped(self) -> frozenset[date]:
        """The days, one a line, each once."""
        lines = [line.strip() for line in self.cleaned_data["skipped"].splitlines() if line.strip()]
        if len(lines) > SKIPPED_AT_MOST:
            raise forms.ValidationError(_("At most %(n)d days.") % {"n": SKIPPED_AT_MOST})
        return frozenset(_day(line) for line in lines)

    @property
    def wish(self) -> series.Wish:
        """What was asked for; of a valid form."""
        said = {name: value for name, value in self.cleaned_data.items() if name not in ("day", "is_blended")}
        place = said.pop("face_to_face_at") if self.cleaned_data["is_blended"] else None
        said.pop("face_to_face_at", None)
        first = self.cleaned_data["day"]
        return series.Wish(first=first, face_to_face_at=place, other_times=self.given_times, **said)


def _near(day: date) -> date:
    if abs((day - timezone.now().date()).days) > 3660:
        raise forms.ValidationError(_("That is more than ten years away. Check the year."))
    return day


def _day(line: str) -> date:
    for pattern in ("%Y-%m-%d", "%d.%m.%Y"):
        try:
            return datetime.strptime(line.replace(" ", ""), pattern).replace(tzinfo=UTC).date()
        except ValueError:
            continue
    raise forms.ValidationError(_("“%(line)s” is not a date. Write it like 2026-12-24 or 24.12.2026.") % {"line": line})


class ShiftForm(forms.Form):
    """By how much this and all later sessions are moved."""

    DAYS_AT_MOST = 60

    number = forms.IntegerField(label=_("By how many"), min_value=1, max_value=DAYS_AT_MOST, initial=1)
    unit = forms.ChoiceField(
        label=_("Days or weeks"), choices=(("7", _("weeks")), ("1", _("days"))), initial="7", widget=forms.RadioSelect
    )
    direction = forms.ChoiceField(
        label=_("In which direction"),
        # Translators: dates of sessions are moved: to later days, not to earlier ones
        choices=(("1", _("later")), ("-1", _("earlier"))),
        initial="1",
        widget=forms.RadioSelect,
    )

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.meeting = meeting
        self.days = 0

    def clean(self) -> dict[str, Any]:
        """Number and unit make days, not too many."""
        said = super().clean() or {}
        if not self.errors:
            length = timedelta(days=said["number"] * int(said["unit"]))
            if length.days > self.DAYS_AT_MOST:
                self.add_error("number", _("At most %(n)d days.") % {"n": self.DAYS_AT_MOST})
            self.days = length.days * int(said["direction"])
        return said

    def token(self, rows: Sequence[series.Row]) -> str:
        """What the preview shows, signed: these sessions, these times, this many days."""
        return signing.dumps([self.days, series.as_seen(rows)], salt=self._salt, compress=True)

    def seen(self) -> dict[str, str] | None:
        """What the preview had shown for this many days; nothing when there was none."""
        try:
            days, seen = signing.loads(self.data.get("seen", ""), salt=self._salt)
        except signing.BadSignature:
            return None
        return seen if days == self.days else None

    @property
    def _salt(self) -> str:
        return f"sessions.shift {self.meeting.pk}"
