"""What follows from a change in a group: access ends, diary keepers, homework and sessions to come are set right."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from people import mail
from policy.machine import NotNow, move
from policy.models import Participation
from policy.permissions import Action
from programmes.models import Group

from .. import planning
from ..models import Homework, Meeting
from ..rotation import next_keeper
from . import letters


def end(participations: Sequence[Participation], group: Group, *, at: datetime) -> None:
    """End the part of these people in a group: from their next request on they see nothing of it, and no letter comes.

    Raises ``NotNow`` when one of them was gone already.
    """
    rows = Participation.objects.filter(pk__in=[row.pk for row in participations], ends_at=None)
    if rows.end(at=at) < len(participations):
        raise NotNow(_("Somebody of them is not in the group any more. Look at it again."))
    for row in sorted(participations, key=lambda row: str(row.person_id)):  # everybody takes them in one order
        letters.withdraw(row.person, group)


def share_out_diaries(group: Group) -> None:
    """Whoever kept the diary of a session and has left: of those to come the fairest next one of the others does.

    Of those that were held and whose diary was not handed in, nobody does, until the mentor says who: a draft stays
    with whoever began it.
    """
    mentees = [person.pk for person in group.mentees()]
    kept = [pk for pk in planning.keepers_so_far(group) if pk in mentees]
    lost = group.meetings.exclude(keeper=None).exclude(keeper__in=mentees).order_by("starts_at")
    for meeting in lost:
        if meeting.state == Meeting.State.PLANNED:
            _keep(meeting, next_keeper(mentees, kept))
            kept += [meeting.keeper_id] if meeting.keeper_id else []
        elif not meeting.has_diary:
            _keep(meeting, None)


def _keep(meeting: Meeting, keeper: UUID | None) -> None:
    meeting.keeper_id = keeper
    Meeting.objects.filter(pk=meeting.pk).update(keeper=keeper, revision=F("revision") + 1)


def close_homework(group: Group, people: Sequence[Any]) -> None:
    """Take out of the plan what only people who have left were to do; what they have answered stays as it is."""
    theirs = Homework.objects.filter(meeting__group=group, person__in=people, answers=None)
    theirs.filter(meeting__state=Meeting.State.PLANNED).delete()


def sessions_to_come(group: Group, *, now: datetime) -> list[Meeting]:
    """The next sessions that the group was invited to, as many as a letter carries, under a new number for calendars.

    Whoever comes enters them, whoever goes strikes them out, and with another mentor they are called another's. What was
    changed since the group was invited is among them, and still to be told.
    """
    told = group.meetings.filter(told_sequence__isnull=False).upcoming(now=now).select_related("group__programme")
    rows = list(told[: mail.FILES_AT_MOST])
    Meeting.objects.filter(pk__in=[row.pk for row in rows]).update(
        sequence=F("sequence") + 1, told_sequence=F("told_sequence") + 1
    )
    for row in rows:
        row.sequence, row.told_sequence = row.sequence + 1, (row.told_sequence or 0) + 1
    return rows


def let_sessions_fall(group: Group, *, by: Any) -> None:
    """The planned sessions of a group that ends early do not take place; one letter tells of all of them."""
    for meeting in group.meetings.filter(state=Meeting.State.PLANNED).select_related("group__space"):
        move(meeting, Action.FALL_AWAY, by=by, sequence=meeting.sequence + 1, reason="")
