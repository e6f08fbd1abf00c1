"""Forms of the manager's stages."""

import uuid
from typing import Any, cast
from urllib.parse import urlencode

from django import forms
from django.core.validators import MaxValueValidator, MinValueValidator
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import dossier
from documents.dossier.checklist import stage_words
from people.zones import offer_zones
from policy.models import Participation
from policy.permissions import Action, Role

from . import training
from .choices import SpokenLanguage
from .models import Group, Programme, TrainingEvent

LARGEST_GROUP = 30


class OnceForm(forms.ModelForm):
    """A form that makes one record however often it is sent: the record's id travels with the form."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        if self.instance._state.adding:
            self.fields["once"].initial = uuid.uuid4
        else:
            del self.fields["once"]

    def clean(self) -> dict[str, Any]:
        """Give the new record the id that came with the form."""
        if self.instance._state.adding:
            self.instance.pk = self.cleaned_data.get("once") or self.instance.pk
        return super().clean() or self.cleaned_data


class ProgrammeForm(OnceForm):
    """A programme's settings."""

    languages = forms.MultipleChoiceField(
        label=_("Languages people meet in"), choices=SpokenLanguage.choices, widget=forms.CheckboxSelectMultiple
    )
    time_zone = forms.ChoiceField(
        label=_("Time zone"), help_text=_("Sessions are planned in this zone; everyone sees their own time.")
    )
    is_individual = forms.TypedChoiceField(
        label=_("Form of mentoring"),
        choices=(
            (False, _("in groups: one mentor with several mentees")),
            (True, _("individual: one mentor, one mentee")),
        ),
        coerce=lambda said: said in (True, "True"),
        widget=forms.RadioSelect,
        initial=False,
    )

    class Meta:
        model = Programme
        fields = (
            "name",
            "purpose",
            "starts_on",
            "ends_on",
            "languages",
            "language",
            "time_zone",
            "mode",
            "is_individual",
            "group_at_most",
            "diary_readers",
        )
        widgets = {
            "starts_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "ends_on": forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"),
            "mode": forms.RadioSelect,
            "diary_readers": forms.RadioSelect,
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        offer_zones(self.fields["time_zone"], places_only=True)
        self.fields["group_at_most"].validators += [MinValueValidator(1), MaxValueValidator(LARGEST_GROUP)]
        for name in ("mode", "diary_readers"):
            field = cast(forms.ChoiceField, self.fields[name])
            field.choices = [choice for choice in list(cast(Any, field.choices)) if choice[0]]
        if not self.instance._state.adding and self.instance.groups.exists():
            self.fields["is_individual"].disabled = True


class ImportForm(forms.Form):
    """The file of applicants."""

    file = forms.FileField(
        label=_("CSV file"),
        help_text=_(
            "Saved from a spreadsheet as “CSV UTF-8”, at most 2 MB. Nobody is added before you have seen a preview."
        ),
        widget=forms.FileInput(attrs={"accept": ".csv,text/csv,text/plain"}),
    )


class DecisionForm(forms.Form):
    """A decision on one or several applications."""

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=(
            (Action.SELECT.value, _("Select")),
            (Action.RESERVE.value, _("Put on the reserve list")),
            (Action.DECLINE.value, _("Decline")),
        ),
    )
    reason = forms.CharField(
        label=_("Reason"),
        required=False,
        max_length=500,
        help_text=_("Needed when you decline. The person can read it on their own page."),
    )
    applications: Any = forms.ModelMultipleChoiceField(queryset=None, label=_("Applications"))

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        cast(Any, self.fields["applications"]).queryset = programme.applications.select_related(
            "space", "programme__space", "person"
        )
        self.fields["applications"].error_messages["required"] = _("Tick at least one person.")

    def clean(self) -> dict[str, Any]:
        """Whoever is declined is told why."""
        said = super().clean() or {}
        if said.get("decision") == Action.DECLINE and not said.get("reason"):
            self.add_error("reason", _("Say why you decline. The person can read it."))
        return said


class TrainingForm(OnceForm):
    """A training event."""

    class Meta:
        model = TrainingEvent
        fields = ("title", "audience", "starts_at", "place", "aims")
        widgets = {
            "starts_at": forms.DateTimeInput(attrs={"type": "datetime-local"}, format="%Y-%m-%dT%H:%M"),
            "aims": forms.Textarea(attrs={"rows": 4}),
        }

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        zone = timezone.get_current_timezone_name()
        self.fields["starts_at"].help_text = _("In your time zone: %(zone)s.") % {"zone": zone}


class PlaceForm(forms.Form):
    """Where a mentee is moved to; empty means: without a place."""

    mentor: Any = forms.ModelChoiceField(queryset=None, required=False)

    def __init__(self, *args: Any, programme: Programme, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        rows = programme.applications.filter(role="mentor", state="selected")
        cast(Any, self.fields["mentor"]).queryset = rows.select_related("person")


class GroupNameForm(forms.ModelForm):
    """What the group calls itself (R21)."""

    class Meta:
        model = Group
        fields = ("name", "motto")


class AttendanceForm(forms.Form):
    """Who was at a training."""

    present = forms.TypedMultipleChoiceField(
        label=_("Who was there"), required=False, coerce=uuid.UUID, widget=forms.CheckboxSelectMultiple
    )

    def __init__(self, *args: Any, event: TrainingEvent, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        people = training.expected(event)
        cast(forms.ChoiceField, self.fields["present"]).choices = [(row.person_id, str(row)) for row in people]
        self.fields["present"].initial = list(event.attendances.values_list("person_id", flat=True))


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
