"""Forms about oneself."""

import re
from typing import Any

from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import NAME_AT_MOST, Invitation, User
from .zones import offer_zones

NO_NAME = re.compile(r"[@/:<>]|www\.|\w{2}\.([a-z]{2}|[A-Z]{2})")  # an address, also one like example.net


def leads_nowhere(name: str) -> str:
    """A name as it stands in letters, also to people outside: in one line, and no way to send anybody anywhere."""
    if NO_NAME.search(name):
        raise forms.ValidationError(_("Write only the name here, as in “Rasa Petraitytė”."))
    return " ".join(name.split())


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


class ProfileForm(forms.ModelForm):
    """How I want to be addressed, in which language and zone, and what my groups may see."""

    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = User
        fields = ("name", "called", "language", "time_zone", "phone", "shares_contact")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_zones(self.fields["time_zone"])
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["phone"].widget.attrs["autocomplete"] = "tel"
        self.fields["phone"].help_text = _(
            "The managers of your programme call you there. Your groups see it only if you allow it below."
        )

    def clean_name(self) -> str:
        """Nothing but a name."""
        return leads_nowhere(self.cleaned_data["name"])

    def clean_called(self) -> str:
        """Nothing but a name."""
        return leads_nowhere(self.cleaned_data["called"])
