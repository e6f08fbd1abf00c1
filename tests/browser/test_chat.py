"""The common chat between two browsers, over a real uvicorn: without reload, without connection, and back again."""

import re
import threading
import time
from collections.abc import Iterator

import pytest
import uvicorn
from django.contrib.staticfiles.handlers import ASGIStaticFilesHandler
from playwright.sync_api import expect

from conversations.models import Message
from mentoring.asgi import application
from tests.browser.conftest import windows_of
from tests.browser.pages import PHONE, check
from tests.services.process import free_port

pytestmark = pytest.mark.django_db(transaction=True)


class Web:
    """uvicorn in this process, on the database of the test."""

    def __init__(self) -> None:
        self.port = free_port()
        self.start()

    def start(self) -> None:
        config = uvicorn.Config(
            ASGIStaticFilesHandler(application),
            "127.0.0.1",
            self.port,
            lifespan="off",
            log_config=None,
            timeout_graceful_shutdown=1,
        )
        self.server = uvicorn.Server(config)
        self.thread = threading.Thread(target=self.server.run, daemon=True)
        self.thread.start()
        until = time.monotonic() + 20
        while not self.server.started and time.monotonic() < until:
            time.sleep(0.05)

    def stop(self) -> None:
        self.server.should_exit = True
        self.thread.join(timeout=20)
        assert not self.thread.is_alive()


@pytest.fixture
def web(settings) -> Iterator[Web]:
    settings.LIVE_CHAT = True
    running = Web()
    yield running
    running.stop()


@pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators")
def test_two_talk_without_reloading_and_a_lost_connection_comes_back(chromium, web, running, tomas, nia) -> None:
    windows = windows_of(chromium, f"http://127.0.0.1:{web.port}")
    visit = next(windows)
    address = f"/s/{running.pk}/chat/"
    mine, theirs = visit(nia, address, size=PHONE), visit(tomas, address)
    for page in (mine, theirs):
        page.evaluate("window.stayed = true")
        expect(page.get_by_text("Connected")).to_be_visible()
    expect(theirs.locator("[data-here]")).to_have_text(re.compile("Here now: .*Nia Berg"))
    mine.get_by_label("Your message").fill("I found two jobs")
    mine.get_by_role("button", name="Send").click()
    expect(theirs.get_by_text("I found two jobs")).to_be_visible()
    expect(mine.get_by_label("Your message")).to_have_value("")
    theirs.get_by_role("button", name="Go on to: How is everyone?").click()
    expect(mine.get_by_text("Now: 1 How is everyone?")).to_be_visible()
    for page in (mine, theirs):
        check(page)

    web.stop()
    expect(mine.get_by_text("Not connected. It still works, with Refresh.")).to_be_visible()
    mine.get_by_label("Your message").fill("Written on a train")
    mine.get_by_role("button", name="Send").click()
    expect(mine.get_by_text("Not sent. Your text is still here: try again.")).to_be_visible()
    expect(mine.get_by_label("Your message")).to_have_value("Written on a train")
    web.start()
    mine.get_by_role("button", name="Send").click()
    expect(theirs.get_by_text("Written on a train")).to_be_visible()
    for page in (mine, theirs):
        expect(page.get_by_text("Connected")).to_be_visible()
    mine.get_by_role("button", name="Take back").last.click()
    expect(theirs.get_by_text("taken back")).to_be_visible()
    expect(theirs.get_by_text("Written on a train")).not_to_be_visible()
    assert [page.evaluate("window.stayed") for page in (mine, theirs)] == [True, True]
    assert list(Message.objects.values_list("text", flat=True)) == ["I found two jobs", ""]
    windows.close()
