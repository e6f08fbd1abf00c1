"""What somebody who applies fills in, besides what the profile or the self-check asks."""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.template.loader import render_to_string
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext_lazy as _
from django.utils.translation import override

from documents.forms import choice, line, long_text, several, tick
from people.forms import leads_nowhere
from people.models import NAME_AT_MOST
from people.zones import offer_zones

from ..choices import AREAS, DAYS, PARTS_OF_DAY, Mode, SpokenLanguage

AIMS_AT_MOST, AIM_AT_MOST = 10, 120


class AboutForm(forms.Form):
    """Who it is, and how to reach them."""

    name = line(_("Full name"), required=True, at_most=NAME_AT_MOST)
    email = forms.EmailField(
        label=_("E-mail address"),
        max_length=254,
        widget=forms.EmailInput(attrs={"autocomplete": "email"}),
        help_text=_("We send one letter there, to make sure that it is yours."),
    )
    languages = several(_("Languages I can talk in"), SpokenLanguage.in_order, required=True)
    zone = forms.ChoiceField(label=_("My time zone"), help_text=_("The city nearest to you in the same zone."))

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_zones(self.fields["zone"], places_only=True)
        if not self.is_bound:  # what somebody chose is not guessed again
            self.fields["zone"].widget.attrs["data-guess-zone"] = True
        self.fields["name"].widget.attrs["autocomplete"] = "name"

    def clean_name(self) -> str:
        """A name, and no way to send anybody anywhere."""
        return leads_nowhere(self.cleaned_data["name"])


def about_form(languages: Sequence[str]) -> type[AboutForm]:
    """The same with these languages first: those that people of the programme meet in."""
    return type("AboutForm", (AboutForm,), {"languages": languages_to_talk_in(languages)})


def languages_to_talk_in(first: Sequence[str]) -> forms.MultipleChoiceField:
    """The languages somebody can talk in, ``first`` before all others."""
    labels = dict(SpokenLanguage.in_order())
    known = [code for code in first if code in labels]
    words = [(code, labels[code]) for code in (*known, *(code for code in labels if code not in known))]
    return several(_("Languages I can talk in"), words, required=True)


class AimsForm(forms.Form):
    """What a mentee wants to work on, from the list and in own words: at least one thing."""

    aims = several(_("What I want to change or learn"), (), help_text=_("Tick what fits, up to ten."))
    own = long_text(_("In my own words"), rows=2, help_text=_("One thing a line. Small ones count."))
    field = line(
        _("Kind of work I am interested in"), at_most=100, help_text=_("One word or two, for example “retail”.")
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["aims"].choices = aims_to_choose()  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        """At least one aim, not too many, none too long to stand in a list."""
        said = super().clean() or {}
        if self.errors:
            return said
        ticked, own = said["aims"], lines_of(said["own"])
        if not ticked and not own:
            self.add_error("aims", _("Tick at least one, or write your own below."))
        if len(ticked) + len(own) > AIMS_AT_MOST:
            self.add_error("aims", _("Ten things at most. Leave out what matters least."))
        if any(len(one) > AIM_AT_MOST for one in own):
            told = ValidationError(_("Write each thing on a line of its own, with at most 120 characters."))
            self.add_error("own", told)
        return said


class HelpForm(AimsForm):
    """The same for a mentor: what they can help with."""

    aims = several(_("What I can help with"), (), help_text=_("Tick what fits, up to ten."))
    own = long_text(_("Something else I can help with"), rows=2, help_text=_("One thing a line."))
    field = line(_("Kind of work I know best"), at_most=100, help_text=_("One word or two, for example “retail”."))


def aims_to_choose() -> list[tuple[str, Any]]:
    """The pick-list; stored are the English words, as in a file of applicants, so that the matching can compare them."""
    with override("en"):
        words = [str(label) for key, label in AREAS if key != "other"]
    labels = [label for key, label in AREAS if key != "other"]
    return list(zip(words, labels, strict=True))


def lines_of(text: str) -> list[str]:
    """Each line that says something."""
    return [" ".join(one.split()) for one in str(text).splitlines() if one.strip()]


class TimesGrid(forms.SelectMultiple):
    """Seven days by three parts of the day: a box for each."""

    use_fieldset = True

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:
        """A table of boxes; the first has the id that errors lead to."""
        chosen = {str(one) for one in value or ()}
        first = (attrs or {}).get("id", f"id_{name}")
        rows = []
        for day, words in DAYS:
            slots = [(f"{day} {part}", label) for part, label in PARTS_OF_DAY]
            boxes = [{"slot": slot, "part": part, "on": slot in chosen} for slot, part in slots]
            rows.append({"day": words, "boxes": boxes})
        told = {"name": name, "rows": rows, "parts": [words for _part, words in PARTS_OF_DAY], "first": first}
        return mark_safe(render_to_string("programmes/_times.html", told))  # noqa: S308 - our own template

    def id_for_label(self, id_: str, index: Any = None) -> str:
        """No label of its own: the legend names it."""
        return ""


class TimesForm(forms.Form):
    """When and how to meet."""

    times = forms.MultipleChoiceField(
        label=_("When I can usually meet"),
        choices=[(f"{day} {part}", f"{words} {label}") for day, words in DAYS for part, label in PARTS_OF_DAY],
        widget=TimesGrid,
        help_text=_("Tick every time that could work, in your own time zone."),
        error_messages={"required": _("Tick at least one time.")},
    )
    mode = choice(_("How I would like to meet"), Mode.choices, required=True)


class ConsentForm(forms.Form):
    """That it may be kept; what is agreed to stands above it."""

    agree = tick(_("I agree that my application is kept and read in this way."), required=True)


class MenteesConsentForm(ConsentForm):
    """The same, and whether the mentor may read the profile."""

    mentor_may_read = tick(_("The manager may show my profile to my mentor when I have one."))
