"""The web server's way in (uvicorn). A request that brings more than any form of ours is turned away unread."""

import os
from collections.abc import Awaitable, Callable
from typing import Any

from django.core.asgi import get_asgi_application

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")
_django = get_asgi_application()

Receive = Callable[[], Awaitable[dict[str, Any]]]
TOO_LARGE = b"This is more than can be sent at once. Go back, and send a smaller file."


async def application(scope: Any, receive: Receive, send: Any) -> None:
    """Django, with at most ``REQUEST_MAX_BYTES`` in a request: what says that it is larger is answered with 413.

    What is no request but a socket is a conversation.
    """
    from django.conf import settings

    if scope["type"] == "websocket":
        from conversations.live import socket

        await socket.application(scope, receive, send)
        return
    said = dict(scope.get("headers", ())).get(b"content-length", b"")
    if said.isdigit() and int(said) > settings.REQUEST_MAX_BYTES:
        headers = [(b"content-type", b"text/plain; charset=utf-8"), (b"connection", b"close")]
        await send({"type": "http.response.start", "status": 413, "headers": headers})
        await send({"type": "http.response.body", "body": TOO_LARGE})
    else:
        await _django(scope, _counted(receive, settings.REQUEST_MAX_BYTES), send)


def _counted(receive: Receive, most: int) -> Receive:
    """The same request, cut off where it becomes larger than it said."""
    came = 0

    async def receive_up_to() -> dict[str, Any]:
        nonlocal came
        message = await receive()
        came += len(message.get("body", b""))
        return message if came <= most else {"type": "http.disconnect"}

    return receive_up_to
