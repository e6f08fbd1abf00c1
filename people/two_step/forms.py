"""The forms of the second step in our words."""

from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import AddWebAuthnForm
from django import forms
from django.utils.translation import gettext_lazy as _

from ..sign_in_forms import Plain


class StepForm(Plain, AuthenticateForm):
    """The code of the app, or one from paper."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code")
        self.fields["code"].help_text = _("The six digits in your app, or one of your recovery codes.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class ConfirmStepForm(StepForm, ReauthenticateForm):
    """The same, before something that matters."""


class AppForm(Plain, ActivateTOTPForm):
    """The first code, which proves that the app has taken the secret."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code that the app shows now")
        self.fields["code"].help_text = _("Six digits. They change every half a minute.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class PasskeyForm(Plain, AddWebAuthnForm):
    """A passkey that lets in by itself: it is kept on the device, and the device asks who is there."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"] = forms.CharField(
            label=_("Name of this passkey"),
            help_text=_("So that you know it again, for example “my phone”."),
            max_length=60,
            required=False,
        )
        self.fields["passwordless"].widget = forms.HiddenInput()
        self.fields["passwordless"].initial = True

    def clean_passwordless(self) -> bool:
        """Always: the device must have asked who is there."""
        return True
