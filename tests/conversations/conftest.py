"""What somebody says in the chat of the session that runs."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from conversations import chats, guests, topics
from conversations.models import Guest, Message, Thread
from people.models import User
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Group
from sessions.models import Meeting
from tests import stories

WHY = "Nia asked what a pause would mean."


@pytest.fixture
def say(running: Meeting) -> Callable[..., Message]:
    """Say something in the chat of the running session."""

    def said(who: User, text: str = "Hello", **more) -> Message:
        return chats.say(running, text, key=more.pop("key", None) or uuid4(), by=who, **more)

    return said


@pytest.fixture
def rita(running: Meeting) -> User:
    """The other manager of Mara's programme."""
    who = stories.person("rita@example.org", "Rita Sol")
    Participation.objects.create(space=running.group.programme.space, person=who, role=Role.MANAGER)
    return who


@pytest.fixture
def invite(running: Meeting, tomas: User, mara: User) -> Callable[..., Guest]:
    """Tomas invites Mara into the chat of the running session."""

    def invited(whom: User = mara, **more) -> Guest:
        told = {"key": more.pop("key", None) or uuid4(), "by": more.pop("by", tomas)}
        return guests.invite(running, whom, WHY, **told, **more)

    return invited


@pytest.fixture
def topic(group: Group, tomas: User) -> Thread:
    """What Tomas opened in his group."""
    return topics.open_topic(group.space, "Books", "Which book helped you?", key=uuid4(), by=tomas)
