"""Forms of the group's journey."""

import uuid
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from policy.permissions import Role
from programmes.models import Group

from .models import Attendance, Meeting
from .wall_time import Doubtful, at_wall_time

HOMEWORK_AT_MOST = 12


class MeetingForm(forms.ModelForm):
    """One session: when, where, about what, with which homework, and who keeps the diary."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    day = forms.DateField(label=_("Date"), widget=forms.DateInput(attrs={"type": "date"}, format="%Y-%m-%d"))
    time = forms.TimeField(label=_("Begins at"), widget=forms.TimeInput(attrs={"type": "time"}, format="%H:%M"))
    minutes = forms.IntegerField(label=_("Length in minutes"), min_value=15, max_value=480, initial=60)
    link = forms.URLField(label=_("Link"), required=False, max_length=500, assume_scheme="https")
    homework = forms.CharField(
        label=_("Homework before this session"),
        required=False,
        max_length=4000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=_(
            "One task a line. What one person does alone begins with the name: “Nia: bring a CV”. Links are listed in the plan as resources."
        ),
    )

    field_order = (
        *("once", "kind", "day", "time", "minutes", "mode", "place", "link"),
        *("topic", "goal", "homework", "keeper", "remarks"),
    )

    class Meta:
        model = Meeting
        fields = ("kind", "mode", "place", "link", "topic", "goal", "keeper", "remarks")

    def __init__(self, *args: Any, group: Group, kinds: tuple[str, ...], keeper: Any = None, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.group = group
        self.zone = ZoneInfo(group.programme.time_zone)
        self.fields["time"].help_text = _("In the programme's time zone: %(zone)s.") % {"zone": self.zone.key}
        self._offer_kinds(kinds)
        self._offer_keepers(keeper)
        if self.instance._state.adding:
            self.fields["once"].initial = uuid.uuid4
        else:
            self._show_instance()

    def _offer_kinds(self, kinds: tuple[str, ...]) -> None:
        choices = [choice for choice in Meeting.Kind.choices if choice[0] in kinds]
        cast(forms.ChoiceField, self.fields["kind"]).choices = choices
        self.fields["kind"].initial = kinds[0]
        if len(choices) == 1:
            self.fields["kind"].widget = forms.HiddenInput()

    def _offer_keepers(self, keeper: Any) -> None:
        mentees = [row.person_id for row in self.group.space.people(Role.MENTEE)]
        field = cast(Any, self.fields["keeper"])
        field.queryset = field.queryset.filter(pk__in=mentees)
        field.label = _("Diary keeper")
        field.empty_label = _("decided at the session")
        field.initial = keeper
        if self.group.is_pair:
            field.widget = forms.HiddenInput()
        elif not self.instance._state.adding and self.instance.has_diary:
            _keep(field)

    def _show_instance(self) -> None:
        del self.fields["once"]
        local = self.instance.starts_at.astimezone(self.zone)
        tasks = "\n".join(row.task for row in self.instance.homework.all())
        self.initial = {
            **self.initial,
            "day": local.date(),
            "time": local.time(),
            "minutes": self.instance.minutes,
            "homework": tasks,
        }

    def clean_homework(self) -> list[str]:
        """The tasks, one a line, each once, in order."""
        tasks = list(dict.fromkeys(line.strip() for line in self.cleaned_data["homework"].splitlines() if line.strip()))
        if len(tasks) > HOMEWORK_AT_MOST:
            raise forms.ValidationError(_("At most %(n)d tasks for one session.") % {"n": HOMEWORK_AT_MOST})
        if any(len(task) > 500 for task in tasks):
            raise forms.ValidationError(_("A task has at most 500 characters."))
        return tasks

    def clean(self) -> dict[str, Any]:
        """Put day and time together in the group's zone; ask where the clock change leaves it open."""
        said = super().clean() or {}
        if said.get("day") and abs((said["day"] - timezone.now().date()).days) > 3660:
            self.add_error("day", _("That is more than ten years away. Check the year."))
        elif said.get("day") and said.get("time"):
            try:
                self.instance.starts_at = at_wall_time(datetime.combine(said["day"], said["time"]), self.zone)
            except Doubtful as doubt:
                self.add_error("time", str(doubt))
        if not self.errors:
            self.instance.set_minutes(said["minutes"])
            self.instance.group = self.group
            if self.instance._state.adding:
                self.instance.pk = said.get("once") or self.instance.pk
        return said


def _keep(keeper: forms.Field) -> None:
    """The diary is begun: it is its keeper's."""
    keeper.disabled = True
    keeper.help_text = _("The diary is begun, so its keeper stays.")


class HeldForm(forms.Form):
    """Who came to a session, and who keeps its diary."""

    keeper = forms.ChoiceField(label=_("Diary keeper"), required=False)

    def __init__(self, *args: Any, meeting: Meeting, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.rows = meeting.space.people(Role.MENTOR, Role.MENTEE)
        before = {row.person_id: row.came for row in meeting.attendances.all()}
        for row in self.rows:
            self.fields[str(row.person_id)] = forms.ChoiceField(
                label=row.person.name,
                choices=Attendance.Came.choices,
                initial=before.get(row.person_id, Attendance.Came.PRESENT),
                widget=forms.RadioSelect,
            )
        mentees = [(str(row.person_id), row.person.name) for row in self.rows if row.role == Role.MENTEE]
        cast(forms.ChoiceField, self.fields["keeper"]).choices = [("", _("nobody yet")), *mentees]
        self.fields["keeper"].initial = str(meeting.keeper_id or "")
        self.order_fields([*[str(row.person_id) for row in self.rows], "keeper"])
        if meeting.kind == Meeting.Kind.MONITORING:
            del self.fields["keeper"]
        elif meeting.has_diary:
            _keep(self.fields["keeper"])

    def came(self) -> dict[uuid.UUID, str]:
        """Person and presence, for everyone of the group."""
        return {row.person_id: self.cleaned_data[str(row.person_id)] for row in self.rows}

    def keeper_id(self) -> uuid.UUID | None:
        """Who keeps the diary, if that is decided."""
        said = self.cleaned_data.get("keeper")
        return uuid.UUID(said) if said else None


class CancelForm(forms.Form):
    """Why a session does not take place."""

    reason = forms.CharField(
        label=_("Reason"), max_length=300, help_text=_("The group reads it on the session's page.")
    )
