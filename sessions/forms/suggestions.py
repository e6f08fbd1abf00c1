"""Forms of suggesting: for whom, with what and why; a link that is not in the library; whether it helped."""

import uuid
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import Prefetch
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from programmes.models import Group
from programmes.resources import links

from ..models import Homework, Meeting, SuggestionAnswer
from ..models.suggestions import WHY_AT_MOST, WORDS_AT_MOST
from ..suggesting import For

EVERYBODY = "all"
MEETINGS = 12  # the last two that were, and the next ten


class SuggestForm(forms.Form):
    """For whom, with what, and a line why."""

    once = forms.UUIDField(widget=forms.HiddenInput, required=False)
    why = forms.CharField(
        label=_("Why you suggest it"),
        max_length=WHY_AT_MOST,
        help_text=_("One line: “It has the three questions you were asked last week.”"),
    )
    whom = forms.ChoiceField(label=_("For"), widget=forms.RadioSelect, initial=EVERYBODY)
    occasion = forms.ChoiceField(
        label=pgettext_lazy("a session or homework", "With"),
        required=False,
        help_text=_("What is for all and goes with a session stands in the session plan too, which managers read."),
    )

    def __init__(self, *args: Any, group: Group, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["once"].initial = uuid.uuid4
        self.mentees = {str(one.pk): one for one in group.mentees()}
        self.meetings = {str(row.pk): row for row in _meetings(group)}
        self.homework = {str(task.pk): task for row in self.meetings.values() for task in row.homework.all()}
        whom: Any = self.fields["whom"]
        whom.choices = [
            (EVERYBODY, _("all mentees of the group")),
            *((key, one.name) for key, one in self.mentees.items()),
        ]
        if len(self.mentees) == 1:
            del self.fields["whom"]
        occasion: Any = self.fields["occasion"]
        occasion.choices = [("", _("no session in particular")), *map(self._of_meeting, self.meetings.values())]

    def _of_meeting(self, row: Meeting) -> tuple[str, list[tuple[str, Any]]]:
        """A session and the homework before it, as a part of the list."""
        whose = {key: one.name for key, one in self.mentees.items()}
        tasks = [
            (f"homework {task.pk}", _("homework of %(name)s: %(task)s") % {"name": whose.get(str(task.person_id), ""),
             "task": task.task[:80]} if task.person_id else _("homework: %(task)s") % {"task": task.task[:80]})
            for task in row.homework.all()
        ]  # fmt: skip
        return row.label, [(f"session {row.pk}", _("the session itself")), *tasks]

    @property
    def chosen(self) -> For:
        """For whom and with what, of a valid form. What goes with the homework of one mentee is for that one."""
        sort, _space, key = self.cleaned_data["occasion"].partition(" ")
        task = self.homework.get(key) if sort == "homework" else None
        meeting = self.meetings.get(str(task.meeting_id) if task else key)
        person = self.mentees.get(self.cleaned_data.get("whom") or "")
        if task and task.person_id:
            person = self.mentees.get(str(task.person_id))
        return For(person, meeting, task)

    @property
    def once_id(self) -> UUID:
        """The id of what is made, of a valid form."""
        return self.cleaned_data.get("once") or uuid.uuid4()


def _meetings(group: Group) -> list[Meeting]:
    rows = group.meetings.prefetch_related(Prefetch("homework", Homework.objects.order_by("position", "created_at")))
    planned = list(rows.filter(state=Meeting.State.PLANNED).order_by("starts_at")[: MEETINGS - 2])
    return [*planned, *rows.filter(state=Meeting.State.HELD).order_by("-starts_at")[:2]]


class BringForm(SuggestForm):
    """A link that is not in the library, and to whom it is suggested."""

    title = forms.CharField(label=_("Title"), max_length=150)
    link = forms.CharField(
        label=_("Link"),
        max_length=2000,  # refused below, with a reason
        widget=forms.URLInput(attrs={"inputmode": "url"}),
        help_text=_("It begins with https:// or http://. The managers see it too, and may take it into the library."),
    )
    field_order = ("title", "link", "why")

    def clean_link(self) -> str:
        """A link that people can follow."""
        return links.checked(self.cleaned_data["link"])


class HelpedForm(forms.Form):
    """Whether it helped, and a line."""

    helped = forms.ChoiceField(
        label=_("Did it help?"),
        choices=SuggestionAnswer.Helped.choices,
        widget=forms.RadioSelect,
        error_messages={"required": _("Choose one of the three.")},
    )
    words = forms.CharField(
        label=_("In one line, if you like"),
        required=False,
        max_length=WORDS_AT_MOST,
        help_text=_("What you take from it, or what was missing."),
    )
