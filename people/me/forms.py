"""Forms of my settings: each saves its own fields and no other, so that two open pages do not undo each other."""

from typing import Any

from django import forms
from django.conf import settings
from django.utils.translation import gettext_lazy as _

from ..forms import leads_nowhere
from ..models import MailChoice, User
from ..zones import offer_zones


class OwnForm(forms.ModelForm):
    """A part of what a person says about themselves."""

    def save(self, commit: bool = True) -> User:
        """Write the fields of this form."""
        self.instance.save(update_fields=list(self.fields))
        return self.instance


class NameForm(OwnForm):
    """How I want to be addressed, and where I can be called."""

    class Meta:
        model = User
        fields = ("name", "called", "phone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["name"].widget.attrs["autocomplete"] = "name"
        self.fields["called"].widget.attrs["autocomplete"] = "nickname"
        self.fields["phone"].widget.attrs.update(autocomplete="tel", type="tel")
        self.fields["phone"].help_text = _(
            "The managers of your programme call you there. Your groups see it only if you share it."
        )

    def clean_name(self) -> str:
        """Nothing but a name."""
        return leads_nowhere(self.cleaned_data["name"])

    def clean_called(self) -> str:
        """Nothing but a name."""
        return leads_nowhere(self.cleaned_data["called"])


class SharedForm(OwnForm):
    """What my groups may see of me, field by field."""

    class Meta:
        model = User
        fields = ("shares_email", "shares_phone")


class LanguageForm(OwnForm):
    """The language of the pages, the one of letters, and my time zone."""

    time_zone = forms.ChoiceField(label=_("Time zone"))

    class Meta:
        model = User
        fields = ("language", "mail_language", "time_zone")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_zones(self.fields["time_zone"])
        self.fields["language"].label = _("Language of the pages")
        same = ("", _("The same as the pages"))
        self.fields["mail_language"] = forms.ChoiceField(
            label=_("Language of letters"), choices=[same, *settings.LANGUAGES], required=False
        )
        self.order_fields(self.Meta.fields)


class LettersForm(forms.Form):
    """How often I want to be written to."""

    mail_choice = forms.ChoiceField(
        label=_("How often do you want letters?"),
        choices=(
            (MailChoice.AT_ONCE, _("At once: a letter for each thing, when it happens")),
            (MailChoice.DAILY, _("Once a day: one letter in the morning, with all that can wait")),
            (MailChoice.MUST, _("Only what I must do or know: the rest I read on my pages")),
        ),
        widget=forms.RadioSelect,
    )


class AddressForm(forms.Form):
    """Another address to sign in with; the password shows that it is the person who asks."""

    address = forms.EmailField(
        label=_("New e-mail address"), max_length=254, widget=forms.EmailInput(attrs={"autocomplete": "email"})
    )
    password = forms.CharField(
        label=_("Your password"),
        help_text=_("So that nobody changes it who only found your screen open."),
        widget=forms.PasswordInput(attrs={"autocomplete": "current-password"}),
        max_length=200,
        strip=False,
    )

    def __init__(self, *args: Any, person: User, is_guessing: bool, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.person = person
        self.is_guessing = is_guessing

    def clean_address(self) -> str:
        """Not the one there is."""
        address = str(self.cleaned_data["address"]).strip().lower()
        if address == self.person.email.lower():
            raise forms.ValidationError(_("You sign in with this address already. Write another one."))
        return address

    def clean_password(self) -> str:
        """The person's own. Whoever has tried too often does not learn it any more."""
        if self.is_guessing:
            raise forms.ValidationError(_("That was tried too often. Wait a quarter of an hour and try again."))
        password = self.cleaned_data["password"]
        if not self.person.check_password(password):
            raise forms.ValidationError(_("This is not your password. Try again."))
        return password
