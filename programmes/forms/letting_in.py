"""Letting somebody in again."""

from typing import Any

from django import forms
from django.db.models import QuerySet
from django.utils.translation import gettext_lazy as _

from people.models import User


class LetInForm(forms.Form):
    """Who it is, and that it is them: whoever writes in their name would come in instead."""

    person = forms.ModelChoiceField(
        label=_("Who cannot sign in?"),
        queryset=User.objects.none(),
        empty_label=_("Choose"),
        error_messages={"invalid_choice": _("Choose somebody from the list. Perhaps it is done already.")},
    )
    is_them = forms.BooleanField(
        label=_("I have spoken with them, and I know that it is them"),
        error_messages={"required": _("Speak with them first, best by phone or face to face, and tick this.")},
    )

    def __init__(self, *args: Any, people: QuerySet[User], **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["person"].queryset = people  # type: ignore[attr-defined]
