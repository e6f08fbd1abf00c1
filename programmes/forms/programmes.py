"""The settings of a programme."""

from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext_lazy as _

from people.zones import offer_zones

from ..choices import SpokenLanguage
from ..models import Programme
from .once import OnceForm

LARGEST_GROUP = 30


class ProgrammeForm(OnceForm):
    """A programme's settings."""

    languages = forms.MultipleChoiceField(
        label=_("Languages people meet in"), choices=SpokenLanguage.in_order, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Sessions are planned in this zone; everyone sees their own time.")
    )
    is_individual = forms.TypedChoiceField(
        label=_("Form of mentoring"),
        choices=(
            (False, _("in groups: one mentor with several mentees")),
            (True, _("individual: one mentor, one mentee")),
        ),
        coerce=lambda said: said in (True, "True"),
        widget=forms.RadioSelect,
        initial=False,
    )

    class Meta:
        model = Programme
        fields = (
            "name",
            "purpose",
            "starts_on",
            "ends_on",
            "languages",
            "language",
            "time_zone",
            "mode",
            "is_individual",
            "group_at_most",
            "diary_readers",
        )
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "mode": forms.RadioSelect,
            "diary_readers": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_zones(self.fields["time_zone"], places_only=True)
        self.fields["group_at_most"].validators += [MinValueValidator(1), MaxValueValidator(LARGEST_GROUP)]
        for name in ("mode", "diary_readers"):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [choice for choice in list(cast(Any, field.choices)) if choice[0]]
        if not self.instance._state.adding and self.instance.groups.exists():
            self.fields["is_individual"].disabled = True
