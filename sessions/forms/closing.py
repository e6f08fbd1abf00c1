"""The one page on which a mentor closes a session, as one form made of three."""

import re
from typing import Any
from uuid import UUID

from django import forms
from django.db.models import QuerySet
from django.forms.boundfield import BoundField
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from documents.models import Comment, Version

from .. import homework, planning
from ..closing import Said, waiting_diaries
from ..models import Meeting
from .meetings import HeldForm, MeetingForm

DIARY_COMMENT = re.compile("diary-.{36}-comment")
SELDOM = frozenset({"kind", "minutes", "mode", "place", "link", "goal", "reason", "remarks"})
KINDS = (Meeting.Kind.TASK, Meeting.Kind.FINAL, Meeting.Kind.INITIAL)


class CommentForm(forms.Form):
    """The mentor's closing words on one diary."""

    comment = forms.CharField(
        label=gettext_lazy("My comment"),
        required=False,
        max_length=20_000,
        widget=forms.Textarea(attrs={"rows": 4}),
        help_text=gettext_lazy("With your comment the diary is published to the group. Leave it empty to do it later."),
    )

    def __init__(self, data: Any, *, version: Version) -> None:
        super().__init__(data, prefix=f"diary-{version.pk}")
        self.version = version


class WhetherForm(forms.Form):
    """Whether there is a next session to plan."""

    none = forms.BooleanField(label=gettext_lazy("There is no next session to plan now"), required=False)
    next = forms.UUIDField(widget=forms.HiddenInput, required=False)


def _sent(data: Any, name: str, rows: QuerySet[Meeting]) -> Meeting | None:
    """The one of ``rows`` whose id was sent; nothing where none was, or something else."""
    try:
        return rows.filter(pk=UUID(data[name])).first() if data and name in data else None
    except ValueError:
        return None


class Desk:
    """Everything on the page. ``coming`` is the form of the next session: the one that is planned, or a new one."""

    def __init__(self, data: Any, *, meeting: Meeting, by: Any) -> None:
        self.meeting, self.data = meeting, data
        self.held = HeldForm(data, meeting=meeting, prefix="now")
        self.comments = [CommentForm(data, version=version) for version in waiting_diaries(meeting.group)]
        is_last = meeting.kind == Meeting.Kind.FINAL
        self.planned = self._next_planned()
        self.whether = WhetherForm(data, initial={"next": self.planned and self.planned.pk, "none": is_last})
        self.coming = self._coming(by)

    def _next_planned(self) -> Meeting | None:
        """The one that the page was opened with, also when another stands before it now; else the next by its date."""
        others = self.meeting.group.meetings.exclude(pk=self.meeting.pk).exclude(kind=Meeting.Kind.MONITORING)
        planned = others.filter(state=Meeting.State.PLANNED)
        later = planned.filter(starts_at__gt=self.meeting.starts_at).order_by("starts_at")
        return _sent(self.data, "once", others) or _sent(self.data, "next", planned) or later.first()

    def _coming(self, by: Any) -> MeetingForm:
        group = self.meeting.group
        told: dict[str, Any] = {"group": group, "kinds": KINDS, "by": by}
        if self.planned is not None and not (self.data and "once" in self.data):
            form = MeetingForm(self.data, instance=self.planned, **told)
            there = form.initial["homework"].splitlines()
        else:
            keeper = planning.propose_keeper(group)
            form = MeetingForm(self.data, keeper=keeper, initial=planning.propose_next(group), **told)
            there = []
        carried = [task for task in homework.left_over(self.meeting) if task not in there]
        form.initial["homework"] = "\n".join([*there, *carried])
        return form

    @cached_property
    def has_next(self) -> bool:
        """Whether a next session is planned with this."""
        return not (self.whether.is_valid() and self.whether.cleaned_data["none"])

    @property
    def every_form(self) -> list[forms.BaseForm]:
        """Those whose answers count, in the order of the page: for the summary of what is wrong."""
        return [self.held, *self.comments, *([self.coming] if self.has_next else [])]

    @property
    def first_fields(self) -> list[BoundField]:
        """What changes from session to session; with the hidden fields, and what the form asks of itself."""
        return [field for field in self.coming if field.name not in SELDOM]

    @property
    def more_fields(self) -> list[BoundField]:
        """What mostly stays as it is proposed, folded."""
        return [field for field in self.coming if field.name in SELDOM]

    @property
    def has_more_errors(self) -> bool:
        """Whether something is wrong in what is folded."""
        return any(field.errors for field in self.more_fields)

    @property
    def errors(self) -> bool:
        """Whether anything is wrong; the page's title says so."""
        return any(form.errors for form in self.every_form)

    def is_valid(self) -> bool:
        """Whether everything that counts is right and nobody else has changed the same."""
        if self.late_comments:
            return False
        if not all(form.is_valid() for form in self.every_form):
            return False
        if self.has_next and self.coming.in_conflict:
            self.differences = self.coming.differences()
            return False
        return True

    differences: list[Any] = []

    @cached_property
    def late_comments(self) -> list[str]:
        """Closing words on diaries that were published, or sent back, since the page was opened: they go nowhere now."""
        waiting = {form.add_prefix("comment") for form in self.comments}
        sent = {name: value.strip() for name, value in (self.data or {}).items() if DIARY_COMMENT.fullmatch(name)}
        late = [value for name, value in sent.items() if value and name not in waiting]
        given = Comment.objects.filter(version__document__space=self.meeting.space, text__in=late)  # sent twice
        return [value for value in late if value not in set(given.values_list("text", flat=True))] if late else []

    def said(self) -> Said:
        """What was said. Only when it is valid."""
        comments: dict[UUID, str] = {form.version.pk: form.cleaned_data["comment"] for form in self.comments}
        came, keeper = self.held.came(), self.held.keeper_id()
        if not self.has_next:
            return Said(came, keeper, comments=comments)
        return Said(came, keeper, self.coming.save(commit=False), self.coming.cleaned_data["homework"], comments)

    @property
    def overtaken(self) -> str:
        """What to say when the next session was saved by somebody else in the last moment."""
        return _("Somebody else has just changed the next session. Look at it, then send this again.")
