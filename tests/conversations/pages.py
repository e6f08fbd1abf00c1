"""An open page of somebody, as the server sees it: what it is told over its socket."""

import asyncio
import json
import time
from collections.abc import Awaitable, Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

from asgiref.sync import async_to_sync, sync_to_async
from asgiref.testing import ApplicationCommunicator
from django.db import connections
from django.test import Client

from mentoring.asgi import application
from people.models import User

OURS = "http://127.0.0.1:8000"
SOON = 8.0  # seconds; a busy machine is no fault


class Page:
    """An open page of somebody."""

    def __init__(self, key: str, meeting: Any, *, origin: str = OURS, after: int = 0) -> None:
        headers = [(b"host", b"127.0.0.1:8000"), (b"cookie", f"sessionid={key}".encode())]
        headers += [(b"origin", origin.encode())] if origin else []
        scope = {"type": "websocket", "path": f"/s/{meeting.pk}/chat/live", "query_string": f"after={after}".encode()}
        self.socket = ApplicationCommunicator(self._served, {**scope, "headers": headers})
        self.told: list[dict[str, Any]] = []
        self.takes = asyncio.Event()  # while it is not set, nothing that is sent is taken, as over a poor line
        self.takes.set()

    async def _served(self, scope: Any, receive: Any, send: Any) -> None:
        async def send_when_taken(message: Any) -> None:
            await self.takes.wait()
            await send(message)

        await application(scope, receive, send_when_taken)

    async def open(self) -> bool:
        await self.socket.send_input({"type": "websocket.connect"})
        return (await self.socket.receive_output(SOON))["type"] == "websocket.accept"

    async def say(self, text: str) -> None:
        await self.socket.send_input({"type": "websocket.receive", "text": text})

    async def until(self, name: str, words: str = "") -> Any:
        """What it is told under ``name``, as soon as ``words`` stand in it."""
        until = time.monotonic() + SOON
        while time.monotonic() < until:
            told = json.loads((await self.socket.receive_output(SOON))["text"])
            self.told.append(told)
            if words in json.dumps(told.get(name, "~"), ensure_ascii=False) and name in told:
                return told[name]
        raise AssertionError((name, words, self.told))

    def last(self, name: str) -> Any:
        """What it was told last under ``name``."""
        return next((told[name] for told in reversed(self.told) if name in told), None)

    async def closes(self) -> int:
        answer = await self.socket.receive_output(SOON)
        assert answer["type"] == "websocket.close"
        return answer["code"]

    async def leave(self) -> None:
        await self.socket.send_input({"type": "websocket.disconnect", "code": 1000})
        await self.socket.wait(SOON)


def key_of(person: User) -> str:
    client = Client()
    client.force_login(person)
    return client.cookies["sessionid"].value


Story = Callable[[], Awaitable[None]]


def play(story: Story) -> None:
    """Play it in a thread of its own: in that of the test the browser's loop may be running."""
    with ThreadPoolExecutor(1) as pool:
        pool.submit(_played, story).result()


def _played(story: Story) -> None:
    try:
        async_to_sync(story)()
    finally:
        connections.close_all()


async def do(deed: Callable[..., Any], *args: Any, **more: Any) -> Any:
    return await sync_to_async(deed)(*args, **more)
