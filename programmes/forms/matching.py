"""On which terms people are matched, ties between two, and moving people in a proposal."""

from typing import Any, cast

from django import forms
from django.core.validators import MaxValueValidator
from django.utils.translation import gettext_lazy as _

from ..match_words import CRITERIA, RULES
from ..matching.terms import DEFAULT_WEIGHTS
from ..models import Application, Programme, Tie

WEIGHTS = ((0, _("does not count")), (1, _("counts a little")), (3, _("counts")), (5, _("counts much")))
GROUPS = ("at_least", "together")
NEAREST = {2: 3, 4: 5}  # of weights between the words


class PlaceForm(forms.Form):
    """Where a mentee is moved to; empty means: without a place."""

    mentor: Any = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = programme.applications.filter(role="mentor", state="selected")
        cast(Any, self.fields["mentor"]).queryset = rows.select_related("person")


class TermsForm(forms.Form):
    """How much each criterion counts, and which rules hold."""

    rules = forms.MultipleChoiceField(
        label=_("Rules that are never broken"),
        choices=list(RULES.items()),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Besides: nobody is matched with somebody they asked not to meet, or whom they report to at work."),
    )
    is_fair = forms.BooleanField(
        label=_("Nobody is left with a bad match where a better one costs the others little"), required=False
    )
    asks_both_sides = forms.BooleanField(
        label=_("Both sides are asked to accept before the groups are final"),
        required=False,
        help_text=_("Everyone in a proposal gets a letter and reads whom they would be with. You see who accepts."),
    )
    at_least = forms.IntegerField(
        label=_("Mentees in a group, at least"), min_value=1, help_text=_("A mentor has so many, or none.")
    )
    together = forms.TypedChoiceField(
        label=_("A time and a goal that the whole group shares"), choices=WEIGHTS, coerce=int
    )

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if programme.is_individual:
            for name in GROUPS:
                del self.fields[name]
        else:
            self.fields["at_least"].validators.append(MaxValueValidator(programme.group_at_most))
            self.fields["at_least"].widget.attrs["max"] = programme.group_at_most
        for name, label in CRITERIA.items():
            field = forms.TypedChoiceField(label=label, choices=WEIGHTS, coerce=int)
            self.fields[f"weight-{name}"] = field
        self.order_fields([f"weight-{name}" for name in CRITERIA])

    @staticmethod
    def initial_of(terms: Any) -> dict[str, Any]:
        """What the form begins with for terms as they are."""
        weights = {f"weight-{name}": NEAREST.get(weight, weight) for name, weight in terms.weights.items()}
        together = NEAREST.get(terms.together, terms.together)
        return {
            **weights,
            "rules": sorted(terms.rules),
            "is_fair": bool(terms.floor),
            "at_least": terms.at_least,
            "together": together,
        }

    @property
    def told(self) -> dict[str, Any]:
        """The fields of ``MatchingTerms``."""
        said = self.cleaned_data
        weights = {name: said[f"weight-{name}"] for name in DEFAULT_WEIGHTS}
        kept: dict[str, Any] = {
            name: said[name] for name in ("rules", "is_fair", "asks_both_sides", *GROUPS) if name in said
        }
        return {"weights": weights, **kept}

    def clean(self) -> dict[str, Any]:
        """Something has to count."""
        said = super().clean() or {}
        if not self.errors and not any(said[f"weight-{name}"] for name in CRITERIA):
            raise forms.ValidationError(_("Let at least one criterion count."))
        return said


class TieForm(forms.Form):
    """What is settled about two mentees."""

    one: Any = forms.ModelChoiceField(queryset=None, label=_("One mentee"))
    kind = forms.ChoiceField(label=_("These two are"), choices=Tie.Kind.choices)
    other: Any = forms.ModelChoiceField(queryset=None, label=_("The other mentee"))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = programme.applications.filter(role="mentee", state=Application.State.SELECTED).select_related("person")
        for name in ("one", "other"):
            field = cast(Any, self.fields[name])
            field.queryset = rows
            field.label_from_instance = lambda row: row.person.name

    def clean(self) -> dict[str, Any]:
        """Two different people."""
        said = super().clean() or {}
        if said.get("one") and said.get("one") == said.get("other"):
            self.add_error("other", _("Choose two different people."))
        return said
