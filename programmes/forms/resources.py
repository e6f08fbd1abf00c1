"""Forms of the library: a resource, a list of them, and what to look for."""

from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.uploads import Opened, Refused, UploadForm, accept

from .. import imports
from ..choices import SpokenLanguage
from ..models import Programme, Resource, ResourceImport
from ..models.resources import Level, Licence, Topic
from ..resources import importing, library, links
from .once import OnceForm


class ResourceForm(OnceForm):
    """A link or a file, and what a mentor needs to know before suggesting it. What it is, it stays."""

    link = forms.CharField(
        label=_("Link"),
        required=False,
        max_length=2000,  # refused below, with a reason
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        help_text=_("It begins with https:// or http://. We do not open it; follow it yourself once."),
    )
    file = UploadForm.base_fields["file"]

    class Meta:
        model = Resource
        fields = ("title", "link", "about", "topic", "level", "language", "minutes", "licence", "licence_words")
        help_texts = {
            "about": _("For mentors who choose: “Ten questions that are asked in every interview.”"),
            "licence": _("It stands on the page itself, mostly at the bottom."),
            "licence_words": _("Only where it is another licence: its name, as it stands there."),
        }

    field_order = ("title", "link", "file", *Meta.fields[2:])

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(forms.ChoiceField, self.fields["language"]).choices = SpokenLanguage.in_order()
        self.instance.programme = programme
        is_new = self.instance._state.adding
        self.fields["minutes"].validators += [MinValueValidator(1), MaxValueValidator(importing.MINUTES)]
        self.fields["minutes"].widget.attrs |= {"min": 1, "max": importing.MINUTES}
        self.fields["file"].required = False
        self.fields["file"].help_text = UploadForm().fields["file"].help_text
        self.fields["file"].label = _("Or a file") if is_new else _("Another file in its place")
        if not is_new:
            del self.fields["file" if self.instance.link else "link"]
            if self.instance.link:
                self.fields["link"].required = True
        else:
            self.fields["language"].initial = (programme.languages or ["en"])[0]

    def clean_link(self) -> str:
        """A link that people can follow."""
        link: str = self.cleaned_data["link"]
        if not link.strip():
            return ""
        return links.checked(link)

    def clean_file(self) -> Opened | None:
        """The file, opened; nothing when none was chosen."""
        if not self.cleaned_data.get("file"):
            return None
        try:
            return accept(self.cleaned_data["file"])
        except Refused as no:
            raise ValidationError(str(no), code=no.code) from None

    def clean(self) -> dict[str, Any]:
        """One of the two; and the words of another licence."""
        said = super().clean()
        if {"link", "file"} <= self.fields.keys() and "link" not in self.errors:
            has_file = bool(said.get("file")) or "file" in self.errors
            if said.get("link") and has_file:
                self.add_error("file", _now("Give a link or a file, not both. Add the other as a resource of its own."))
            elif not said.get("link") and not has_file:
                self.add_error("link", _now("Give a link, or choose a file."))
        self._check_that_it_is_new(said.get("link") or "")
        if said.get("licence") == Licence.OTHER and not said.get("licence_words"):
            if "licence_words" not in self.errors:
                self.add_error("licence_words", _now("Write the name of the licence, or choose “not known”."))
        elif said.get("licence") != Licence.OTHER:
            said["licence_words"] = ""
        return said

    def _check_that_it_is_new(self, link: str) -> None:
        """A link stands in a library once; the form that is sent twice is no second one."""
        there = self.instance.programme.resources.filter(state=Resource.State.LIBRARY, link=link)
        is_in_it = self.instance.state == Resource.State.LIBRARY
        if link and is_in_it and there.exclude(pk=self.instance.pk).exists():
            self.add_error("link", _now("This link is in the library already."))

    @property
    def opened(self) -> Opened | None:
        """The file that was let in, of a valid form."""
        return self.cleaned_data.get("file")


class LookForm(forms.Form):
    """What to look for. It stands in the address, so what makes no sense in it is passed over."""

    q = forms.CharField(label=pgettext_lazy("to look for", "Words"), max_length=100, required=False)
    topic = forms.ChoiceField(
        label=_("Topic"), required=False, choices=(("", pgettext_lazy("topics", "all")), *Topic.choices)
    )
    level = forms.ChoiceField(
        # Translators: how far somebody is for whom a resource is: first steps, going on, in depth
        label=_("Level"),
        required=False,
        choices=(("", pgettext_lazy("levels", "all")), *Level.choices),
    )
    language = forms.ChoiceField(
        label=_("Language"),
        required=False,
        choices=lambda: [("", pgettext_lazy("languages", "all")), *SpokenLanguage.in_order()],
    )

    def said(self) -> dict[str, str]:
        """What was asked for and makes sense; the rest is passed over."""
        self.full_clean()
        return {name: value for name, value in getattr(self, "cleaned_data", {}).items() if value}


class ShelfForm(LookForm):
    """What managers look for: also what mentors brought, what is in the archive, what did not answer."""

    shelf = forms.ChoiceField(
        required=False,
        choices=(("offered", ""), ("archived", ""), ("silent", "")),
        widget=forms.HiddenInput,
    )


class StepForm(forms.Form):
    """Which step a resource takes."""

    step = forms.ChoiceField(choices=[(step.value, step.label) for step in library.STEPS])


class ResourceListForm(forms.Form):
    """A file with a resource a line. It has no ``once``: what it makes adds nothing yet."""

    file = forms.FileField(
        label=_("Your file (CSV or XLSX)"),
        help_text=_("At most 2 MB. The first line names the columns; title and link are needed."),
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv,text/plain"}),
        error_messages={"required": _("Choose a file first."), "empty": _("This file is empty. Choose another.")},
    )

    def read(self, programme: Programme, *, by: Any) -> ResourceImport | None:
        """The list that waits for a yes; ``None``, with the reason at its field, when it cannot be read at all."""
        try:
            return importing.read(programme, self.cleaned_data["file"], by=by)
        except imports.Unreadable as reason:
            self.add_error("file", str(reason))
        return None
