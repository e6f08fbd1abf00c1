"""Whom to write to, and a text in each language with its placeholders."""

import uuid
from collections.abc import Mapping, Sequence
from typing import Any, cast
from uuid import UUID

from django import forms
from django.conf import settings
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from policy.machine import NotNow
from policy.permissions import Role

from ..models import Programme
from ..writing import audience, words
from .selecting import FilterForm

SUBJECT, TEXT = 150, 10_000
GROUPS = 300  # offered to tick
TICKED, ALL = "ticked", "all"


class WhomForm(forms.Form):
    """People ticked on a list, everybody whom the list shows, or groups."""

    who = forms.ChoiceField(choices=((TICKED, ""), (ALL, ""), ("groups", "")), required=False)
    roles = forms.MultipleChoiceField(
        label=_("Whom in these groups?"),
        choices=((Role.MENTOR.value, _("the mentors")), (Role.MENTEE.value, _("the mentees"))),
        initial=[Role.MENTOR.value, Role.MENTEE.value],
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )
    groups = forms.MultipleChoiceField(
        label=_("Which groups?"),
        help_text=_("Tick none to write to all of them."),
        required=False,
        widget=forms.CheckboxSelectMultiple,
    )

    def __init__(self, data: Any = None, *, programme: Programme, asked: Mapping[str, Any], by: Any) -> None:
        super().__init__(data)
        self.programme, self.asked, self.by = programme, asked, by
        rows = programme.groups.exclude(state="ended").values_list("pk", "name")[:GROUPS]
        cast(Any, self.fields["groups"]).choices = [(str(pk), name) for pk, name in rows]
        ticked = data.getlist("applications") if data is not None else []
        self.ticked = [one for one in ticked if _is_id(one)]
        self.chosen: list[str] = []

    def clean(self) -> dict[str, Any]:
        """Find the people: some, and not too many."""
        said = super().clean() or {}
        self.chosen = self._people(said)
        try:
            audience.check(self.chosen)
        except NotNow as reason:
            raise ValidationError(str(reason)) from None
        return said

    def _people(self, said: Mapping[str, Any]) -> list[str]:
        if said.get("who") == ALL:
            return audience.of_list(self.programme, FilterForm(self.asked).said(), by=self.by)
        if said.get("who") == TICKED:
            return audience.of_applications(self.programme, self.ticked)
        roles = said.get("roles", [])
        return audience.of_groups(self.programme, said.get("groups", []), roles) if roles else []


def _is_id(words: str) -> bool:
    try:
        return bool(UUID(words))
    except ValueError:
        return False


class TextsForm(forms.Form):
    """A subject and a text in each language; the first language needs both, the others both or neither."""

    def __init__(self, data: Any = None, *, languages: Sequence[str], texts: Mapping[str, Any]) -> None:
        super().__init__(data, use_required_attribute=False)
        self.languages = list(languages)
        for code in self.languages:
            said, is_first = texts.get(code, {}), code == self.languages[0]
            self.fields[f"subject_{code}"] = forms.CharField(
                label=_("Subject"), max_length=SUBJECT, required=is_first, initial=said.get("subject", "")
            )
            self.fields[f"text_{code}"] = forms.CharField(
                label=_("Text"),
                max_length=TEXT,
                required=is_first,
                initial=said.get("text", ""),
                widget=forms.Textarea(attrs={"rows": 10}),
            )
            for part in ("subject", "text"):
                self.fields[f"{part}_{code}"].widget.attrs["lang"] = code

    def clean(self) -> dict[str, Any]:
        """Only placeholders that there are; both parts of a language, or none."""
        said = super().clean() or self.cleaned_data
        for name, text in list(said.items()):
            if name.startswith(("subject_", "text_")) and (strange := words.unknown(str(text))):
                self.add_error(name, _strange(strange))
        for code in self.languages[1:]:
            subject, text = said.get(f"subject_{code}"), said.get(f"text_{code}")
            if bool(subject) != bool(text) and not self.errors:
                self.add_error(
                    f"text_{code}" if subject else f"subject_{code}",
                    _now("In this language there is only one of the two. Write both, or leave both empty."),
                )
        return said

    @property
    def texts(self) -> dict[str, dict[str, str]]:
        """What was written, by language; of a valid form."""
        found = {
            code: {part: self.cleaned_data[f"{part}_{code}"] for part in ("subject", "text")} for code in self.languages
        }
        return {code: said for code, said in found.items() if said["subject"] and said["text"]}

    @property
    def parts(self) -> list[tuple[str, str, forms.BoundField, forms.BoundField, bool]]:
        """For each language: code, name, subject, text, and whether something stands there."""
        names, found = dict(settings.LANGUAGES), []
        for code in self.languages:
            subject, text = self[f"subject_{code}"], self[f"text_{code}"]
            found.append((code, str(names.get(code, code)), subject, text, bool(subject.value())))
        return found


def _strange(strange: list[str]) -> str:
    allowed = ", ".join(f"{{{name}}}" for name in words.PLACEHOLDERS)
    told = {"word": f"{{{strange[0]}}}", "allowed": allowed}
    return _now("%(word)s is not known here. In braces there can be: %(allowed)s.") % told


class LetterTextForm(TextsForm):
    """A text of the programme to begin letters with."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    name = forms.CharField(label=_("Name of this text"), max_length=80, help_text=_("Only managers read it."))

    def __init__(self, data: Any = None, *, name: str = "", **more: Any) -> None:
        super().__init__(data, **more)
        self.fields["name"].initial = name
        self.fields["once"].initial = uuid.uuid4
