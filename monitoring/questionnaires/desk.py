"""A questionnaire on the manager's desk: what it is about, and its questions as rows that can be moved and emptied."""

import uuid
from datetime import date, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import question_rows
from documents.forms import choice, day, line
from documents.question_rows import QuestionRows, plain
from people.moments import date_format

from ..models import Questionnaire
from ..models.questionnaires import PURPOSE_AT_MOST, TITLE_AT_MOST
from . import questions

BLANK_ROWS = 3
LATEST = timedelta(days=730)


class AboutForm(forms.Form):
    """What it is called, what it is for, whom it asks, who reads."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False, initial=uuid.uuid4)
    title = line(
        _("Title"),
        required=True,
        at_most=TITLE_AT_MOST,
        help_text=_("Stands on the page of whoever is asked. For example: “How was your first month?”"),
    )
    purpose = forms.CharField(
        label=_("What it is for"),
        max_length=PURPOSE_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("One or two sentences above the questions: why you ask, and what becomes of the answers."),
    )
    audience = choice(_("Who is asked"), Questionnaire.Audience.choices, required=True)
    readers = choice(
        _("Who reads the answers"),
        Questionnaire.Readers.choices,
        required=True,
        help_text=_(
            "Stands above the questions. Answers carry the name of whoever wrote them, but for the last choice. That one "
            "asks at least five people, shows nothing below five, counts in steps of five, and is not answered on paper: handwriting "
            "tells who wrote it."
        ),
    )
    answer_by = day(_("Answer by"), help_text=_("Stands on their page. After that day the questionnaire closes by itself; you can ask for longer. Left empty, it is open until you close it."))  # fmt: skip

    def clean_answer_by(self) -> date | None:
        """From today on, and not so far away that it must be a slip."""
        until: date | None = self.cleaned_data["answer_by"]
        today = timezone.localdate()
        if until and not today <= until <= today + LATEST:
            raise forms.ValidationError(_("Choose a day from today on, at most two years from now, or leave it empty."))
        return until


class LongerForm(forms.Form):
    """Until when it is asked for, from the day ``earliest`` on."""

    until = day(_("Answer by"), required=True, help_text=_("For example a week from now."))

    def __init__(self, *args: Any, earliest: date, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.use_required_attribute = False
        self.earliest = earliest

    def clean_until(self) -> date:
        """Not before the earliest day, and not so far away that it must be a slip."""
        until: date = self.cleaned_data["until"]
        if not self.earliest <= until <= timezone.localdate() + LATEST:
            told = {"day": date_format(self.earliest, "j F Y")}
            raise forms.ValidationError(_("Choose a day from %(day)s on, at most two years from now.") % told)
        return until


class QuestionForm(question_rows.QuestionForm):
    """One question, and perhaps a heading above it."""

    section = line(_("Heading above it"), at_most=questions.SECTION_AT_MOST)


class Desk:
    """The forms of one questionnaire: bound to ``data`` (a POST), or showing ``questionnaire`` as it is, or blank."""

    def __init__(self, data: QueryDict | None = None, questionnaire: Questionnaire | None = None) -> None:
        self.data, self.questionnaire = data, questionnaire

    @cached_property
    def about(self) -> AboutForm:
        """What it is about."""
        row = self.questionnaire
        names = ("title", "purpose", "audience", "readers", "answer_by")
        initial = (
            {name: getattr(row, name) for name in names} if row else {"audience": "mentees", "readers": "managers"}
        )
        return AboutForm(self.data, initial=initial, use_required_attribute=False)

    @cached_property
    def rows(self) -> QuestionRows:
        """Its questions, and blank ones at the end."""
        rows: Any = forms.formset_factory(
            QuestionForm,
            formset=QuestionRows,
            extra=BLANK_ROWS,
            max_num=questions.AT_MOST,
            absolute_max=questions.AT_MOST,
            validate_max=True,
        )
        initial = [dict(one) for one in self.questionnaire.questions] if self.questionnaire else None
        too_many = _("There can be at most %(n)d questions. Make a second questionnaire of the others.")
        return rows(
            self.data,
            prefix="question",
            initial=None if self.data is not None else initial,
            form_kwargs={"use_required_attribute": False},
            error_messages={"too_many_forms": too_many % {"n": questions.AT_MOST}},
        )

    @property
    def forms(self) -> list[Any]:
        """All of it, for the error summary."""
        return [self.about, self.rows]

    @property
    def seen(self) -> int:
        """The revision that was open when somebody began to change it."""
        said = self.data.get("seen", "") if self.data else ""
        now = self.questionnaire.revision if self.questionnaire else 0
        return int(said) if said.isdecimal() and len(said) < 10 else now

    def is_valid(self) -> bool:
        """Whether all of it can be saved."""
        verdicts = [self.about.is_valid(), self.rows.is_valid()]  # each is asked, so that each shows its errors
        return all(verdicts)

    @property
    def once(self) -> uuid.UUID:
        """The id that a new questionnaire brings."""
        return self.about.cleaned_data.get("once") or uuid.uuid4()

    def told(self) -> dict[str, Any]:
        """What is to be kept. Only when it is valid."""
        told = {name: value for name, value in self.about.cleaned_data.items() if name != "once"}
        return {**told, "purpose": plain(told["purpose"]), "questions": self.rows.questions()}
