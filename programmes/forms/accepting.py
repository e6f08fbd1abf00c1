"""Asking both sides, and the answer of one person."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.forms import day

from ..accepting.asking import DAYS

AHEAD = timedelta(days=60)


class AskForm(forms.Form):
    """Until when people can answer."""

    last_day = day(_("Last day to answer"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["last_day"].initial = timezone.localdate() + DAYS
        self.fields["last_day"].error_messages["required"] = _("Choose the last day to answer.")

    def clean_last_day(self) -> date:
        """A day that is still to come, and not far away."""
        said: date = self.cleaned_data["last_day"]
        if not timezone.localdate() <= said <= timezone.localdate() + AHEAD:
            raise forms.ValidationError(_("Choose a day from today on, at most 60 days ahead."))
        return said


class AnswerForm(forms.Form):
    """Accept, or decline with a reason; ``offer`` is the one that was on the page."""

    offer = forms.UUIDField(widget=forms.HiddenInput)
    accepts = forms.ChoiceField(choices=(("yes", ""), ("no", "")), error_messages={"required": _("Choose one answer.")})
    reason = forms.CharField(
        label=_("Why not?"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One or two sentences, so that the managers can find a better place."),
    )

    def clean(self) -> dict[str, Any]:
        """Whoever declines says why."""
        said = super().clean() or {}
        if said.get("accepts") == "no" and not said.get("reason") and "reason" not in self.errors:
            self.add_error("reason", _("Say in a few words why. Only you and the managers read it."))
        return said
