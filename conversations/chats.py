"""The common chat of one session: its thread, when it is open, which point of the agenda is reached (R36)."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Action, Role, require
from programmes.models import Programme
from sessions import diaries
from sessions.models import Meeting

from . import talking
from .models import Guest, Message, Thread
from .models.guests import OPEN_FOR

NEAR = timedelta(hours=1)  # before it, the chat stands open on the page of the session


def thread_of(meeting: Meeting) -> Thread:
    """The thread of its chat; not kept yet as long as nobody has said anything."""
    found = Thread.objects.filter(meeting=meeting).first()
    thread = found or Thread(space=meeting.space, kind=Thread.Kind.SESSION, meeting=meeting)
    thread.meeting, thread.space = meeting, meeting.space  # what is loaded already
    return thread


def roles_among(meeting: Meeting, person: Any, people: Iterable[Participation]) -> frozenset[Role]:
    """What ``person`` is in its chat by the participations of its group, which are loaded: ``Thread.roles_of`` unasked."""
    if meeting.group.programme.state == Programme.State.CLOSED:
        return frozenset()
    own = (row for row in people if row.person_id == person.pk and row.space_id == meeting.group.space_id)
    return frozenset(Role(row.role) for row in own) & {Role.MENTOR, Role.MENTEE}


def invited(meeting: Meeting, person: Any, people: Iterable[Participation]) -> bool:
    """Whether ``person``, a manager among ``people``, is invited into its chat now. Nobody else costs a query."""
    if not any(row.person_id == person.pk and row.role == Role.MANAGER for row in people):
        return False
    return Guest.objects.running().filter(thread__meeting=meeting, person=person).exists()


def has_chat(meeting: Meeting) -> bool:
    """Sessions of the group have one; what the manager organises is no common session of theirs."""
    return meeting.kind != Meeting.Kind.MONITORING


def why_closed(meeting: Meeting, *, now: datetime) -> str | None:
    """Why nothing can be said any more, in words; ``None`` while it is open."""
    if meeting.group.has_ended:
        return _("The group has ended. The chat can only be read.")
    if meeting.state in (Meeting.State.CANCELLED, Meeting.State.MISSED):
        return _("This session did not take place, so its chat is closed.")
    if now > closes_at(meeting):
        return _("The session is over. What was said belongs to it and can be read here.")
    return None


def closes_at(meeting: Meeting) -> datetime:
    """Until when something can be said in its chat, if nothing happens before. ``Guest.running`` says it in SQL."""
    return meeting.ends_at + OPEN_FOR


def is_near(meeting: Meeting, *, now: datetime) -> bool:
    """Whether the session is about to begin, runs, or has just been."""
    return meeting.starts_at - NEAR <= now and why_closed(meeting, now=now) is None


def say(meeting: Meeting, text: str, *, key: UUID, by: Any, now: datetime | None = None) -> Message:
    """Say something in the chat of a session (see ``talking.say``). Raises ``NotNow`` when the chat is closed."""
    now = now or timezone.now()
    return talking.say(opened(meeting, Action.TALK, by, now), text, key=key, by=by, now=now)


def reach(meeting: Meeting, point: int, *, by: Any, now: datetime | None = None) -> Thread:
    """The mentor marks which point of the agenda is reached, counted from 1; 0: none yet.

    A number beyond the agenda is its last point. Raises ``NotNow`` when the chat is closed.
    """
    require(by, Action.PLAN, meeting)
    thread = opened(meeting, Action.TALK, by, now or timezone.now())
    reached = min(max(point, 0), len(diaries.agenda(meeting.group))) or None
    with transaction.atomic():
        talking.next_number(thread)
        Thread.objects.filter(pk=thread.pk).update(point=reached)
    thread.point = reached
    return thread


def opened(meeting: Meeting, action: Action, by: Any, now: datetime) -> Thread:
    """The kept thread of a chat for whoever may do ``action`` in it. Raises ``NotNow`` when it is closed."""
    thread = thread_of(meeting)
    require(by, action, thread)
    if reason := why_closed(meeting, now=now):
        raise NotNow(reason)
    if thread._state.adding:
        kept, _is_new = Thread.objects.get_or_create(
            meeting=meeting, defaults={"space": meeting.space, "kind": Thread.Kind.SESSION}
        )
        kept.meeting, kept.space = meeting, meeting.space
        return kept
    return thread
