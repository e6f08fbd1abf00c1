"""How people apply, on the manager's desk: the dates, the welcome, and the programme's own questions as rows."""

from datetime import datetime, timedelta
from functools import cached_property
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from documents import question_rows, questions
from documents.forms import line, tick
from documents.question_rows import QuestionRows, plain

from ..applying.openings import QUESTIONS_AT_MOST
from ..models import Opening
from ..models.openings import CONTACT_AT_MOST, WELCOME_AT_MOST

BLANK_ROWS = 2
LONGEST = timedelta(days=366)
TYPES = tuple((name, questions.TYPES[name]) for name in ("line", "text", "one", "several", "yesno"))
WHEN = "%Y-%m-%dT%H:%M"


def moment(label: Any, **more: Any) -> forms.DateTimeField:
    """A field for a day and an hour, in the zone that is active."""
    widget = forms.DateTimeInput(attrs={"type": "datetime-local"}, format=WHEN)
    return forms.DateTimeField(label=label, widget=widget, **more)


class OpeningForm(forms.Form):
    """From when until when, what stands above it, whom people can ask."""

    is_published = tick(
        _("Published: whoever has the address can open the page"),
        help_text=_("Before it opens the page says when; after it has closed it says whom to ask."),
    )
    opens_at = moment(_("Opens"))
    closes_at = moment(_("Closes"), help_text=_("Whoever has begun by then may still send within the next hour."))
    contact = line(
        _("Whom people can ask"),
        required=True,
        at_most=CONTACT_AT_MOST,
        help_text=_("A name with an e-mail address or a phone number. Everybody who has the page sees it."),
    )
    welcome = forms.CharField(
        label=_("Words of welcome"),
        required=False,
        max_length=WELCOME_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("What the programme offers, and what it asks of people."),
    )

    def clean(self) -> dict[str, Any]:
        """It closes after it opens, within a year."""
        said = super().clean() or {}
        opens, closes = said.get("opens_at"), said.get("closes_at")
        if isinstance(opens, datetime) and isinstance(closes, datetime):
            if closes <= opens:
                self.add_error("closes_at", _("It must close after it opens. Choose a later day or hour."))
            elif closes - opens > LONGEST:
                self.add_error("closes_at", _("It can be open for a year at most. Choose an earlier day."))
        return said


class OwnQuestionForm(question_rows.QuestionForm):
    """One question of the programme's own."""

    matching = tick(_("Used in matching: people with the same answer fit better"))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["type"].choices = [("", _("– choose –")), *TYPES]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """Only answers that are chosen can be compared."""
        said = super().clean() or {}
        if said.get("matching") and said.get("type") not in (*questions.WITH_OPTIONS, None):
            self.add_error("matching", _("Only questions with answers to choose from can be used in matching."))
        return said


class Desk:
    """The forms of one opening: bound to ``data`` (a POST), or showing it as it is."""

    def __init__(self, opening: Opening, data: QueryDict | None = None, contact: str = "") -> None:
        self.opening, self.data, self.contact = opening, data, contact

    @cached_property
    def about(self) -> OpeningForm:
        """Dates, welcome, contact; a new one proposes whoever sets it up."""
        initial: dict[str, Any] = {name: getattr(self.opening, name) for name in OpeningForm.base_fields}
        initial["contact"] = initial["contact"] or self.contact
        return OpeningForm(self.data, initial=initial, use_required_attribute=False)

    @cached_property
    def rows(self) -> QuestionRows:
        """Its questions, and blank ones at the end."""
        rows: Any = forms.formset_factory(
            OwnQuestionForm,
            formset=QuestionRows,
            extra=BLANK_ROWS,
            max_num=QUESTIONS_AT_MOST,
            absolute_max=QUESTIONS_AT_MOST,
            validate_max=True,
        )
        too_many = _("There can be at most %(n)d questions. Ask what you need to choose and to match, no more.")
        return rows(
            self.data,
            prefix="question",
            initial=None if self.data is not None else [dict(one) for one in self.opening.questions],
            form_kwargs={"use_required_attribute": False},
            error_messages={"too_many_forms": too_many % {"n": QUESTIONS_AT_MOST}},
        )

    @property
    def forms(self) -> list[Any]:
        """All of it, for the error summary."""
        return [self.about, self.rows]

    @property
    def errors(self) -> bool:
        """Whether something in it is wrong: the title of the page says so."""
        return self.data is not None and not self.is_valid()

    @property
    def seen(self) -> int:
        """The revision that was open when somebody began to change it."""
        said = self.data.get("seen", "") if self.data else ""
        return int(said) if said.isdecimal() and len(said) < 10 else self.opening.revision

    def is_valid(self) -> bool:
        """Whether all of it can be kept."""
        verdicts = [self.about.is_valid(), self.rows.is_valid()]  # each is asked, so that each shows its errors
        return all(verdicts)

    def told(self) -> dict[str, Any]:
        """What is to be kept. Only when it is valid."""
        told = dict(self.about.cleaned_data)
        return {**told, "welcome": plain(told["welcome"]), "questions": self.rows.questions()}
