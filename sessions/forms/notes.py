"""Notes that a mentor takes while a session runs."""

from django import forms
from django.utils.translation import gettext_lazy as _


class NotesForm(forms.Form):
    """Notes for oneself; they become the key points of the session record."""

    notes = forms.CharField(
        label=_("My notes"), required=False, max_length=20_000, widget=forms.Textarea(attrs={"rows": 6})
    )

    def clean_notes(self) -> str:
        """With one line end for all systems, as everything else in a record: the same words are the same text."""
        return str(self.cleaned_data["notes"]).replace("\r\n", "\n")
