"""The two small forms beside a document: the reviewer's words, and the signature."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from .forms import TEXT_AT_MOST


class CommentForm(forms.Form):
    """What the reviewer says."""

    text = forms.CharField(
        label=_("Your comment"),
        required=False,
        max_length=TEXT_AT_MOST,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "It stands at the end of the document when you publish, and goes to the author when you send back."
        ),
    )


class SignatureForm(forms.Form):
    """A typed name and a tick: a simple electronic signature (design 4, D1)."""

    name = forms.CharField(
        label=_("Your full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    agree = forms.BooleanField(label=_("I have read this and I agree to it."))

    def __init__(self, *args: Any, person: Any, **kwargs: Any) -> None:
        kwargs["prefix"] = "signature"
        super().__init__(*args, **kwargs)
        self.person = person
        self.fields["name"].help_text = _("Type it as it is written here: %(name)s") % {"name": person.name}

    def clean_name(self) -> str:
        """The name on the account, whatever its case and spacing."""
        typed = " ".join(self.cleaned_data["name"].split())
        if typed.casefold() != " ".join(self.person.name.split()).casefold():
            raise forms.ValidationError(
                _("Type your name as it is written here: %(name)s") % {"name": self.person.name}
            )
        return typed
