"""A form that makes one record however often it is sent."""

import uuid
from typing import Any

from django import forms


class OnceForm(forms.ModelForm):
    """A form that makes one record however often it is sent: the record's id travels with the form."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["once"].initial = uuid.uuid4
        else:
            del self.fields["once"]

    def clean(self) -> dict[str, Any]:
        """Give the new record the id that came with the form."""
        if self.instance._state.adding:
            self.instance.pk = self.cleaned_data.get("once") or self.instance.pk
        return super().clean() or self.cleaned_data
