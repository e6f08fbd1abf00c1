"""What somebody says in the chat of the session that runs."""

from collections.abc import Callable
from uuid import uuid4

import pytest

from conversations import chats
from conversations.models import Message
from people.models import User
from sessions.models import Meeting


@pytest.fixture
def say(running: Meeting) -> Callable[..., Message]:
    """Say something in the chat of the running session."""

    def said(who: User, text: str = "Hello", **more) -> Message:
        return chats.say(running, text, key=more.pop("key", None) or uuid4(), by=who, **more)

    return said
