"""What is said, why something is hidden, who is invited, and which lines go into the diary."""

import uuid
from collections.abc import Iterable, Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from people.models import User

from .choosing import CHOSEN_AT_MOST, Choosing
from .models.messages import TEXT_AT_MOST
from .models.threads import REASON_AT_MOST
from .showing import Line


class MessageForm(forms.Form):
    """A message; it brings its id, so that sending it twice writes it once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    text = forms.CharField(
        label=_("Your message"),
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 2}),
        error_messages={
            "required": _("Write something first."),
            "max_length": _("This is too long: at most %(limit_value)d characters. Send it in parts."),
        },
    )

    def clean_text(self) -> str:
        """One way to end a line, whatever the browser's."""
        return self.cleaned_data["text"].replace("\r\n", "\n").replace("\r", "\n")

    @property
    def sentence(self) -> str:
        """What is wrong with it, in one sentence; for a browser that did not load the page anew."""
        return next((str(error) for errors in self.errors.values() for error in errors), "")


class HideForm(forms.Form):
    """Why a message is hidden."""

    reason = forms.CharField(
        label=_("Why do you hide it?"),
        max_length=REASON_AT_MOST,
        help_text=_("The group reads this in its place. For example: “This was told in confidence.”"),
    )


class GuestForm(forms.Form):
    """Which manager is invited into a chat, and why; it brings its id, so that sending it twice invites once."""

    key = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    person = forms.ChoiceField(
        label=_("Whom do you invite?"),
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose a manager."), "invalid_choice": _("Choose a manager from the list.")},
    )
    why = forms.CharField(
        label=_("Why?"),
        max_length=REASON_AT_MOST,
        help_text=_("This stands in the chat: your group and the manager read it."),
        error_messages={"required": _("Say in a sentence why.")},
    )

    def __init__(self, *args: Any, managers: Sequence[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self._managers = {str(person.pk): person for person in managers}
        field: Any = self.fields["person"]
        field.choices = [(pk, person.name) for pk, person in self._managers.items()]
        field.initial = next(iter(self._managers)) if len(managers) == 1 else None

    def clean_person(self) -> User:
        """The manager."""
        return self._managers[self.cleaned_data["person"]]


class IntoDiaryForm(forms.Form):
    """Lines of a chat, of one page of it and those that were chosen on others, and the point of the diary they go to."""

    point = forms.ChoiceField(label=_("Under which point?"))
    elsewhere = forms.MultipleChoiceField(
        label=_("Chosen on other pages"), required=False, widget=forms.CheckboxSelectMultiple
    )
    lines = forms.MultipleChoiceField(
        label=_("Which lines?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={
            "required": _("Tick at least one line."),
            "invalid_choice": _("One of these lines does not stand any more. Look at what is ticked now."),
        },
    )

    def __init__(self, *args: Any, choosing: Choosing, points: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        told: Any = self.fields
        told["point"].choices = points
        told["lines"].choices = _choices(choosing.here)
        told["elsewhere"].choices = _choices(choosing.elsewhere)
        told["lines"].required = not choosing.elsewhere  # then something is chosen already
        for name in ("lines", "elsewhere"):
            if not told[name].choices and not (name == "lines" and choosing.chosen):
                told[name].widget = forms.MultipleHiddenInput()

    @classmethod
    def of(cls, choosing: Choosing, points: list[tuple[str, Any]], sent: QueryDict | None) -> "IntoDiaryForm":
        """As it was sent; or, when another page is asked for, what was chosen so far, which is no mistake yet."""
        is_turned = sent is None or ("turn" in sent and len(choosing.chosen) <= CHOSEN_AT_MOST)
        if sent is not None and not is_turned:
            return cls(choosing.data(sent), choosing=choosing, points=points)
        chosen = {name: sorted(choosing.chosen) for name in ("lines", "elsewhere")}
        return cls(initial={**chosen, "point": sent.get("point") if sent else None}, choosing=choosing, points=points)

    def clean(self) -> dict[str, Any]:
        """Not more is chosen than a diary could hold."""
        told = super().clean() or self.cleaned_data
        if len(told.get("lines", ())) + len(told.get("elsewhere", ())) > CHOSEN_AT_MOST:
            words = _("These are too many at once: at most %(n)d. Put some into the diary first.")
            self.add_error("lines", words % {"n": CHOSEN_AT_MOST})
        return told


def _choices(lines: Iterable[Line]) -> list[tuple[str, str]]:
    return [(str(line.message.pk), f"{line.message.by.name}: {line.text}") for line in lines]
