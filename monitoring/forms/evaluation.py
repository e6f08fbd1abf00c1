"""Forms of the evaluation: what a programme is to reach, what it is compared with, who outside may read of it."""

from collections.abc import Iterator
from datetime import date
from decimal import Decimal
from typing import Any
from uuid import uuid4

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from .. import saying
from ..evaluating import LONGEST, OBJECTIVES
from ..measures import BY_SLUG, MEASURES
from ..measuring import Measure, Unit
from ..models import Benchmark
from ..scorecard import MOST

LONGEST_OBJECTIVE = 300
UNITS = {
    Unit.PERCENT: _("per cent"),
    Unit.COUNT: _("number"),
    Unit.AVERAGE: _("on average, from 1 to 5"),
    Unit.CHANGE: _("points, on a scale from 1 to 5"),
}


def _wanted(measure: Measure) -> forms.DecimalField:
    most = MOST.get(measure.unit, Decimal(4) if measure.unit == Unit.CHANGE else Decimal(99_999))
    hint = _("At most, %(unit)s") if measure.less_is_better else _("At least, %(unit)s")
    return forms.DecimalField(
        label=measure.title,
        required=False,
        min_value=Decimal(0),
        max_value=most,
        decimal_places=2,
        help_text=hint % {"unit": UNITS[measure.unit]},
    )


class TargetsForm(forms.Form):
    """Objectives, a line each; the target of every measure; values of others, to add and to take away."""

    objectives = forms.CharField(
        label=_("What the programme is to reach"),
        required=False,
        widget=forms.Textarea(attrs={"rows": 4}),
        max_length=OBJECTIVES * (LONGEST_OBJECTIVE + 2),
        help_text=_(
            "One objective a line, the most important one first. Take a line away, and the objective is gone. For "
            "example: “Half of the mentees find work or a training within a year.”"
        ),
    )
    drop = forms.ModelMultipleChoiceField(
        label=_("Take away"),
        required=False,
        queryset=Benchmark.objects.none(),
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick what you no longer compare with."),
    )
    measure = forms.ChoiceField(label=_("Add a value of"), required=False)
    value = forms.DecimalField(
        label=_("Value"), required=False, min_value=Decimal(0), max_value=Decimal(99_999), decimal_places=2
    )
    source = forms.CharField(
        label=_("Where the value comes from"),
        required=False,
        max_length=200,
        help_text=_(
            "Who reached it, where it is written, and of which year. For example: “Spring bridge, report 2025”."
        ),
    )

    def __init__(self, *args: Any, benchmarks: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for measure in MEASURES:
            self.fields[measure.slug] = _wanted(measure)
        choose: Any = self.fields["measure"]
        choose.choices = [("", _("– choose –")), *((one.slug, one.title) for one in MEASURES)]
        drop: Any = self.fields["drop"]
        drop.queryset = benchmarks
        drop.label_from_instance = _in_words
        if not benchmarks:
            del self.fields["drop"]

    @property
    def targets(self) -> Iterator[forms.BoundField]:
        """The fields of the measures."""
        return (self[measure.slug] for measure in MEASURES)

    def clean_objectives(self) -> list[str]:
        """The lines, each once."""
        lines = [" ".join(line.split()) for line in self.cleaned_data["objectives"].splitlines()]
        lines = list(dict.fromkeys(filter(None, lines)))
        if len(lines) > OBJECTIVES:
            most = ngettext("Name at most %(n)d objective.", "Name at most %(n)d objectives.", OBJECTIVES)
            raise forms.ValidationError(most % {"n": OBJECTIVES})
        if any(len(line) > LONGEST_OBJECTIVE for line in lines):
            raise forms.ValidationError(_("Say each objective in 300 letters at most."))
        return lines

    def clean(self) -> dict[str, Any]:
        """A value of others needs all three: of what, how much, and who says so."""
        said = super().clean() or self.cleaned_data
        given = [name for name in ("measure", "value", "source") if said.get(name) not in (None, "")]
        words = {
            "measure": _("Choose what the value is of."),
            "value": _("Write the value."),
            "source": _("Say where the value comes from."),
        }
        for name in words if given else ():
            if name not in given and name not in self.errors:
                self.add_error(name, words[name])
        return said

    @property
    def wanted(self) -> dict[str, Decimal | None]:
        """The target of each measure."""
        return {measure.slug: self.cleaned_data[measure.slug] for measure in MEASURES}


def _in_words(row: Benchmark) -> str:
    measure = BY_SLUG.get(row.measure)
    number = saying.figure(measure.unit, row.value) if measure else str(row.value)
    return f"{measure.title if measure else row.measure}: {number} – {row.source}"


class SponsorForm(forms.Form):
    """For whom a secret address is, and until when."""

    label = forms.CharField(
        label=_("For whom"),
        max_length=120,
        help_text=_("Only managers see this. For example: “Board of the foundation”."),
    )
    until = forms.DateField(
        label=_("Valid until"),
        widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        help_text=_("A year from today at most. You can take the link back at any time."),
    )
    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid4)

    def clean_until(self) -> date:
        """From today to a year from now."""
        until: date = self.cleaned_data["until"]
        today = timezone.localdate()
        if until < today:
            raise forms.ValidationError(_("Choose a day that has not passed."))
        if until > today + LONGEST:
            raise forms.ValidationError(_("A link is valid for a year at most. Choose an earlier day."))
        return until
