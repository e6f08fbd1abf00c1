"""The form that plans the monitoring of a group as a series."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, day
from people.moments import date_format
from programmes.models import Group
from sessions import planning
from sessions.forms.series import AlikeForm

from .. import rhythm
from ..models import Rhythm

LONGEST = timedelta(days=730)


class RhythmForm(AlikeForm):
    """How often, from which day to which, when and where; and when it was agreed with the mentor."""

    every = choice(_("How often"), Rhythm.Every.choices, required=True)
    last = forms.DateField(
        label=_("Last day"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        error_messages={"required": _("Choose the last day.")},
    )
    agreed_on = day(
        _("Agreed with the mentor on"),
        help_text=_("Leave it empty until you have talked. The group reads it on the page of each monitoring session."),
    )
    field_order = ("once", "every", "day", "last", "time", "minutes", "mode", "place", "link", "agreed_on")

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, group=group, **kwargs)
        self.fields["day"].help_text = _("The day of the initial session, if that is still to come.")
        self.fields["last"].help_text = _("The day of the final session, or shortly before it.")

    def clean_day(self) -> date:
        """From today on."""
        first: date = super().clean_day()
        if first < timezone.localdate():
            raise forms.ValidationError(_("This day has passed. Choose one from today on."))
        return first

    def clean_agreed_on(self) -> date | None:
        """Something that has happened."""
        agreed: date | None = self.cleaned_data["agreed_on"]
        today = timezone.localdate()
        if agreed and not today - LONGEST <= agreed <= today:
            raise forms.ValidationError(_("Give the day on which you talked with the mentor, today at the latest."))
        return agreed

    def clean(self) -> dict[str, Any]:
        """The last day comes after the first one, within two years, and the plan has room for all."""
        said = super().clean() or {}
        if "day" in said and "last" in said and not said["day"] <= said["last"] <= said["day"] + LONGEST:
            words = _("Choose a last day from %(first)s on, at most two years later.")
            self.add_error("last", words % {"first": date_format(said["day"], "j F Y")})
        elif not self.errors and len(self.dates) + self.group.meetings.count() > planning.AT_MOST:
            self.add_error("every", _("A group has at most %(n)d sessions.") % {"n": planning.AT_MOST})
        return said

    @cached_property
    def there(self) -> list[Any]:
        """The monitoring sessions that the group has."""
        return rhythm.there(self.group)

    @cached_property
    def dates(self) -> list[date]:
        """The days that the rhythm asks for and that have no monitoring session near them; of a valid form."""
        said = self.cleaned_data
        known = [timezone.localtime(meeting.starts_at).date() for meeting in self.there]
        return rhythm.still_missing(rhythm.days_of(said["every"], said["day"], said["last"]), known)

    @property
    def wish(self) -> rhythm.Rounds:
        """The sessions that are asked for; of a valid form."""
        said = {name: self.cleaned_data[name] for name in ("once", "time", "minutes", "mode", "place", "link")}
        return rhythm.Rounds(
            first=self.cleaned_data["day"],
            weeks=1,
            count=len(self.dates),
            dates=tuple(self.dates),
            other_times=self.given_times,
            **said,
        )
