"""Bringing people in: lines or a file, how they come in, and whom to invite."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.utils.translation import gettext_lazy as _

from policy.permissions import Role

from .. import imports
from ..arriving import reading
from ..models import Arrival, Import, Programme

PASTED_AT_MOST = 300_000


class BringInForm(forms.Form):
    """Pasted lines or a file. It has no ``once``: what it makes adds nobody, and may be corrected and sent again."""

    pasted = forms.CharField(
        label=_("Lines from your spreadsheet"),
        help_text=_(
            "One person a line: name, e-mail address, role (mentor or mentee). Copy the cells and paste them here, or "
            "type commas between them."
        ),
        required=False,
        max_length=PASTED_AT_MOST,
        strip=False,
        widget=forms.Textarea(attrs={"rows": 6, "spellcheck": "false", "autocapitalize": "off"}),
    )
    role = forms.ChoiceField(
        label=_("Who they are"),
        required=False,
        choices=(
            ("", _("as it stands in each line")),
            (Role.MENTEE.value, _("all of these are mentees")),
            (Role.MENTOR.value, _("all of these are mentors")),
        ),
        widget=forms.RadioSelect,
        initial="",
    )
    file = forms.FileField(
        label=_("Or a file (CSV or XLSX)"),
        help_text=_("At most 2 MB. The first line names the columns: name, email, role, and more if you have it."),
        required=False,
        widget=forms.FileInput(attrs={"accept": ".csv,.xlsx,text/csv,text/plain"}),
    )

    def clean(self) -> dict[str, Any]:
        """One of the two."""
        said = super().clean() or {}
        has_lines, has_file = bool((said.get("pasted") or "").strip()), bool(said.get("file"))
        if not self.errors and not has_lines and not has_file:
            self.add_error("pasted", _("Paste the lines with people, or choose a file."))
        if has_lines and has_file:
            self.add_error("file", _("Paste lines or choose a file, not both. The lines are still there."))
        return said

    def read(self, programme: Programme, *, by: Any) -> Import | None:
        """The import that waits for a yes; ``None``, with the reason at its field, when it cannot be read at all."""
        said = self.cleaned_data
        try:
            if said.get("file"):
                return reading.read_file(programme, said["file"], by=by, role=said["role"])
            return reading.read_pasted(programme, said["pasted"], by=by, role=said["role"])
        except imports.Unreadable as reason:
            self.add_error("file" if said.get("file") else "pasted", str(reason))
        return None


class WayForm(forms.Form):
    """How the people of an import come in. What is not said is the way in which nobody is written to."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    way = forms.ChoiceField(
        label=_("How do they come in?"),
        choices=(
            (Arrival.Way.APPLY.value, _("Ask them to apply: they get an invitation and tell about themselves")),
            (Arrival.Way.TAKE_PART.value, _("They take part: they are selected at once, and invited")),
            (Arrival.Way.LIST.value, _("Only add them to the list: nobody is written to")),
        ),
        widget=forms.RadioSelect,
        initial=Arrival.Way.APPLY.value,
    )

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4

    @property
    def said(self) -> tuple[str, UUID]:
        """The way, and the id under which it is done once."""
        self.is_valid()
        said = self.cleaned_data
        return said.get("way") or Arrival.Way.LIST.value, said.get("once") or uuid.uuid4()


class InviteForm(forms.Form):
    """Whether those are invited who were not yet, or once more those who have not accepted."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    which = forms.ChoiceField(choices=(("first", ""), ("again", "")), widget=forms.HiddenInput)
