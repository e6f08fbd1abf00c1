"""Questions that managers write: a form for each, in rows that can be moved and emptied."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from . import questions
from .forms import PLACE, OrderedRows, in_order, line, pick
from .questions import Question


class QuestionForm(forms.Form):
    """One question. One that was saved goes when its words are emptied."""

    key = forms.CharField(widget=forms.HiddenInput, required=False, max_length=20)
    text = forms.CharField(
        label=_("Question"), max_length=questions.TEXT_AT_MOST, widget=forms.Textarea(attrs={"rows": 1})
    )
    type = pick(_("Kind of answer"), tuple(questions.TYPES.items()), required=True)
    required = forms.BooleanField(label=_("Must be answered"), required=False)
    options = forms.CharField(
        label=_("Answers to choose from"),
        required=False,
        max_length=2 * questions.OPTIONS_AT_MOST * questions.OPTION_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One on each line."),
    )
    help = line(_("Hint below it"), at_most=questions.HELP_AT_MOST)

    def has_changed(self) -> bool:
        """Whether there is a question: its words, or for a new one anything that was typed."""
        said = {
            name
            for name in ("section", "text", "options", "help")
            if name in self.fields and str(self[name].value() or "").strip()
        }
        return "text" in said if self["key"].value() else bool(said)

    def clean(self) -> dict[str, Any]:
        """Answers to choose from go with the kinds of answer that have some."""
        said = super().clean() or {}
        if "type" in said and "options" in said and (problem := questions.problem_of_options(said)):
            self.add_error("options", problem)
        return said


class QuestionRows(OrderedRows):
    """The questions in their order."""

    def questions(self) -> list[Question]:
        """What was typed, without rows that were emptied, in the new order. Only of rows that are valid."""
        rows = [form.cleaned_data if form.has_changed() else {} for form in self.forms]
        ordered = in_order(rows, [form[PLACE].value() for form in self.forms])
        names = [name for name in self.empty_form.fields if name != PLACE]
        return [{name: plain(row[name]) for name in names} for row in ordered if row]


def plain(value: Any) -> str:
    """What was typed, to be kept: one line end for all systems, no NUL; a tick is a word."""
    if isinstance(value, bool):
        return "yes" if value else ""
    return str(value).replace("\r\n", "\n").replace("\x00", "").strip()
