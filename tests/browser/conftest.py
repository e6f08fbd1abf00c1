"""A real server and a real Chromium, in which the people of the cast are at work."""

import os
import shutil
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from django.test import Client
from playwright.sync_api import Browser, BrowserContext, Page, sync_playwright
from pytest_django.live_server_helper import LiveServer

from people.models import User
from tests.browser.pages import WIDE, Watch

NAMES = ("chromium", "chromium-browser", "google-chrome")
QUIET = (
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--lang=en-US",  # in what order the parts of a date are typed
)
Visit = Callable[..., Page]


@pytest.fixture(scope="session")
def chromium() -> Iterator[Browser]:
    """The browser of the system, started once."""
    found = next((path for name in NAMES if (path := shutil.which(name))), None)
    if found is None:
        pytest.skip("Chromium is not installed")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright's loop runs in this thread, and Django takes that for asynchronous code; ours waits for each answer.
        environment.setitem(os.environ, "DJANGO_ALLOW_ASYNC_UNSAFE", "true")
        browser = playwright.chromium.launch(executable_path=found, args=QUIET)
        yield browser
        browser.close()


@pytest.fixture(scope="session")
def server(django_db_setup) -> Iterator[str]:
    """The application over HTTP, with its static files, on the database of the tests."""
    live = LiveServer("127.0.0.1")
    yield live.url
    live.stop()


@pytest.fixture(autouse=True)
def _letters_lead_to_the_server(server: str, settings) -> None:
    settings.SITE_URL = server


def windows_of(chromium: Browser, server: str) -> Iterator[Visit]:
    """Opens windows, each with cookies of its own, and closes them in the end."""
    opened: list[BrowserContext] = []

    def window(
        who: User | None = None, path: str = "/", *, key: str = "", size=WIDE, scripts: bool = True, touch: bool = False
    ) -> Page:
        place: dict[str, Any] = {"locale": "en-GB", "timezone_id": "Europe/Vilnius"}
        context = chromium.new_context(
            base_url=server, viewport=size, java_script_enabled=scripts, has_touch=touch, **place
        )
        opened.append(context)
        context.set_default_timeout(15_000)
        if who is not None:
            client = Client()
            client.force_login(who)
            key = client.cookies["sessionid"].value
        if key:
            context.add_cookies([{"name": "sessionid", "value": key, "url": server}])
        page = context.new_page()
        page.watch = Watch()  # type: ignore[attr-defined]
        page.watch.attach(page)  # type: ignore[attr-defined]
        page.goto(path)
        return page

    yield window
    for context in opened:
        context.close()


@pytest.fixture
def visit(chromium: Browser, server: str) -> Iterator[Visit]:
    """Open a page as somebody, in a browser window of their own, for one test."""
    yield from windows_of(chromium, server)


@pytest.fixture(scope="module")
def open_window(chromium: Browser, server: str) -> Iterator[Visit]:
    """The same for all tests of a module."""
    yield from windows_of(chromium, server)
