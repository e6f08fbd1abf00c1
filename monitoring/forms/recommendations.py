"""Forms of the ledger: note a recommendation, and the decisions on one."""

from datetime import timedelta
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils import timezone
from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from documents.forms import day
from policy.permissions import Action
from programmes.forms.once import OnceForm

from .. import recommendations
from ..models import Recommendation

EARLIEST, LATEST = timedelta(days=3 * 366), timedelta(days=5 * 366)
WORDS_AT_MOST = 500


class NoteForm(OnceForm):
    """A recommendation that somebody made by word of mouth or on paper."""

    class Meta:
        model = Recommendation
        fields = ("words", "said_by", "source", "said_on")
        widgets = {
            "words": forms.Textarea(attrs={"rows": 3}),
            "said_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
        }
        error_messages = {
            "words": {"required": _("Write what is recommended.")},
            "said_by": {"required": _("Choose who said it.")},
            "source": {"required": _("Choose where it was said.")},
            "said_on": {"required": _("Choose the day on which it was said.")},
        }
        help_texts = {"words": _("One recommendation, without the name of whoever made it.")}

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.initial["said_on"] = timezone.localdate()  # the row itself says nothing yet
        sources, earlier = Recommendation.Source.choices, Recommendation.Source.EARLIER
        by_hand = [choice for choice in sources if choice[0] != earlier]
        cast(forms.ChoiceField, self.fields["source"]).choices = [("", _("Choose")), *by_hand]
        cast(forms.ChoiceField, self.fields["said_by"]).choices = [("", _("Choose")), *Recommendation.From.choices]

    def clean_said_on(self) -> Any:
        """A day that has been, and not long ago."""
        said_on, today = self.cleaned_data["said_on"], timezone.localdate()
        if said_on > today:
            raise forms.ValidationError(_("This day is still to come. Choose the day on which it was said."))
        if said_on < today - EARLIEST:
            raise forms.ValidationError(_("This is more than three years ago. Look at the year."))
        return said_on


class DecisionForm(forms.Form):
    """What is decided on one recommendation. ``seen``: its state when the page was opened."""

    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=10)

    def __init__(self, *args: Any, row: Recommendation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.row = row
        self.fields["seen"].initial = row.state

    def told(self) -> dict[str, Any]:
        """What the recommendation carries afterwards."""
        return {name: value for name, value in self.cleaned_data.items() if name != "seen"}


def _text(label: Any, missing: Any, help_text: Any = "") -> forms.CharField:
    widget = forms.Textarea(attrs={"rows": 3})
    told = {"required": missing}
    return forms.CharField(
        label=label, widget=widget, max_length=WORDS_AT_MOST, help_text=help_text, error_messages=told
    )


class TakeUpForm(DecisionForm):
    """It is followed: what is done, by whom, until when."""

    decision = _text(_("What is decided, and why"), _("Say what is decided."))
    owner: Any = forms.ModelChoiceField(
        queryset=None,
        label=_("Who sees to it"),
        empty_label=_("Choose"),
        help_text=_("A manager or a mentor. A letter tells them what you wrote above, and the day; leave names out."),
        error_messages={"required": _("Choose who sees to it."), "invalid_choice": _("Choose somebody from the list.")},
    )
    due_on = day(_("By when"), required=True)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["owner"]).queryset = recommendations.possible_owners(self.row.space)
        self.fields["due_on"].error_messages["required"] = _("Choose the day until which it is done.")
        self.initial = {"decision": self.row.decision, "owner": self.row.owner_id, "due_on": self.row.due_on}

    def clean_due_on(self) -> Any:
        """A day that can still be met."""
        due_on, today = self.cleaned_data["due_on"], timezone.localdate()
        if due_on < today:
            raise forms.ValidationError(_("This day has passed. Choose today or a later day."))
        if due_on > today + LATEST:
            raise forms.ValidationError(_("This is more than five years away. Look at the year."))
        return due_on


class DeclineForm(DecisionForm):
    """It is not followed, and why."""

    decision = _text(_("Why it is not followed"), _("Say why it is not followed."))

    def told(self) -> dict[str, Any]:
        """Nobody sees to it any more."""
        return {**super().told(), "owner": None, "due_on": None}


class CarryOutForm(DecisionForm):
    """It is done, and what is different now."""

    changed = _text(
        _("What has changed"),
        _("Say what has changed."),
        _("For example: “Sessions in the evening since March; nobody had to cancel because of work any more.”"),
    )


FORMS: dict[str, type[DecisionForm]] = {
    Action.TAKE_UP: TakeUpForm,
    Action.CARRY_OUT: CarryOutForm,
    Action.DECLINE: DeclineForm,
    Action.RECONSIDER: DecisionForm,  # it waits for a decision again: nothing is asked
}
_VERBS = {
    Action.TAKE_UP: _("Take it up"),
    Action.CARRY_OUT: _("It is done"),
    Action.DECLINE: _("Do not follow it"),
    Action.RECONSIDER: _("Decide anew"),
}


class Deciding:
    """The decisions that a recommendation can have now, each with its form. ``data`` holds the one that was sent."""

    def __init__(self, row: Recommendation, data: QueryDict | None = None) -> None:
        self.row, self.data = row, data
        said = str(data.get("step", "")) if data is not None else ""
        self.action = Action(said) if said in FORMS else None
        self.problem = ""

    @cached_property
    def sent(self) -> DecisionForm | None:
        """The form that was sent; ``None`` when no decision was chosen."""
        return FORMS[self.action](self.data, row=self.row, prefix=self.action) if self.action else None

    def carry_through(self, *, by: Any) -> None:
        """Do it; the form must be valid. Raises ``NotNow`` when somebody else has decided meanwhile."""
        assert self.sent is not None and self.action is not None
        seen = self.sent.cleaned_data["seen"]
        recommendations.decide(self.row, self.action, by=by, seen=seen, **self.sent.told())

    @property
    def ways(self) -> list[dict[str, Any]]:
        """What can be decided now, what leads on first."""
        return [
            {"action": action, "verb": _VERBS[Action(action)], "form": self._form(action)}
            for action in FORMS
            if self.row.machine.find(Action(action), self.row.state)
        ]

    @property
    def unsaved(self) -> str:
        """What was typed for a decision that is not possible any more."""
        if self.action is None or self.row.machine.find(self.action, self.row.state):
            return ""
        data: Any = self.data or {}
        return str(data.get(f"{self.action}-decision") or data.get(f"{self.action}-changed") or "")

    def _form(self, action: str) -> DecisionForm:
        if action != self.action or self.sent is None or self.data is None:
            return FORMS[action](row=self.row, prefix=action)
        if not self.problem:
            return self.sent
        again: QueryDict = self.data.copy()  # what was typed, for whoever has now seen how it stands
        again[f"{action}-seen"] = self.row.state
        return FORMS[action](again, row=self.row, prefix=action)
