"""Say to all processes where something is new, through the channel layer. Ids only, and no harm when it is away."""

import asyncio
import logging
import time
from collections.abc import Iterable
from typing import Any
from uuid import UUID

from asgiref.sync import async_to_sync
from channels.layers import get_channel_layer

from ..models import Thread

GROUP = "conversations"
WAIT_SECONDS = 0.2  # whoever saves does not wait longer for a layer that hangs
REST_SECONDS = 1.0  # nor again and again

logger = logging.getLogger(__name__)
_rests_until = 0.0


def wake(thread: Thread) -> None:
    """Something is new in this thread: a message, a change, a point of the agenda."""
    if thread.meeting_id:
        _tell({"type": "conversations.new", "room": str(thread.meeting_id)})


def look_at(people: Iterable[UUID]) -> None:
    """What these people have open is to be looked at anew: their access may have ended."""
    _tell({"type": "conversations.people", "people": [str(person) for person in people]})


def _tell(event: dict[str, Any]) -> None:
    global _rests_until
    if time.monotonic() < _rests_until:
        return
    try:
        async_to_sync(send)(event)
    except Exception as error:  # whatever the layer's client raises: nothing depends on it
        _rests_until = time.monotonic() + REST_SECONDS
        logger.warning("The channel layer is away (%s); open pages look by themselves.", type(error).__name__)


async def send(event: dict[str, Any]) -> None:
    """The same from a coroutine; raises what the layer raises, ``TimeoutError`` after ``WAIT_SECONDS``."""
    layer = get_channel_layer()
    if layer is not None:
        await asyncio.wait_for(layer.group_send(GROUP, event), WAIT_SECONDS)
