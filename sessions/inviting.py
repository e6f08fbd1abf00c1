"""Invite a group to what is new or changed in its plan: one letter each for one publication, with calendar files."""

from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from django.db import transaction
from django.db.models import F, Q
from django.utils import timezone

from documents.models import Version
from jobs.models import Job
from jobs.queue import enqueue, handles
from people import clocks
from people.mail import FILES_AT_MOST, speaking_to, write_to
from policy.models import Event
from policy.permissions import Action, Role
from programmes.models import Group, Programme

from . import calendar
from .models import Meeting

JOB = "sessions.invite"
WATCHED = ("starts_at", "ends_at", "place", "link", "mode")


def is_other(before: Meeting, after: Meeting) -> bool:
    """Whether people who were invited to the one have to hear of the other."""
    return any(getattr(before, name) != getattr(after, name) for name in WATCHED)


def invite(group: Group, *, by: Any, only: Sequence[Meeting] = ()) -> Job | None:
    """Have everybody of a group told what is new or changed, inside the current transaction; ``None`` if nothing is.

    ``only``: these sessions and no others, where the rest of the plan is not published yet. Mentor and mentees get it,
    managers do not. Asking twice tells once.
    """
    which = [str(meeting.pk) for meeting in only]
    if not _untold(group, which).exists():
        return None
    return enqueue(JOB, by=by, group=str(group.pk), only=which)


def tell_of_plan(version: Version, group: Group, *, by: Any) -> None:
    """Tell the group of a plan that was published: an invitation, or, when no time has changed, that it is new."""
    if invite(group, by=by) is None:
        event = Event.objects.filter(thing_id=version.pk, action=Action.FILE).latest("pk")
        enqueue("policy.tell", by=by, event=event.pk, roles=[Role.READER.value])


def _untold(group: Group, only: Sequence[str]) -> Any:
    """Sessions to come that the group has not heard of as they are now."""
    other = Q(told_sequence=None) | Q(told_sequence__lt=F("sequence"))
    which = Q(pk__in=only) if only else Q()
    return group.meetings.filter(other, which).upcoming(now=timezone.now())


@handles(JOB)
def write_invitations(job: Any, *, group: str, only: Sequence[str]) -> None:
    """Write the letters and remember what they told, in one transaction: the second of two runs finds nothing to tell."""
    with transaction.atomic():
        # whoever changes who is in a group, or plans or invites in this one, at the same moment waits here
        Programme.objects.select_for_update(of=("self",), no_key=True).get(groups__pk=group)
        row = Group.objects.select_for_update(of=("self",)).select_related("programme", "space").get(pk=group)
        meetings = list(_untold(row, only)[:FILES_AT_MOST])
        if not meetings:
            return
        for one in row.space.people(Role.MENTOR, Role.MENTEE):
            _write(one.person, row, meetings)
        for meeting in meetings:
            told = {"told_sequence": meeting.sequence, "told_starts_at": meeting.starts_at}
            Meeting.objects.filter(pk=meeting.pk).update(**told)
        if _untold(row, only).exists():  # more than one letter carries
            enqueue(JOB, by=job and job.asked_by, group=group, only=only)


def _write(person: Any, group: Group, meetings: Sequence[Meeting]) -> None:
    mentor, now = group.mentor, timezone.now()
    organiser = mentor.name if mentor else str(group)
    with speaking_to(person):
        told = [_in_words(meeting, group) for meeting in meetings]
        words = {"group": group, "sessions": told, "first": told[0], "others": len(told) - 1}
        files = [calendar.file_of(meeting, person, organiser=organiser, now=now) for meeting in meetings]
    which = " ".join(f"{meeting.pk} {meeting.sequence}" for meeting in meetings)
    about = f"meeting {which}" if len(meetings) == 1 else f"meetings {sha256(which.encode()).hexdigest()}"
    path = meetings[0].get_absolute_url() if len(meetings) == 1 else group.get_absolute_url()
    write_to(person, "sessions/invitation", about=about, words=words, path=path, files=files)


def _in_words(meeting: Meeting, group: Group) -> dict[str, Any]:
    zone, before = group.programme.time_zone, meeting.told_starts_at
    is_moved = before is not None and before != meeting.starts_at
    return {
        "meeting": meeting,
        "when": clocks.both(meeting.starts_at, zone),
        "was": clocks.both(before, zone) if before and is_moved else "",
        "is_changed": before is not None,
        "link": calendar.address_of(meeting),
    }
