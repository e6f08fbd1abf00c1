"""A manager comes into the chat of one session because its mentor invites her, reads from there on, and leaves again.

Rights are asked of the database each time (``Guest.running``); what is written here is what the chat tells of it. Where
an invitation ends without anybody's deed, the chat is over or she manages no longer, the line follows within minutes.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.queue import handles
from people import mail
from people.access import access_ends
from people.models import Letter, User
from policy.machine import NotNow, record
from policy.models import Participation
from policy.permissions import Action, Role, require
from sessions.models import Meeting

from . import chats, talking
from .models import Guest, Message, Thread
from .models.circles import people_in

JOB = "conversations.let_out"
AT_MOST = 200  # in one turn


def candidates(meeting: Meeting) -> list[User]:
    """The managers of its programme who are not in the group themselves, by name."""
    group = meeting.space
    rows = Participation.objects.running().filter(space=group.within_id, role=Role.MANAGER, person__is_active=True)
    inside = {row.person_id for row in people_in(group)}
    found = {row.person_id: row.person for row in rows.select_related("person") if row.person_id not in inside}
    return sorted(found.values(), key=lambda person: (person.name, person.pk))


def of_chat(thread: Thread) -> Guest | None:
    """Who is invited into a chat now."""
    return None if thread._state.adding else thread.guests.running().select_related("person", "by").first()


def of_person(person: Any) -> list[Guest]:
    """The chats into which somebody is invited now, with what their lines need. One query."""
    rows = Guest.objects.running().filter(person_id=person.pk).select_related("by", "thread__meeting__group")
    return list(rows.order_by("thread__meeting__starts_at", "pk")[:AT_MOST])


def why_not(meeting: Meeting, guest: Guest | None, *, now: datetime) -> str | None:
    """Why nobody can be invited into a chat now, in words; ``guest`` is in it."""
    if guest:
        words = _("%(name)s is invited already. One manager at a time: end that invitation first.")
        return words % {"name": guest.person.name}
    return chats.why_closed(meeting, now=now)


def invite(meeting: Meeting, person: User, why: str, *, key: UUID, by: Any, now: datetime | None = None) -> Guest:
    """Let a manager of the programme read and write in the chat of one session, from now on; she gets a letter.

    ``key`` becomes the invitation's id: sent twice, there is one. Raises ``NotNow`` when the chat is closed, somebody
    else is invited, or she manages the programme no longer; ``PermissionDenied`` for whoever is not its mentor.
    """
    now = now or timezone.now()
    with transaction.atomic():
        thread = chats.opened(meeting, Action.ASK_IN, by, now)
        Thread.objects.select_for_update().get(pk=thread.pk)
        require(by, Action.ASK_IN, thread)  # once more: while it was waited for, his part may have ended
        if known := _known(thread, key, person, by):
            return known
        _let_out_of(thread)
        if reason := why_not(meeting, of_chat(thread), now=now):
            raise NotNow(reason)
        if person not in candidates(meeting):
            raise NotNow(_("This person does not manage the programme any more. Choose somebody else."))
        number = talking.next_number(thread)
        guest = Guest.objects.create(id=key, thread=thread, person=person, by=by, since=number)
        _tell(guest, Message.Tells.CAME, number, by, now, why)
        record(guest, Action.ASK_IN, by=by)
        _write(guest, meeting)
    return guest


def see_out(guest: Guest, *, by: Any, now: datetime | None = None) -> None:
    """End an invitation: by the mentor, by the guest herself, or by nobody, when it is over by itself.

    From that moment she reads nothing of the chat. Done twice, it is done.
    """
    if by is not None:
        require(by, Action.SEE_OUT, guest)
    now = min(now or timezone.now(), chats.closes_at(guest.thread.meeting))  # type: ignore[arg-type]  # a chat's
    with transaction.atomic():
        thread = Thread.objects.select_for_update().get(pk=guest.thread_id)
        if not Guest.objects.filter(pk=guest.pk, ended_at=None).update(ended_at=now):
            return
        number = talking.next_number(thread, even_closed=True)
        _tell(guest, Message.Tells.LEFT, number, guest.person, now)
        record(guest, Action.SEE_OUT, by=by)
        mail.withdraw(Letter.objects.filter(person=guest.person_id, about=_about(guest)))
        access_ends([guest.person_id])
    guest.ended_at = now


@handles(JOB, seconds=60)
def let_out(job: Any = None) -> None:
    """End what is over by itself: the chat has closed, or its guest manages no longer. Safe to run twice."""
    _let_out(Guest.objects.all())


def look_at(people: Iterable[UUID]) -> None:
    """Somebody's access may have ended: what they were invited into ends with it."""
    _let_out(Guest.objects.filter(person__in=people))


def _let_out_of(thread: Thread) -> None:
    _let_out(thread.guests.all())


def _let_out(rows: Any) -> None:
    over = rows.filter(ended_at=None).exclude(pk__in=Guest.objects.running().values("pk"))
    for guest in over.select_related("person", "thread__space", "thread__meeting")[:AT_MOST]:
        see_out(guest, by=None)


def _known(thread: Thread, key: UUID, person: User, by: Any) -> Guest | None:
    """The same, sent before: with the same key, or again while it runs. A key that is somebody else's raises ``NotNow``."""
    row = Guest.objects.filter(pk=key).first()
    if row and (row.thread_id, row.person_id, row.by_id) != (thread.pk, person.pk, by.pk):
        raise NotNow(_("This could not be sent. Open the page anew and try again."))
    return row or thread.guests.running().filter(person=person).first()


def _tell(guest: Guest, tells: str, number: int, by: Any, now: datetime, why: str = "") -> None:
    """The line in the chat that says it."""
    told = {"number": number, "changed": number, "text": why, "at": now, "tells": tells}
    Message.objects.create(thread_id=guest.thread_id, by=by, guest=guest, **told)


def _write(guest: Guest, meeting: Meeting) -> None:
    """The letter to her: in which group, never why and nothing of what was said."""
    words = {"by": guest.by, "group": meeting.group, "meeting": meeting, "starts_at": meeting.starts_at}
    path = f"{guest.thread.get_absolute_url()}#last"
    mail.write_to(guest.person, "conversations/invited", about=_about(guest), words=words, path=path)


def _about(guest: Guest) -> str:
    return f"thing conversations.guest {guest.pk} invited"
