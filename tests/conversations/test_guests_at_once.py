"""Invitations into a chat that are given, ended and used at the same moment, and what the database holds of them."""

from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.shortcuts import render
from django.utils import timezone

from conversations import guests
from conversations.forms import MessageForm
from conversations.models import Guest, Message, Thread
from conversations.views.chat import load_chat
from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Role
from tests.conversations.conftest import WHY
from tests.races import at_once, meanwhile


def test_what_must_never_be_false_is_held_by_the_database(invite, say, mara, tomas, rita) -> None:
    guest = invite()
    line = Message.objects.get(tells="came")
    for wrong in ({"guest": None}, {"tells": ""}, {"taken_back_at": timezone.now(), "text": ""}):
        with pytest.raises(IntegrityError), transaction.atomic():
            Message.objects.filter(pk=line.pk).update(**wrong)
    with pytest.raises(IntegrityError), transaction.atomic():
        Guest.objects.create(thread=guest.thread, person=rita, by=tomas, since=9)


@pytest.mark.django_db(transaction=True)
def test_invited_eight_times_at_once_she_is_invited_once(invite, running, mara, rita) -> None:
    """Also the first thing of all that happens in the chat, for which the thread itself is made."""
    found = at_once(*[partial(invite, mara, key=uuid4()) for _n in range(4)], *[partial(invite, rita)] * 4)
    (guest,) = Guest.objects.all()
    assert sum(one == guest for one in found) == 4
    assert all(isinstance(one, NotNow) for one in found if one != guest)
    assert Message.objects.filter(tells="came").count() == 1 and Thread.objects.get().last == 1
    done = at_once(*[partial(guests.see_out, Guest.objects.select_related("thread__meeting", "person").get(pk=guest.pk),
                             by=None)] * 4)  # fmt: skip
    assert done == [None] * 4 and Message.objects.filter(tells="left").count() == 1


@pytest.mark.django_db(transaction=True)
def test_what_she_sends_while_it_ends_is_not_said(invite, running, say, mara, tomas) -> None:
    guest = invite()
    _done, late = meanwhile(partial(guests.see_out, guest, by=tomas), partial(say, mara, "too late"))
    assert isinstance(late, PermissionDenied)
    assert not Message.objects.filter(text="too late").exists()


@pytest.mark.django_db(transaction=True)
def test_whoever_is_mentor_no_more_invites_nobody_while_he_waits_for_the_chat(invite, running, say, tomas, nia) -> None:
    """On PostgreSQL he waits behind the line that Nia says, with a right that has ended since."""
    say(nia)

    def replaced() -> None:
        say(nia, "He is replaced just now.")
        part = Participation.objects.filter(person=tomas, role=Role.MENTOR, space=running.group.space_id)
        assert part.end(at=timezone.now()) == 1

    _done, late = meanwhile(replaced, invite)
    assert isinstance(late, PermissionDenied)
    assert not Guest.objects.exists() and not Message.objects.filter(tells="came").exists()


@pytest.mark.parametrize("was_looked_at", [False, True], ids=["before it was looked for", "after it was looked for"])
def test_a_page_that_is_drawn_while_the_invitation_ends_is_no_fault_and_shows_no_line(
    was_looked_at, invite, running, say, rf, mara, tomas, nia
) -> None:
    say(nia, "told among us")
    guest = invite()
    request = rf.get("/")
    request.user = mara
    shown = load_chat(request, running.pk)
    if was_looked_at:
        assert shown.guest == guest
    guests.see_out(guest, by=tomas)
    say(nia, "among us again")
    page = render(request, "conversations/chat.html", {"chat": shown, "form": MessageForm()}).content.decode()
    assert "Chat of" in page and "among us" not in page and WHY not in page
