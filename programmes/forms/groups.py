"""What a group calls itself, and which groups to list."""

from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.utils.translation import gettext_lazy as _

from documents import dossier
from documents.dossier.checklist import stage_words
from policy.models import Participation
from policy.permissions import Role

from ..models import Group, Programme


class GroupNameForm(forms.ModelForm):
    """What the group calls itself (R21)."""

    class Meta:
        model = Group
        fields = ("name", "motto")


class GroupFilter(forms.Form):
    """Which groups to list; what makes no sense is passed over."""

    programme = forms.UUIDField(required=False)
    state = forms.ChoiceField(choices=Group.State.choices, required=False)
    archive = forms.BooleanField(required=False)

    @property
    def query(self) -> str:
        """What was asked for, for the links to the other pages of the list."""
        said = {name: value for name, value in self.data.items() if name in self.fields and value}
        return f"&{urlencode(said)}" if said else ""

    def programme_run_by(self, person: Any) -> Programme | None:
        """The programme asked for, where ``person`` runs it; of a form that has narrowed."""
        asked = self.cleaned_data.get("programme")
        return Programme.objects.where(person, Role.MANAGER).filter(pk=asked).first() if asked else None

    def narrow(self, groups: Any) -> Any:
        """The groups asked for: without a word about it, those that have not ended."""
        self.is_valid()
        said = self.cleaned_data
        if said.get("programme"):
            groups = groups.filter(programme=said["programme"])
        if said.get("state"):
            return groups.filter(state=said["state"])
        ended = {"state": Group.State.ENDED}
        return groups.filter(**ended) if said.get("archive") else groups.exclude(**ended)


class MatrixFilter(forms.Form):
    """Which groups and which documents the matrix shows; what makes no sense is passed over."""

    stage = forms.ChoiceField(label=_("Stage"), required=False)
    kind = forms.ChoiceField(label=_("Document"), required=False)
    mentor = forms.CharField(label=_("Mentor"), required=False, max_length=80)
    missing = forms.BooleanField(label=_("Only what is missing"), required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        here = dossier.kinds_of("group")
        stages = {kind.stage for kind in here}
        words = [(stage, said) for stage, said in stage_words().items() if stage in stages]
        cast(forms.ChoiceField, self.fields["stage"]).choices = [("", _("all stages")), *words]
        titles = [(kind.slug, kind.title) for kind in here]
        cast(forms.ChoiceField, self.fields["kind"]).choices = [("", _("all documents")), *titles]
        self.is_valid()

    @property
    def said(self) -> dict[str, Any]:
        """What chooses the columns."""
        said = self.cleaned_data
        return {"stage": said.get("stage", ""), "kind": said.get("kind", ""), "missing": said.get("missing", False)}

    @property
    def query(self) -> str:
        """What was asked for, for the links to the other pages of the list."""
        said = {name: value for name, value in self.data.items() if name in self.fields and value}
        return f"&{urlencode(said)}" if said else ""

    def narrow(self, groups: Any) -> Any:
        """The groups whose mentor is called like that, all when nobody is named."""
        name = self.cleaned_data.get("mentor", "").strip()
        if not name:
            return groups
        mentors = Participation.objects.running().filter(role=Role.MENTOR, person__name__icontains=name)
        return groups.filter(space__in=mentors.values("space"))
