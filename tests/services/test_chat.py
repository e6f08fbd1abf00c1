"""The chat through a real Redis that is stopped and comes back: nothing is lost, and the pages know who is there again."""

import asyncio
import subprocess
import time
from collections.abc import Iterator
from uuid import uuid4

import pytest

from conversations import chats
from conversations.live import hub
from tests.conversations.pages import Page, do, key_of, play
from tests.services.process import Unavailable, free_port, stop, wait_until
from tests.services.redis import answers, binary

pytestmark = pytest.mark.django_db(transaction=True)


class Server:
    """A Redis of this test alone, on a port of its own."""

    def __init__(self) -> None:
        self.port = free_port()
        self.url = f"redis://127.0.0.1:{self.port}/0"
        self.start()

    def start(self) -> None:
        options = ["--port", str(self.port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no"]
        silent = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}
        self.process = subprocess.Popen([binary(), *options], start_new_session=True, **silent)
        wait_until(lambda: answers(self.url), self.process, "Redis")

    def stop(self) -> None:
        stop(self.process)


@pytest.fixture
def own_redis(settings, monkeypatch) -> Iterator[Server]:
    monkeypatch.setattr(hub, "NET_SECONDS", 0.5)
    monkeypatch.setattr(hub, "AGAIN_SECONDS", 0.2)
    try:
        server = Server()
    except Unavailable as reason:
        pytest.skip(str(reason))
    config = {"BACKEND": "channels_redis.core.RedisChannelLayer", "CONFIG": {"hosts": [server.url]}}
    settings.CHANNEL_LAYERS = {"default": config}
    yield server
    server.stop()


def test_redis_stops_and_comes_back_while_people_talk(own_redis: Server, running, nia, tomas) -> None:
    key = key_of(tomas)

    async def story() -> None:
        page = Page(key, running)
        assert await page.open()
        await page.until("here", "Here now: Tomas")
        await do(chats.say, running, "before", key=uuid4(), by=nia)
        await page.until("lines", "before")
        await asyncio.to_thread(own_redis.stop)
        began = time.monotonic()
        await do(chats.say, running, "while it is away", key=uuid4(), by=nia)
        assert time.monotonic() - began < 2  # who saves does not wait for it
        await page.until("lines", "while it is away")
        while page.last("here"):  # who is there cannot be known now, so the page does not say it
            await page.until("here")
        await asyncio.to_thread(own_redis.start)
        await page.until("here", "Here now: Tomas")
        await do(chats.say, running, "after", key=uuid4(), by=nia)
        await page.until("lines", "after")
        await page.leave()

    play(story)
