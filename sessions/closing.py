"""Close a session in one step: who came, the diary, the next session with its homework, and the group is told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone

from documents import pipeline, workflows
from documents.models import Version
from people.models import Letter
from policy.permissions import Action, Role, require
from programmes.models import Group

from . import homework, inviting, planning
from .document_kinds.diary import DIARY
from .models import Meeting

DIARIES = 3  # so many that wait for a comment are shown, the oldest first


@dataclass(frozen=True)
class Said:
    """What the mentor says when a session is closed. ``coming`` is the next session, if one is planned now."""

    came: Mapping[UUID, str]
    keeper: UUID | None
    coming: Meeting | None = None
    tasks: Sequence[str] = ()
    comments: Mapping[UUID, str] = field(default_factory=dict)  # by diary version; what has none waits on


def waiting_diaries(group: Group) -> list[Version]:
    """The diaries of a group that were handed in and wait for the mentor's comment."""
    rows = Version.objects.filter(
        document__space=group.space, document__kind_slug=DIARY.slug, state=workflows.SUBMITTED
    )
    return list(rows.select_related("document__space", "author").order_by("created_at")[:DIARIES])


def close(meeting: Meeting, said: Said, *, by: Any) -> None:
    """Do all of it, or nothing; the plan is published and the group told by the same step (R32, R39, B6).

    Sent twice, everything has happened once. Raises ``NotNow`` where the session cannot be held yet,
    ``planning.Overtaken`` when somebody else has changed the next session meanwhile.
    """
    require(by, Action.PLAN, meeting)
    left = homework.left_over(meeting)
    with transaction.atomic():
        planning.close(meeting, said.came, said.keeper, by=by)
        for version in waiting_diaries(meeting.group):
            if comment := said.comments.get(version.pk, "").strip():
                pipeline.publish(version, by=by, comment=comment)
        if said.coming is not None:
            coming = planning.plan(said.coming, said.tasks, by=by)
            homework.note_origin(coming, left)
        if not planning.is_published(meeting.group):
            planning.publish(meeting.group, by=by)


def letter_of(meeting: Meeting, said: Said, *, by: Any) -> Letter | None:
    """The letter that a mentee would get, from doing it all and undoing it; ``None`` when no date changes for them."""
    now = timezone.now()
    with transaction.atomic():
        close(meeting, said, by=by)
        inviting.write_invitations(None, group=str(meeting.group_id), only=())
        mentees = [row.person_id for row in meeting.space.people(Role.MENTEE)]
        letter = Letter.objects.filter(person__in=mentees, created_at__gte=now, about__startswith="meeting").first()
        transaction.set_rollback(True)
    return letter
