"""The form that adds a step to a goal."""

import uuid
from datetime import date
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from ..goals import TEXT_AT_MOST

EARLIEST, LATEST = date(2000, 1, 1), date(2100, 12, 31)


class StepForm(forms.Form):
    """A small step, and until when. ``once`` makes that the same form sent twice adds one."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("Step"),
        max_length=TEXT_AT_MOST,
        help_text=_("So small that it can be done in a week or two. For example: “send the CV to three shops”."),
    )
    due = forms.DateField(label=_("By when"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))

    def clean_due(self) -> date:
        """A day that can be meant."""
        due: date = self.cleaned_data["due"]
        if not EARLIEST <= due <= LATEST:
            example = {"year": timezone.localdate().year}
            raise forms.ValidationError(_("Write the year with four digits, like %(year)d."), params=example)
        return due

    def told(self) -> dict[str, Any]:
        """What ``goals.add_step`` is told."""
        said = self.cleaned_data
        return {"text": said["text"], "due": said["due"], "pk": said["once"]}
