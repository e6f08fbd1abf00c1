"""Forms of the time afterwards: what a mentee is asked, and when a programme asks."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext_lazy

from documents.forms import choice, several

from ..afterwards.wording import QUESTIONS, TEXT_AT_MOST
from ..models.afterwards import MONTHS


class FollowUpForm(forms.Form):
    """How it went on: four questions to tick, and a few words for who wants to."""

    results = several(*QUESTIONS["results"], required=True, help_text=_("Choose all that fit."))
    change = choice(*QUESTIONS["change"], required=True)
    goals = choice(*QUESTIONS["goals"], required=True)
    contact = choice(*QUESTIONS["contact"], required=True)
    helped = forms.CharField(
        label=_("What helped you most?"),
        required=False,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("You can leave this empty. Write no names, not even your own."),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("change", "goals", "contact"):
            self.fields[name].error_messages["required"] = _("Choose one of the answers.")
        self.fields["results"].error_messages["required"] = _("Choose what fits, or “nothing of this yet”.")

    def clean_results(self) -> list[str]:
        """“Nothing yet” and something beside it cannot both be true."""
        said: list[str] = self.cleaned_data["results"]
        if "nothing" in said and len(said) > 1:
            raise forms.ValidationError(_("You chose “nothing of this yet” and something else. Take one of them away."))
        return said


class MonthsForm(forms.Form):
    """After how many months a programme asks its mentees."""

    months: Any = forms.TypedMultipleChoiceField(
        label=_("Ask the mentees"),
        required=False,
        coerce=int,
        choices=[
            (n, ngettext_lazy("%(n)d month after the end", "%(n)d months after the end", n) % {"n": n}) for n in MONTHS
        ],
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none, and nobody is asked."),
    )
