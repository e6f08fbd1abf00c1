"""A unit to read by oneself: its text, its questions, and the check that somebody answers."""

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from ..models import Programme, TrainingUnit
from ..training import units

WRONG_AT_MOST = 4
AT_MOST = 200


class UnitForm(forms.ModelForm):
    """A unit without its questions."""

    class Meta:
        model = TrainingUnit
        fields = ("title", "audience", "minutes", "text", "is_on", "is_needed")
        widgets = {"text": forms.Textarea(attrs={"rows": 16})}
        help_texts = {
            "text": _("An empty line begins a paragraph; lines that begin with a hyphen make a list."),
            "is_needed": _("Whoever passes all units that are needed for their role counts as trained."),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["minutes"].validators += [MinValueValidator(1), MaxValueValidator(90)]


class QuestionForm(forms.Form):
    """One question of the check; an empty one is left out."""

    question = forms.CharField(label=_("Question"), max_length=300, required=False)
    right = forms.CharField(label=_("The right answer"), max_length=AT_MOST, required=False)
    wrong = forms.CharField(
        label=_("Wrong answers, one a line"),
        max_length=1000,
        required=False,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("One to four. People see all answers in the order of the alphabet."),
    )
    why = forms.CharField(label=_("Why it is right"), max_length=500, required=False)

    def clean_wrong(self) -> list[str]:
        """The lines."""
        lines = [line.strip() for line in self.cleaned_data["wrong"].splitlines() if line.strip()]
        if len(lines) > WRONG_AT_MOST:
            raise ValidationError(_now("Give at most four wrong answers."))
        if any(len(line) > AT_MOST for line in lines):
            raise ValidationError(_now("An answer has at most 200 characters. Shorten the longest line."))
        return list(dict.fromkeys(lines))

    def clean(self) -> dict[str, Any]:
        """All of it or nothing of it, and the right answer is none of the wrong ones."""
        said = super().clean() or {}
        missing = [name for name in ("question", "right", "wrong", "why") if not said.get(name)]
        if 0 < len(missing) < 4:
            for name in missing:
                if name not in self.errors:
                    self.add_error(name, _now("Fill this in too, or empty the whole question."))
        elif said.get("right") in said.get("wrong", []):
            self.add_error("wrong", _now("The right answer stands among the wrong ones. Take it out there."))
        return said


def read_question(row: dict[str, Any]) -> dict[str, Any]:
    """A question of a unit as the form shows it."""
    return {**row, "wrong": "\n".join(row["wrong"])}


class BaseQuestions(forms.BaseFormSet):
    """The questions of a unit: at least one."""

    default_error_messages = {
        "missing_management_form": _("Something of this form was lost on its way. Look it through, then save again.")
    }

    def clean(self) -> None:
        """A check without questions would be passed by nobody."""
        if self.management_form.is_valid() and not any(self.errors) and not self.kept:
            raise ValidationError(_now("Ask at least one question, so that the unit can be passed."))

    @property
    def kept(self) -> list[dict[str, Any]]:
        """The questions that are filled in."""
        names = ("question", "right", "wrong", "why")
        rows = [form.cleaned_data for form in self.forms if form.cleaned_data.get("question")]
        return [{name: row[name] for name in names} for row in rows]


Questions = forms.formset_factory(
    QuestionForm,
    formset=BaseQuestions,
    extra=0,
    min_num=units.QUESTIONS,
    max_num=units.QUESTIONS,
    absolute_max=units.QUESTIONS,
)


class CheckForm(forms.Form):
    """The check: one answer to each question."""

    def __init__(self, *args: Any, questions: list[units.Question], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.questions = questions
        for one in questions:
            self.fields[f"q{one.number}"] = forms.ChoiceField(
                label=one.question,
                choices=[(answer, answer) for answer in one.answers],
                widget=forms.RadioSelect,
                error_messages={"required": _("Choose an answer.")},
            )

    @property
    def chosen(self) -> dict[int, str]:
        """The answers by the number of the question, of a valid form."""
        return {one.number: self.cleaned_data[f"q{one.number}"] for one in self.questions}

    def explain(self, verdicts: list[units.Verdict]) -> None:
        """Say at each wrong answer why it is not the right one."""
        for verdict in verdicts:
            if not verdict.is_right:
                told = {"why": verdict.question.why}
                self.add_error(f"q{verdict.question.number}", _now("Not quite. %(why)s") % told)


class NeededForm(forms.ModelForm):
    """What follows from having had no training."""

    class Meta:
        model = Programme
        fields = ("training_needed",)
        widgets = {"training_needed": forms.RadioSelect}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        field: Any = self.fields["training_needed"]
        field.choices = Programme.TrainingNeeded.choices
