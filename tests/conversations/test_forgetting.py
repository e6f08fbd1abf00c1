"""What was said is erased six months after the group has ended, and not a day earlier."""

from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from conversations import forgetting, guests
from conversations.models import Guest, Message, Thread
from policy.machine import record
from policy.models import Event
from policy.permissions import Action
from programmes.models import Group

pytestmark = pytest.mark.django_db


def test_what_a_group_said_is_erased_six_months_after_its_end(running, say, nia, tomas, mara) -> None:
    guests.invite(running, mara, "Nia asked", key=uuid4(), by=tomas)
    said, group, now = say(nia, "in confidence"), running.group, timezone.now()
    record(group, Action.END, by=mara)
    Event.objects.filter(action=Action.END).update(at=now - timedelta(days=400))
    forgetting.forget()
    assert Message.objects.said().get() == said  # the group goes on: that event is not its end
    Group.objects.update(state=Group.State.ENDED)
    Event.objects.filter(action=Action.END).update(at=now - timedelta(days=182))
    forgetting.forget()
    assert Message.objects.said().get() == said
    Event.objects.filter(action=Action.END).update(at=now - timedelta(days=184))
    for _twice in range(2):
        forgetting.forget()
    assert not Message.objects.exists() and not Thread.objects.exists() and not Guest.objects.exists()
    erased = Event.objects.get(action=Action.FORGET)
    assert (erased.thing_id, erased.by) == (said.thread_id, None)


def test_a_topic_of_a_programme_is_erased_six_months_after_its_closing(programme, mara) -> None:
    Thread.objects.create(space=programme.space, kind=Thread.Kind.TOPIC, title="Books", opened_by=mara)
    record(programme, Action.CLOSE, by=mara)
    type(programme).objects.update(state="closed")
    Event.objects.filter(action=Action.CLOSE).update(at=timezone.now() - timedelta(days=182))
    forgetting.forget()
    assert Thread.objects.exists()
    Event.objects.filter(action=Action.CLOSE).update(at=timezone.now() - timedelta(days=184))
    forgetting.forget()
    assert not Thread.objects.exists()
