"""One session: planned or changed, held, cancelled."""

import uuid
from copy import copy
from datetime import datetime
from typing import Any, cast
from zoneinfo import ZoneInfo

from django import forms
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from people.wall_time import Doubtful, at_wall_time, is_shown_twice, which_of_two
from policy.permissions import Role
from programmes.models import Group

from .. import clashes, conflicts, planning
from ..models import Attendance, Goal, Meeting

HOMEWORK_AT_MOST = 12
GOALS_NAMED = 6


class MeetingForm(forms.ModelForm):
    """One session: when, where, about what, with which homework, and who keeps the diary.

    Of a session that somebody else changed meanwhile it takes over what its writer did not touch; ``in_conflict``
    names what both changed (see ``conflicts``). A clash and a time that the clock shows twice are asked about.
    """

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    seen = forms.CharField(widget=forms.HiddenInput, required=False)
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
    reason = forms.CharField(
        label=_("Reason for the change"),
        required=False,
        max_length=300,
        help_text=_("The group reads it on the session's page."),
    )

    field_order = (
        *("once", "seen", "kind", "day", "time", "fold", "minutes", "anyway", "reason", "mode", "place", "link"),
        *("topic", "goal", "homework", "keeper", "remarks"),
    )

    class Meta:
        model = Meeting
        fields = ("kind", "mode", "place", "link", "topic", "goal", "keeper", "remarks", "reason")

    def __init__(
        self,
        data: Any = None,
        *args: Any,
        group: Group,
        kinds: tuple[str, ...],
        by: Any,
        keeper: Any = None,
        **more: Any,
    ) -> None:
        self.group, self.by = group, by
        self.zone = ZoneInfo(group.programme.time_zone)
        self.before: Meeting | None = None
        self.in_conflict: list[str] = []
        self.theirs: conflicts.Values = {}
        self.yours: conflicts.Values = {}
        if (instance := more.get("instance")) is not None:
            self.before = copy(instance)
            data = self._with_theirs(data) if data is not None else None
        super().__init__(data, *args, **more)
        self.fields["time"].help_text = _("In the programme's time zone: %(zone)s.") % {"zone": self.zone.key}
        self._offer_kinds(kinds)
        self._offer_keepers(keeper)
        self._name_goals()
        if self.before is None:
            self.fields["once"].initial = uuid.uuid4
            del self.fields["seen"], self.fields["reason"]
        else:
            self._show(self.before)

    def _offer_kinds(self, kinds: tuple[str, ...]) -> None:
        choices = [choice for choice in Meeting.Kind.choices if choice[0] in kinds]
        cast(forms.ChoiceField, self.fields["kind"]).choices = choices
        self.fields["kind"].initial = kinds[0]
        if len(choices) == 1:
            self.fields["kind"].widget = forms.HiddenInput()

    def _name_goals(self) -> None:
        may_be_named = Q(person=None) | Q(is_shared=True)  # the group reads which goal a session serves
        goals = Goal.objects.visible_to(self.by).kept().filter(may_be_named, space=self.group.space_id)[:GOALS_NAMED]
        if names := ", ".join(f"“{goal.text}”" for goal in goals):
            words = _("In the words of a goal, the homework counts towards it: %(goals)s")
            self.fields["goal"].help_text = words % {"goals": names}

    def _offer_keepers(self, keeper: Any) -> None:
        may: list[uuid.UUID | None] = [row.person_id for row in self.group.space.people(Role.MENTEE)]
        stays = not self.group.is_pair and self.before is not None and self.before.has_diary
        may += [self.before.keeper_id] if self.before is not None and stays else []  # who may have left since
        field = cast(Any, self.fields["keeper"])
        field.queryset = field.queryset.filter(pk__in=may)
        field.label = _("Diary keeper")
        field.empty_label = _("decided at the session")
        field.initial = keeper
        if self.group.is_pair:
            field.widget = forms.HiddenInput()
        elif stays:
            _keep(field)

    def _show(self, before: Meeting) -> None:
        del self.fields["once"]
        if before.state != Meeting.State.PLANNED or not planning.is_known(before):
            del self.fields["reason"]
        local = before.starts_at.astimezone(self.zone)
        if is_shown_twice(local.replace(tzinfo=None), self.zone):
            self._ask_which(local)
        values = conflicts.values_of(before, self.zone)
        token = conflicts.keep(before, values)
        shown = {name: values[name] for name in ("minutes", "homework", "fold")}
        self.initial = {**self.initial, **shown, "day": local.date(), "time": local.time(), "seen": token}

    # what somebody else saved meanwhile

    def _with_theirs(self, data: Any) -> Any:
        """What was sent, with what somebody else changed and the writer did not."""
        assert self.before is not None
        sent, self.theirs = data.copy(), conflicts.values_of(self.before, self.zone)
        if "seen" not in data:
            return sent
        base = conflicts.seen(self.before, data["seen"])
        typed = conflicts.as_sent(data, base or self.theirs)
        asked = set(data.get("asked", "").split()) & set(conflicts.UNITS)
        chosen = {unit: data.get("keep-all") or data.get(f"keep-{unit}") for unit in asked}
        given_up = [unit for unit, whose in chosen.items() if whose == conflicts.THEIRS]
        self.yours = typed | {name: base[name] for unit in given_up for name in conflicts.UNITS[unit][1] if base}
        together, both = conflicts.merge(base, self.theirs, self.yours)
        undecided = [unit for unit, whose in chosen.items() if not whose]
        self.in_conflict = [unit for unit in conflicts.UNITS if unit in {*both, *undecided}]
        for name in (name for name, value in together.items() if value != typed[name]):
            sent[name] = together[name]
        return sent

    def differences(self) -> list[conflicts.Difference]:
        """What both changed, in words; from now on the form has seen what the other one saved."""
        assert self.before is not None
        cast(Any, self.data)["seen"] = conflicts.keep(self.before, self.theirs)
        names = {str(row.person_id): row.person.name for row in self.group.space.people(Role.MENTEE)}
        return conflicts.differences(self.in_conflict, self.theirs, self.yours, names)

    # what was written

    def clean_homework(self) -> list[str]:
        """The tasks, one a line, each once, in order."""
        tasks = list(dict.fromkeys(line.strip() for line in self.cleaned_data["homework"].splitlines() if line.strip()))
        if len(tasks) > HOMEWORK_AT_MOST:
            raise forms.ValidationError(_("At most %(n)d tasks for one session.") % {"n": HOMEWORK_AT_MOST})
        if any(len(task) > 500 for task in tasks):
            raise forms.ValidationError(_("A task has at most 500 characters."))
        return tasks

    def clean(self) -> dict[str, Any]:
        """Put day and time together in the group's zone; ask where the clock change leaves it open, and of clashes."""
        said = super().clean() or {}
        if said.get("day") and abs((said["day"] - timezone.now().date()).days) > 3660:
            self.add_error("day", _("That is more than ten years away. Check the year."))
        elif said.get("day") and said.get("time"):
            self._take_time(datetime.combine(said["day"], said["time"]))
        if not self.errors:
            self.instance.set_minutes(said["minutes"])
            self.instance.group = self.group
            if self.instance._state.adding:
                self.instance.pk = said.get("once") or self.instance.pk
            self._warn_of_clashes()
        return said

    def _take_time(self, local: datetime) -> None:
        which = self.data.get("fold")
        fold = int(which) if which in ("0", "1") else None
        if is_shown_twice(local, self.zone):
            self._ask_which(local)
        try:
            self.instance.starts_at = at_wall_time(local, self.zone, fold=fold)
        except Doubtful as doubt:
            if "fold" not in self.errors:
                self.add_error("time" if doubt.later else "fold", str(doubt))
        else:
            before = self.before.starts_at if self.before else None
            if before and before.replace(second=0, microsecond=0) == self.instance.starts_at:
                self.instance.starts_at = before  # the form shows no seconds

    def _ask_which(self, local: datetime) -> None:
        choices = which_of_two(local, self.zone)
        self.fields["fold"] = forms.ChoiceField(label=_("Which of the two"), choices=choices, widget=forms.RadioSelect)
        self.order_fields(self.field_order)

    def _warn_of_clashes(self) -> None:
        span = self.instance.starts_at, self.instance.ends_at
        if self.before is not None and span == (self.before.starts_at, self.before.ends_at):
            return
        (found,) = clashes.find(self.group, [span], by=self.by, apart_from=[self.instance.pk])
        if not found:
            return
        self.fields["anyway"] = forms.BooleanField(label=_("Plan it anyway"), required=False)
        self.order_fields(self.field_order)
        if not self.data.get("anyway"):
            self.add_error("time", " ".join([*found, gettext("Choose another time, or tick “Plan it anyway”.")]))


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
        stays = meeting.has_diary
        may = {str(row.person_id): row.person.name for row in self.rows if row.role == Role.MENTEE}
        if stays and meeting.keeper:
            may.setdefault(str(meeting.keeper_id), meeting.keeper.name)  # who has left since
        cast(forms.ChoiceField, self.fields["keeper"]).choices = [("", _("nobody yet")), *may.items()]
        self.fields["keeper"].initial = str(meeting.keeper_id or "")
        self.order_fields([*[str(row.person_id) for row in self.rows], "keeper"])
        if meeting.kind == Meeting.Kind.MONITORING or meeting.group.is_pair:  # there the mentee always keeps it
            del self.fields["keeper"]
        elif stays:
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
