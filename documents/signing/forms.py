"""The small forms of signing: the signature itself, declining, a question and its answer. The same on either page."""

from collections.abc import Sequence
from typing import Any, cast

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from ..models import Question, Signatory, Version
from ..uploads import UploadForm


class SignatureForm(forms.Form):
    """A typed name and a tick: a simple electronic signature (design 4, D1).

    ``seen`` says which words stood on the page, so that nobody signs others than they have read.
    """

    name = forms.CharField(
        label=_("Your full name"), max_length=150, widget=forms.TextInput(attrs={"autocomplete": "name"})
    )
    agree = forms.BooleanField(label=_("I have read this and I agree to it."))
    seen = forms.CharField(widget=forms.HiddenInput, required=False, max_length=64)

    def __init__(self, data: QueryDict | None = None, *, person: Any, version: Version) -> None:
        super().__init__(data, prefix="signature", initial={"seen": version.digest})
        self.person = person
        self.version = version
        self.fields["name"].help_text = _("Type it as it is written here: %(name)s") % {"name": person.name}

    def clean_name(self) -> str:
        """The name on the account, whatever its case and spacing."""
        typed = " ".join(self.cleaned_data["name"].split())
        if typed.casefold() != " ".join(self.person.name.split()).casefold():
            raise forms.ValidationError(
                _("Type your name as it is written here: %(name)s") % {"name": self.person.name}
            )
        return typed

    def clean(self) -> dict[str, Any]:
        """The words on the page are the words that would be signed; else the page comes back with the new ones."""
        told = super().clean() or {}
        if told.get("seen") != self.version.digest:
            self.data = {**dict(self.data.items()), self.add_prefix("seen"): self.version.digest}
            self.add_error(None, _("The text was changed after you opened this page. Read it again before you sign."))
        return told


class RefusalForm(forms.Form):
    """Why somebody does not sign."""

    reason = forms.CharField(
        label=_("Why do you not sign?"),
        max_length=Signatory._meta.get_field("reason").max_length,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only those who wrote this document read your reason. Everyone sees that you have declined."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="refusal")


class QuestionForm(forms.Form):
    """What somebody wants to know before they sign."""

    text = forms.CharField(
        label=_("Your question"),
        max_length=2000,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Only you and those who wrote this document read it and its answer."),
    )

    def __init__(self, data: QueryDict | None = None) -> None:
        super().__init__(data, prefix="question")


class AnswerForm(forms.Form):
    """The answer to one question; each question has a form of its own on the page."""

    text = forms.CharField(label=_("Your answer"), max_length=2000, widget=forms.Textarea(attrs={"rows": 3}))

    def __init__(self, data: QueryDict | None = None, *, question: Question) -> None:
        super().__init__(data, prefix=f"answer-{question.pk}")
        self.question = question


class PaperForm(UploadForm):
    """The paper that somebody has signed by hand. ``cleaned_data["who"]`` is the signatory."""

    who = forms.ChoiceField(label=_("Whose signature?"))
    field_order = ("who", "file")

    def __init__(self, *args: Any, rows: Sequence[Signatory], **kwargs: Any) -> None:
        super().__init__(*args, prefix="paper", **kwargs)
        self.rows = {str(row.pk): row for row in rows}
        names = [(key, row.person.name) for key, row in self.rows.items()]
        who = cast(forms.ChoiceField, self.fields["who"])
        who.choices = names if len(names) == 1 else [("", _("Choose a person")), *names]

    def clean_who(self) -> Signatory:
        """The signatory; only those count who were offered."""
        return self.rows[self.cleaned_data["who"]]
