"""Forms of managers: put something off, choose when signals are raised."""

from datetime import date, timedelta
from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.forms import day

from ..signals import MOST_DAYS, RULES

LATEST = timedelta(days=90)


class LaterForm(forms.Form):
    """Until when something waits, and why."""

    until = day(_("Remind me on"), required=True)
    reason = forms.CharField(
        label=_("Why it can wait"),
        max_length=300,
        help_text=_("For example: “The mentor is on holiday until Monday.” Only managers of the programme read it."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["until"].initial = timezone.localdate() + timedelta(days=7)

    def clean_until(self) -> date:
        """From tomorrow on, and not so far away that it is forgotten."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if not today < until <= today + LATEST:
            raise forms.ValidationError(_("Choose a day from tomorrow on, at most three months from now."))
        return until


class WatchForm(forms.Form):
    """After how many days each signal is raised; empty where the programme does not want it."""

    def __init__(self, *args: Any, days: dict[str, int | None], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for rule in RULES:
            self.fields[rule.slug] = forms.IntegerField(
                label=rule.title,
                required=False,
                min_value=0,
                max_value=MOST_DAYS,
                initial=days[rule.slug],
                help_text=_("Usually %(n)d.") % {"n": rule.days},
                widget=forms.NumberInput(attrs={"inputmode": "numeric"}),
            )
