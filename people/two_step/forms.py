"""The forms of the second step in our words."""

import struct
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from allauth.mfa.base.forms import AuthenticateForm, ReauthenticateForm
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.forms import ActivateTOTPForm
from allauth.mfa.webauthn.forms import (
    AddWebAuthnForm,
    AuthenticateWebAuthnForm,
    LoginWebAuthnForm,
    ReauthenticateWebAuthnForm,
)
from django import forms
from django.utils.translation import gettext_lazy as _

from ..sign_in_forms import Plain

CREDENTIAL_AT_MOST = 20_000
NO_PASSKEY = _("Your device did not confirm it. Try again, or take another way.")


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
        self.fields["code"].label = _("Code in the app")
        self.fields["code"].help_text = _("Six digits. They change every half a minute.")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"


class Credential(forms.JSONField):
    """What a device says. It comes as JSON from a page of ours, or as anything at all from somebody else."""

    widget = forms.HiddenInput

    def to_python(self, value: Any) -> Any:
        """Refuse what no device would say: too long, or nested so deep that reading it would never end."""
        if isinstance(value, str) and (len(value) > CREDENTIAL_AT_MOST or value.count("[") + value.count("{") > 50):
            raise forms.ValidationError(NO_PASSKEY)
        said = super().to_python(value)
        if not isinstance(said, dict):
            raise forms.ValidationError(NO_PASSKEY)
        return said

    def bound_data(self, data: Any, initial: Any) -> Any:
        """Nothing: what a device said is good once, and is not shown again."""
        return None


class Passkey(forms.Form):
    """A form with what a device says; what cannot be read is no passkey, and no fault of ours."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["credential"] = Credential()

    @contextmanager
    def reading(self) -> Iterator[None]:
        """In here the library reads it, and stumbles over what is not as it should be in one of these ways."""
        try:
            yield
        except (TypeError, ValueError, LookupError, AttributeError, ArithmeticError, struct.error) as unreadable:
            raise forms.ValidationError(NO_PASSKEY) from unreadable


class _Asked(Passkey):
    """A passkey that was made before."""

    def clean_credential(self) -> Authenticator:
        """The passkey that it is."""
        with self.reading():
            found: Authenticator = super().clean_credential()  # type: ignore[misc]
        return found


class PasskeyInForm(_Asked, LoginWebAuthnForm):
    """Signing in with nothing else."""


class PasskeyStepForm(_Asked, AuthenticateWebAuthnForm):
    """After the password."""


class PasskeyConfirmForm(_Asked, ReauthenticateWebAuthnForm):
    """Before something that matters."""


class PasskeyForm(Passkey, Plain, AddWebAuthnForm):
    """A new passkey that lets in by itself: it is kept on the device, and the device asks who is there."""

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

    def clean(self) -> dict[str, Any]:
        """Take the public half of the key."""
        with self.reading():
            return dict(super().clean() or {})
