"""Why a group is changed, and what goes into the note on a change of mentor."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from ..changing.holding import Asked
from ..changing.mentors import Note
from ..models import PartingWord
from ..models.changes import REASON_AT_MOST


class ReasonForm(forms.Form):
    """Why. ``once`` makes that the same form sent twice changes the group once."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    reason = forms.CharField(
        label=_("Why"),
        max_length=REASON_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_("Facts only, and nothing about health. It stands in no letter."),
    )

    def asked(self, seen: str) -> Asked:
        """What the change is told; ``seen`` is what the manager had before them."""
        return Asked(self.cleaned_data["once"], seen, self.cleaned_data["reason"])

    def more(self) -> dict[str, Any]:
        """What else this change is told."""
        return {}


class NewMentorForm(ReasonForm):
    """Cause and remedy of a change of mentor (D15)."""

    handed_over = forms.CharField(
        label=_("What was handed over"),
        required=False,
        max_length=1000,
        widget=forms.Textarea(attrs={"rows": 2}),
        help_text=_("For example: “Plan and goals; one talk of the three of us.”"),
    )
    told = forms.CharField(
        label=_("Who was told, and how"),
        max_length=300,
        initial=_("Everybody of the group, by letter from this site"),
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Why, and what was tried before")

    def more(self) -> dict[str, Any]:
        """What the note says besides why."""
        return {"note": Note(self.cleaned_data["told"], self.cleaned_data["handed_over"])}


class WordForm(forms.ModelForm):
    """What a mentor would like the successor to know; nothing is an answer, too."""

    class Meta:
        model = PartingWord
        fields = ("words",)
        widgets = {"words": forms.Textarea(attrs={"rows": 6})}
        help_texts = {"words": _("What went well, and where you would go on. Nothing that a mentee told you alone.")}
