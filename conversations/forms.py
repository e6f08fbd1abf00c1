"""What is said, why something is hidden, and which lines go into the diary."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .models.messages import REASON_AT_MOST, TEXT_AT_MOST
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


class IntoDiaryForm(forms.Form):
    """Lines of a chat, and the point of the diary that they belong to."""

    point = forms.ChoiceField(label=_("Under which point?"))
    lines = forms.MultipleChoiceField(
        label=_("Which lines?"),
        widget=forms.CheckboxSelectMultiple,
        error_messages={"required": _("Tick at least one line.")},
    )

    def __init__(self, *args: Any, lines: list[Line], points: list[tuple[str, Any]], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        choices = [(str(line.message.pk), f"{line.message.by.name}: {line.text}") for line in lines]
        self.fields["lines"].choices = choices  # type: ignore[attr-defined]
        self.fields["point"].choices = points  # type: ignore[attr-defined]
