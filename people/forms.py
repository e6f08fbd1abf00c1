"""Forms of coming in, and what a name may be."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import NAME_AT_MOST, Invitation

UNSEEN = re.compile(r"[\x00-\x08\x0e-\x1b\x7f\u202a-\u202e\u2066-\u2069]")  # turns round what is read, or is nothing
NO_NAME = re.compile(r"[@/:<>]|www\.|\w{2}\.([a-z]{2}|[A-Z]{2})")  # an address, also one like example.net


def leads_nowhere(name: str) -> str:
    """A name as it stands in letters, also to people outside: in one line, as it is read, and no way to send anybody
    anywhere.
    """
    said = " ".join(UNSEEN.sub("", name).split())
    if NO_NAME.search(said) or bool(name) != bool(said):
        raise forms.ValidationError(_("Write only the name here, as in “Rasa Petraitytė”."))
    return said


class AcceptForm(forms.Form):
    """What someone new tells us: their name, and a password."""

    name = forms.CharField(label=_("Your full name"), max_length=NAME_AT_MOST)
    password = forms.CharField(
        label=_("Choose a password"),
        help_text=_("At least 10 characters. A short sentence is easy to remember."),
        widget=forms.PasswordInput(attrs={"autocomplete": "new-password"}),
        max_length=200,
        strip=False,
    )

    def __init__(self, *args: Any, invitation: Invitation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.invitation = invitation
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_name(self) -> str:
        """Nothing but a name."""
        return leads_nowhere(self.cleaned_data["name"])

    def clean_password(self) -> str:
        """Refuse a password that is short, common or the person's own name."""
        password = self.cleaned_data["password"]
        try:
            validate_password(password, self.invitation.person)
        except ValidationError as weak:
            raise forms.ValidationError(weak.messages) from weak
        return password
