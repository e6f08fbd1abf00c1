"""Forms of feedback from others: what is asked, how the mentee sees it, who is asked, and the answer from outside."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, several
from people.forms import leads_nowhere
from programmes.models import Group
from sessions.models import Goal

from ..models import FeedbackLink, FeedbackRound
from ..models.others import NAME_AT_MOST
from ..others import statements

TEXT_AT_MOST = 2000


class RoundForm(forms.Form):
    """What a round asks, about which goal, and how its answers are read."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    goal = forms.ModelChoiceField(
        label=_("Which of your goals is it about?"),
        queryset=Goal.objects.none(),
        required=False,
        empty_label=_("none in particular"),
        help_text=_("Nobody outside reads this. It is for you."),
    )
    seen = several(_("What others can see at work"), [])
    own = several(_("What your programme is about"), [])
    names = forms.ChoiceField(
        label=_("How do you read the answers?"),
        choices=FeedbackRound.Names.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose how you read the answers.")},
        help_text=_("Everybody you ask is told, and it stays so. With the name is right when you ask fewer than five."),
    )

    def __init__(self, data: Any = None, *, group: Group, person: Any) -> None:
        super().__init__(data, use_required_attribute=False)
        self.group = group
        goal, seen, own = (self.fields[name] for name in ("goal", "seen", "own"))  # type: Any, Any, Any
        goal.queryset = Goal.objects.kept().filter(space=group.space, person=person)
        seen.choices, own.choices = statements.standard(), statements.of_programme(group)
        seen.initial = [key for key, _words in statements.SEEN_AT_WORK]

    def clean(self) -> dict[str, Any]:
        """From three to twelve statements."""
        said = super().clean() or self.cleaned_data
        ticked = len(said.get("seen", [])) + len(said.get("own", []))
        if not self.errors and not statements.AT_LEAST <= ticked <= statements.AT_MOST:
            self.add_error("seen", _("Tick from three to twelve statements, in both lists together."))
        return said

    def told(self) -> dict[str, Any]:
        """What ``asking.begin`` is told."""
        said = self.cleaned_data
        keys = {*said["seen"], *said["own"]}
        return {"goal": said["goal"], "statements": statements.chosen(self.group, keys), "names": said["names"]}


class OwnForm(forms.Form):
    """How the mentee sees each statement."""

    def __init__(self, data: Any = None, *, row: FeedbackRound) -> None:
        given = {f"rated-{key}": value for key, value in row.own.items()}
        super().__init__(data, initial=given, use_required_attribute=False)
        for one in row.statements:
            self.fields[f"rated-{one['key']}"] = _rating(one["text"], statements.HOW_FAR)

    def told(self) -> dict[str, str]:
        """The rating of each statement, by its key."""
        return {name.removeprefix("rated-"): value for name, value in self.cleaned_data.items()}


class PersonForm(forms.Form):
    """Who is asked."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    name = forms.CharField(
        label=_("Name"),
        max_length=NAME_AT_MOST,
        error_messages={"required": _("Write the name of the person you ask.")},
    )
    email = forms.EmailField(
        label=_("E-mail address"), max_length=254, error_messages={"required": _("Write where the letter goes.")}
    )
    relation = forms.ChoiceField(
        label=_("What this person is to you"),
        choices=[("", _("– choose –")), *FeedbackLink.Relation.choices],
        error_messages={"required": _("Choose what this person is to you.")},
    )

    def __init__(self, data: Any = None, *, person: Any) -> None:
        super().__init__(data, use_required_attribute=False)
        self.person = person

    def clean_name(self) -> str:
        """A name, and nothing that leads anywhere: it stands in the letter."""
        return leads_nowhere(self.cleaned_data["name"])

    def clean_email(self) -> str:
        """Somebody else's."""
        email: str = self.cleaned_data["email"]
        if email.lower() == self.person.email.lower():
            raise forms.ValidationError(_("This is your own address. Write the address of the person you ask."))
        return email

    def told(self) -> dict[str, str]:
        """What ``asking.invite`` is told."""
        return {name: self.cleaned_data[name] for name in ("name", "email", "relation")}


class AnswerForm(forms.Form):
    """What somebody outside answers: each statement rated, and two texts."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4, required=False)

    def __init__(self, data: Any = None, *, row: FeedbackRound) -> None:
        super().__init__(data, use_required_attribute=False)
        words = [*statements.HOW_FAR, (statements.CANNOT_SAY, _("cannot say"))]
        for one in row.statements:
            self.fields[f"rated-{one['key']}"] = _rating(one["text"], words)
        name = {"name": row.person.greeting_name}
        self.fields["keep"] = _text(_("What should %(name)s keep doing?") % name)
        self.fields["change"] = _text(_("What could %(name)s do differently?") % name)

    @property
    def ratings(self) -> list[forms.BoundField]:
        """The fields of the statements."""
        return [self[name] for name in self.fields if name.startswith("rated-")]

    def told(self) -> dict[str, Any]:
        """The answer as it is kept."""
        said = self.cleaned_data
        rated = {name.removeprefix("rated-"): said[name] for name in said if name.startswith("rated-")}
        return {"rated": rated, "keep": said["keep"], "change": said["change"]}


def _rating(text: str, words: Any) -> forms.ChoiceField:
    field = choice(text, words, required=True)
    field.error_messages["required"] = _("Choose how far this is so.")
    return field


def _text(label: str) -> forms.CharField:
    return forms.CharField(
        label=label, required=False, max_length=TEXT_AT_MOST, widget=forms.Textarea(attrs={"rows": 3})
    )  # fmt: skip
