"""The form with which the next programme is begun: its name and its first day."""

import uuid
from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line
from people.moments import date_format
from programmes.models import Programme

from .. import next_programme

YEARS = timedelta(days=5 * 366)


class NextForm(forms.Form):
    """Name and first day; ``once`` is the id of the new programme, so that the form counts once."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = line(_("Name of the next programme"), required=True, at_most=120)
    starts_on = day(_("Starts on"), required=True)

    def __init__(self, *args: Any, earlier: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].error_messages["required"] = _("Give the next programme a name.")
        self.fields["starts_on"].error_messages["required"] = _("Choose the day on which it starts.")
        self.fields["once"].initial = uuid.uuid4
        self.fields["name"].initial = next_programme.likely_name(earlier)
        self.fields["starts_on"].initial = next_programme.likely_start(earlier)
        self.fields["starts_on"].help_text = _now(
            "It lasts as long as this one, %(from)s to %(to)s. You can change the end in its settings."
        ) % {"from": date_format(earlier.starts_on, "j F Y"), "to": date_format(earlier.ends_on, "j F Y")}

    def clean_starts_on(self) -> date:
        """A day that a programme can be prepared for."""
        said: date = self.cleaned_data["starts_on"]
        today = timezone.localdate()
        if not today - YEARS < said < today + YEARS:
            raise forms.ValidationError(_("This is more than five years away. Look at the year."))
        return said

    def told(self) -> dict[str, Any]:
        """What the next programme is made with."""
        once = self.cleaned_data["once"] or uuid.uuid4()
        return {"pk": once, "name": self.cleaned_data["name"], "starts_on": self.cleaned_data["starts_on"]}
