"""A session that runs now, and what somebody says in its chat."""

from collections.abc import Callable
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone

from conversations import chats
from conversations.models import Message
from people.models import User
from programmes.models import Group
from sessions.models import Meeting
from tests import stories


@pytest.fixture
def running(working_group: Group, tomas: User) -> Meeting:
    """Session 1 of Tomas's group, begun ten minutes ago."""
    begun = timezone.now().replace(microsecond=0) - timedelta(minutes=10)
    return stories.meeting(working_group, by=tomas, at=begun, homework=["Read https://example.org/cv"])


@pytest.fixture
def say(running: Meeting) -> Callable[..., Message]:
    """Say something in the chat of the running session."""

    def said(who: User, text: str = "Hello", **more) -> Message:
        return chats.say(running, text, key=more.pop("key", None) or uuid4(), by=who, **more)

    return said
