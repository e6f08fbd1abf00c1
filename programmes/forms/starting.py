"""What is said of a programme that begins at a ready-made starting point: its name and its days."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from documents.forms import day, line

from ..models import Programme
from ..starting_points import StartingPoint

YEARS = timedelta(days=5 * 366)


class StartForm(forms.Form):
    """Name and first day; ``once`` is the id of the new programme, so that the form counts once."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = line(_("Name of the programme"), required=True, at_most=120)
    starts_on = day(_("Starts on"), required=True)
    ends_on = day(_("Ends on"))

    def __init__(self, *args: Any, point: StartingPoint, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.point = point
        self.fields["once"].initial = uuid.uuid4
        self.fields["name"].error_messages["required"] = _("Give the programme a name.")
        self.fields["starts_on"].error_messages["required"] = _("Choose the day on which it starts.")
        months = ngettext(
            "Left empty, it ends %(n)d month after it starts.",
            "Left empty, it ends %(n)d months after it starts.",
            point.months,
        )
        self.fields["ends_on"].help_text = months % {"n": point.months}

    def clean_starts_on(self) -> date:
        """A day that a programme can be prepared for."""
        said: date = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if not today - YEARS < said < today + YEARS:
            raise forms.ValidationError(_("This is more than five years away. Look at the year."))
        return said

    def clean(self) -> dict[str, Any]:
        """The last day, computed where it was left empty."""
        said = super().clean() or {}
        if first := said.get("starts_on"):
            said["ends_on"] = said.get("ends_on") or self.point.ends_on(first)
            if not first < said["ends_on"] < first + YEARS:
                self.add_error("ends_on", _("The programme must end after it starts, and within five years."))
        return said

    def programme(self, **more: Any) -> Programme:
        """The programme to create, with the settings of its starting point; ``more`` are those it does not have."""
        said = {name: self.cleaned_data[name] for name in ("name", "starts_on", "ends_on")}
        return Programme(pk=self.cleaned_data["once"] or uuid.uuid4(), **said, **self.point.settings(), **more)
