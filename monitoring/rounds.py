"""A monitoring session and the questionnaires that belong to it."""

from datetime import datetime
from typing import Any

from django.db.models import Exists, OuterRef
from django.urls import reverse
from django.utils.translation import gettext as _

from documents import pipeline
from documents.models import Document, Version
from policy.machine import NotNow
from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task
from sessions.models import Meeting

from .document_kinds.questionnaires import INITIAL_QUESTIONNAIRE

AT_MOST = 50


def answer(meeting: Meeting, *, by: Any) -> Version:
    """The questionnaire of a monitoring session for a mentee to fill in: begun now, or the one that is begun.

    Raises ``NotNow`` for a session of another kind, for one that was cancelled, and in a group that has ended.
    """
    if meeting.kind != Meeting.Kind.MONITORING or meeting.state == Meeting.State.CANCELLED:
        raise NotNow(_("The questionnaire belongs to a monitoring session that takes place."))
    if meeting.group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))
    return pipeline.start(
        INITIAL_QUESTIONNAIRE, meeting.space, by=by, person=by, occasion=meeting.pk, label=meeting.label
    )


def who_answered(meeting: Meeting) -> list[dict[str, Any]]:
    """Each mentee of the group, and their filed questionnaire if there is one. Not what it says."""
    filed = {
        version.document.person_id: version
        for version in Version.objects.in_force()
        .filter(document__occasion=meeting.pk, document__kind_slug=INITIAL_QUESTIONNAIRE.slug)
        .select_related("document")
        .defer("answers", "sheet")
    }
    return [{"person": person, "version": filed.get(person.pk)} for person in meeting.group.mentees()]


def tasks_for_mentee(standing: Standing, *, now: datetime) -> list[Task]:
    """Questionnaires that wait for this person's answers. One query."""
    mine = Document.objects.filter(kind_slug=INITIAL_QUESTIONNAIRE.slug, person=standing.person)
    begun = mine.filter(occasion=OuterRef("pk"))
    rows = Meeting.objects.filter(group__space__in=standing.spaces(Role.MENTEE), kind=Meeting.Kind.MONITORING)
    rows = rows.exclude(state=Meeting.State.CANCELLED)
    rows = rows.exclude(group__state="ended").filter(~Exists(begun)).select_related("group")
    return [
        Task(
            _("Answer the questionnaire"),
            str(row.group),
            reverse("monitoring:round", args=(row.pk,)),
            _("It takes about five minutes. Only you and the managers read it."),
            due=row.starts_at,
            harm=1,
        )
        for row in rows[:AT_MOST]
    ]
