"""Forms about oneself."""

from typing import Any

from allauth.account.forms import LoginForm
from django import forms
from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from .models import NAME_AT_MOST, Invitation, User
from .zones import offer_zones


class SignInForm(LoginForm):
    """The account library's form without its placeholders: labels say it."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for field in self.fields.values():
            field.widget.attrs.pop("placeholder", None)
        self.fields["login"].label = _("E-mail address")
        self.fields["password"].help_text = ""


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
