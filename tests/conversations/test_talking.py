"""Saying something, taking it back, hiding it."""

from datetime import timedelta
from functools import partial
from uuid import uuid4

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.utils import timezone

from conversations import chats, talking
from conversations.models import Message, Thread
from policy.machine import NotNow
from policy.models import Event, Participation
from programmes.models import Group
from sessions.models import Meeting
from tests import stories
from tests.races import at_once

HOSTILE = "ąж'\"<b>&amp;</b>\u202e" + "x" * 3983


def test_what_is_said_stands_in_the_order_of_the_sequence_whatever_the_clock_says(running, say, tomas, nia) -> None:
    now = timezone.now()
    first, second = say(nia, now=now), say(tomas, now=now - timedelta(hours=2))
    assert list(Message.objects.all()) == [first, second]
    assert [first.number, second.number] == [1, 2] and Thread.objects.get().last == 2


def test_sent_twice_it_is_said_once(say, nia, tomas) -> None:
    key = uuid4()
    first = say(nia, "Once", key=key)
    assert say(nia, "Once, sent again", key=key) == first
    assert Message.objects.get().text == "Once"
    with pytest.raises(NotNow):
        say(tomas, "With the id of somebody else's", key=key)
    assert Message.objects.count() == 1 and Thread.objects.get().last == 1


def test_the_longest_hostile_text_is_kept_as_it_was_typed(say, nia) -> None:
    assert len(HOSTILE) == 4000
    assert Message.objects.get(pk=say(nia, HOSTILE).pk).text == HOSTILE


def test_nobody_but_the_group_says_anything(say, mara, oto, tomas) -> None:
    for who in (mara, oto):
        with pytest.raises(PermissionDenied):
            say(who)
    Participation.objects.filter(person=tomas, space__kind="group").end(at=timezone.now())
    with pytest.raises(PermissionDenied):
        say(tomas)
    assert not Message.objects.exists()


def test_nobody_writes_more_than_thirty_messages_a_minute(say, nia, tomas) -> None:
    now = timezone.now()
    for _n in range(talking.A_MINUTE_AT_MOST):
        say(nia, now=now)
    with pytest.raises(NotNow, match="very fast"):
        say(nia, now=now + timedelta(seconds=59))
    say(tomas, now=now)
    say(nia, now=now + timedelta(seconds=61))
    assert Message.objects.count() == talking.A_MINUTE_AT_MOST + 2


def test_its_author_takes_a_message_back_for_fifteen_minutes_and_its_text_is_gone(say, nia, tomas) -> None:
    now = timezone.now()
    said, late = say(nia, "oops", now=now), say(nia, "stays", now=now)
    with pytest.raises(PermissionDenied):
        talking.take_back(said, by=tomas, now=now)
    talking.take_back(said, by=nia, now=now + timedelta(minutes=15))
    talking.take_back(said, by=nia, now=now + timedelta(minutes=40))  # sent twice
    with pytest.raises(NotNow, match="15 minutes"):
        talking.take_back(late, by=nia, now=now + timedelta(minutes=16))
    said.refresh_from_db()
    assert (said.text, said.number, said.changed) == ("", 1, 3)
    assert list(Message.objects.standing()) == [late]
    assert list(Event.objects.filter(thing="conversations.message").values_list("action", flat=True)) == ["take-back"]


def test_the_mentor_hides_a_message_and_it_can_not_be_taken_back_then(say, nia, ela, tomas) -> None:
    said = say(nia, "told in confidence")
    with pytest.raises(PermissionDenied):
        talking.hide(said, "no", by=ela)
    talking.hide(said, "Private", by=tomas)
    talking.hide(said, "Again", by=tomas)
    with pytest.raises(NotNow):
        talking.take_back(said, by=nia)
    said.refresh_from_db()
    assert (said.hidden_by, said.hidden_reason, said.text, said.changed) == (tomas, "Private", "told in confidence", 2)


def test_who_hides_what_was_taken_back_meanwhile_is_told(say, nia, tomas) -> None:
    said = say(nia)
    seen = Message.objects.select_related("thread").get(pk=said.pk)
    talking.take_back(said, by=nia)
    with pytest.raises(NotNow, match="faster"):
        talking.hide(seen, "Too late", by=tomas)
    assert Message.objects.get().hidden_at is None and Thread.objects.get().last == 2


def test_whoever_listens_is_told_after_the_commit_and_may_fail(
    say, nia, monkeypatch, django_capture_on_commit_callbacks
) -> None:
    heard = []
    monkeypatch.setattr(talking, "_listeners", [lambda thread: heard.append(thread.last)])
    with django_capture_on_commit_callbacks(execute=True):
        say(nia)
        assert heard == [] and connection.in_atomic_block
    assert heard == [1]


def test_the_chat_is_open_until_twelve_hours_after_the_end(running, say, nia) -> None:
    say(nia, now=running.ends_at + timedelta(hours=12))
    with pytest.raises(NotNow, match="over"):
        say(nia, now=running.ends_at + timedelta(hours=12, seconds=1))
    Meeting.objects.update(state=Meeting.State.CANCELLED)
    running.refresh_from_db()
    with pytest.raises(NotNow, match="did not take place"):
        say(nia)
    Group.objects.update(state=Group.State.ENDED)
    running.group.refresh_from_db()
    with pytest.raises(NotNow, match="ended"):
        say(nia)


def test_a_closed_thread_takes_nothing_more(say, nia) -> None:
    said = say(nia)
    Thread.objects.update(closed_at=timezone.now())
    with pytest.raises(NotNow, match="closed"):
        say(nia)
    assert list(Message.objects.all()) == [said]


def test_the_mentor_marks_the_point_that_is_reached(running, tomas, nia) -> None:
    with pytest.raises(PermissionDenied):
        chats.reach(running, 2, by=nia)
    assert [chats.reach(running, n, by=tomas).point for n in (2, 99, 0)] == [2, 5, None]
    assert Thread.objects.get().last == 3  # each is news


def test_who_is_in_it_is_the_same_by_the_people_that_are_loaded(running, mara, tomas, nia, ela, oto) -> None:
    """Also for the manager who mentors the group besides, for who left, and when the programme is closed."""
    Participation.objects.create(space=running.space, person=mara, role="mentor")
    Participation.objects.filter(space=running.space, person=ela).end(at=timezone.now())

    def agree() -> list[set[str]]:
        people, thread = running.space.people(), chats.thread_of(running)
        found = [chats.roles_among(running, who, people) for who in (mara, tomas, nia, ela, oto)]
        assert found == [thread.roles_of(who) for who in (mara, tomas, nia, ela, oto)]
        return [set(roles) for roles in found]

    assert agree() == [{"mentor"}, {"mentor"}, {"mentee"}, set(), set()]
    running.group.programme.state = "closed"
    assert agree() == [set()] * 5


def test_what_a_group_says_is_of_its_session_alone(running, say, nia, tomas, working_group) -> None:
    other = stories.meeting(working_group, by=tomas)
    say(nia)
    assert chats.thread_of(other)._state.adding and not chats.thread_of(running)._state.adding


@pytest.mark.django_db(transaction=True)
def test_eight_at_once_are_numbered_without_a_gap_and_one_sent_eight_times_is_one(running, nia, ela, tomas) -> None:
    """Also the first message of all, for which the thread itself is made."""
    key, people = uuid4(), [nia, ela, tomas]
    said = at_once(*[partial(chats.say, running, "Hello", key=uuid4(), by=people[n % 3]) for n in range(8)])
    assert sorted(one.number for one in said) == list(range(1, 9))
    again = at_once(*[partial(chats.say, running, "Once", key=key, by=nia)] * 8)
    assert {one.pk for one in again} == {key}
    assert list(Message.objects.values_list("number", flat=True)) == list(range(1, 10))
    assert Thread.objects.get().last == 9


@pytest.mark.django_db(transaction=True)
def test_of_taking_back_and_hiding_at_once_one_happens(say, nia, tomas) -> None:
    said = say(nia, "hm")
    mine, theirs = (Message.objects.select_related("thread").get(pk=said.pk) for _one in range(2))
    done = at_once(partial(talking.take_back, mine, by=nia), partial(talking.hide, theirs, "no", by=tomas))
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "NotNow"]
    said.refresh_from_db()
    assert (said.taken_back_at is None) != (said.hidden_at is None) and said.changed == 2


@pytest.mark.django_db(transaction=True)
def test_taken_back_or_hidden_by_two_clicks_at_once_it_is_done_once(say, nia, tomas) -> None:
    said, other = say(nia, "oops"), say(nia, "hm")
    loaded = [[Message.objects.select_related("thread").get(pk=one.pk) for _n in range(3)] for one in (said, other)]
    done = at_once(*[partial(talking.take_back, one, by=nia) for one in loaded[0]])
    done += at_once(*[partial(talking.hide, one, "no", by=tomas) for one in loaded[1]])
    assert done == [None] * 6
    assert list(Event.objects.order_by("pk").values_list("action", flat=True))[-2:] == ["take-back", "hide"]
    assert all(one.taken_back_at for one in loaded[0]) and all(one.hidden_by == tomas for one in loaded[1])
    assert Thread.objects.get().last == 4  # nothing was counted for those that changed nothing
