"""The account library's forms in our words: labels above, no placeholders, what a browser may fill in."""

from typing import Any

from allauth.account import forms as account
from allauth.core import context
from django import forms
from django.conf import settings
from django.core.validators import MaxLengthValidator
from django.utils.translation import gettext_lazy as _

from .models import User

PASSWORD_AT_MOST = 200
STAY = _("Keep me signed in here for two weeks")
CHOOSE = _("At least 10 characters. A short sentence is easy to remember.")


class Plain(forms.Form):
    """A form of the library without what the label says already."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name, field in self.fields.items():
            field.widget.attrs.pop("placeholder", None)
            field.help_text = ""
            if isinstance(field, forms.EmailField):
                field.label = _("E-mail address")
                field.widget.attrs.update({"autocomplete": "username", "autocapitalize": "none"})
            if field.widget.input_type == "password":
                field.validators.append(MaxLengthValidator(PASSWORD_AT_MOST))
            if name == "code":
                field.widget.attrs.update({"autocapitalize": "none", "spellcheck": "false"})
                field.validators.append(MaxLengthValidator(40))


class SignInForm(Plain, account.LoginForm):
    """Address and password."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["remember"].label = STAY


class AskForCodeForm(Plain, account.RequestLoginCodeForm):
    """The address to which a code goes. Who has not accepted the invitation yet has nothing to sign in to.

    The button on the sign-in page brings the address along that was typed there, or asks for it here.
    """

    def __init__(self, data: Any = None, **kwargs: Any) -> None:
        if data is not None and "login" in data:
            data = {"email": data["login"]} if data["login"].strip() else None
        super().__init__(data, **(kwargs if data is not None else kwargs | {"files": None}))

    def clean_email(self) -> str:
        """Accept every address; a code is made only for somebody who signed in before or chose a password."""
        email: str = super().clean_email()
        person: User | None = self._user  # type: ignore[has-type]
        if person and not person.has_usable_password() and not person.last_login:
            self._user = None
        return email


class CodeForm(Plain, account.ConfirmLoginCodeForm):
    """The code from the letter."""

    remember = forms.BooleanField(label=STAY, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["code"].label = _("Code from the e-mail")
        self.fields["code"].widget.attrs["inputmode"] = "numeric"

    def clean(self) -> dict[str, Any]:
        """As with the password: without the tick, closing the browser signs out."""
        said: dict[str, Any] = super().clean() or {}
        if not self.errors:
            context.request.session.set_expiry(settings.SESSION_COOKIE_AGE if said["remember"] else 0)
        return said


class ForgottenForm(Plain, account.ResetPasswordForm):
    """The address to which a link goes."""


class ConfirmPasswordForm(Plain, account.ReauthenticateForm):
    """The password again, before something that matters."""


class _ChosenTwice(Plain):
    """A new password, typed twice."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["password1"].label = _("New password")
        self.fields["password1"].help_text = CHOOSE
        self.fields["password2"].label = _("New password again")


class NewPasswordForm(_ChosenTwice, account.ResetPasswordKeyForm):
    """A new password in place of a forgotten one."""


class ChangePasswordForm(_ChosenTwice, account.ChangePasswordForm):
    """A new password in place of the one that is known."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["oldpassword"].label = _("Your password now")
