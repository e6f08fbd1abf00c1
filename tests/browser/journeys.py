"""A person on a journey, who counts: what they do with which hand, how long it takes, what each page weighs.

Time is estimated by the keystroke-level model (Card, Moran and Newell 1980) with these operators: K a key of an average
skilled typist, also Tab; P pointing with mouse or finger; B a click or tap; H the hand going from mouse to keys or back
(never by keyboard alone or by touch, where keys and page are under the same hand); M one thought before every point.
Waiting for pages (R) and reading are no part of it.

Weight is that of a first visit, page by page: the browser's cache is off, and every body counts as gzip makes it,
because the server of the tests sends all of it plain. The headers count as they came. On a repeat visit
static files do not count: outside the tests their names change with their contents, and browsers keep them.
"""

import gzip
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

from django.conf import settings
from django.contrib.staticfiles import finders
from playwright.sync_api import Locator, Page, Response

from people.models import User
from tests.browser.pages import PHONE, WIDE, check

KEY, POINT, CLICK, HOMING, THINK = 0.28, 1.1, 0.1, 0.4, 1.35
WAYS = ("mouse", "keyboard", "touch")
FIRST_VISIT, REPEAT_VISIT, REQUESTS = 50_000, 20_000, 6
ICON = "/static/icon.svg"  # a browser fetches it when it likes: it counts with every page
TABS_AT_MOST = 80
FOCUS = """(target) => {
  const here = document.activeElement, style = getComputedStyle(here), box = here.getBoundingClientRect();
  return { there: here === target || (target.type === "radio" && here.name === target.name), html: here.outerHTML,
           ring: parseFloat(style.outlineWidth) || 0,
           // of a long text its first line, where one types; of everything else all
           seen: box.top >= 0 && box.width > 0 && (here.type === "textarea" ? box.top + 40 : box.bottom) <= innerHeight };
}"""


@dataclass
class Load:
    """One page: its address, and each thing that was fetched for it with its weight."""

    address: str
    weights: dict[str, int] = field(default_factory=dict)

    @property
    def first(self) -> int:
        """Bytes on a first visit."""
        return sum(self.weights.values())

    @property
    def again(self) -> int:
        """Bytes on a repeat visit."""
        return sum(size for address, size in self.weights.items() if "/static/" not in address)


class Traveller:
    """Somebody who goes through the pages with a mouse, with the keyboard alone, or with a finger on a phone."""

    def __init__(self, visit: Any, who: User, way: str) -> None:
        self.by_keys, self.by_touch, self.scripts = way == "keyboard", way == "touch", way != "without scripts"
        self.points = self.entries = self.keys = 0
        self.seconds = 0.0
        self.loads: list[Load] = []
        self._arrived: list[Response] = []
        self._typing = False
        size = PHONE if self.by_touch or not self.scripts else WIDE
        self.page: Page = visit(who, "about:blank", size=size, scripts=self.scripts, touch=self.by_touch)
        self.page.context.new_cdp_session(self.page).send("Network.setCacheDisabled", {"cacheDisabled": True})
        self.page.on("response", lambda answer: self._arrived.append(answer))

    def open(self, path: str) -> None:
        """Open a page: from a letter, a bookmark, the browser."""
        self.page.goto(path)
        self._look()

    def press(self, target: Locator) -> None:
        """Follow a link or press a button that leads on: one point, one page."""
        with self.page.expect_navigation():
            self._point(target)
            if self.by_keys:
                self._key("Enter")
        self._look()

    def choose(self, target: Locator) -> None:
        """Mark one of several answers: one point."""
        self._point(target)
        while self.by_keys and not target.is_checked():
            self._key("Space" if target.evaluate("(radio) => radio === document.activeElement") else "ArrowDown")

    def pick(self, target: Locator, words: str) -> None:
        """Choose from a list that opens: one point, though the hand points twice; by keyboard its first letters."""
        self.entries += 1
        if self.by_keys:
            self._point(target)
            self._type(words)
        else:
            self._pay(points=1)
            self.seconds += POINT + CLICK
            target.select_option(label=words)

    def write(self, target: Locator, words: str) -> None:
        """Fill a field in: one point and its keys. Dates and times are typed digit by digit."""
        self.entries += 1
        self._point(target, position={"x": 16, "y": 16})
        if target.evaluate("(field) => field.type === 'textarea' && field.value !== ''"):
            self._key("Control+End")
        self._type(words)

    def paste(self, target: Locator, words: str) -> None:
        """Paste what was copied elsewhere: one point, and the two keys of it."""
        self.entries += 1
        self._point(target, position={"x": 16, "y": 16})
        if not self.by_keys and not self.by_touch:
            self.seconds += HOMING
        self.page.keyboard.insert_text(words)
        self.keys += 2
        self.seconds += KEY * 2
        self._typing = True

    @property
    def clicks(self) -> int:
        """The points that are no entries into fields."""
        return self.points - self.entries

    def _point(self, target: Locator, **more: Any) -> None:
        self._pay(points=1)
        if self.by_keys:
            self._tab_to(target)
        elif self.by_touch:
            target.tap(**more)
        else:
            target.click(**more)

    def _pay(self, points: int) -> None:
        self.points += points
        self.seconds += THINK
        if not self.by_keys:
            self.seconds += POINT + CLICK + (HOMING if self._typing and not self.by_touch else 0)
        self._typing = False

    def _tab_to(self, target: Locator) -> None:
        """Press Tab until the focus is there; on the way it is always to be seen."""
        wanted = target.element_handle()
        for _step in range(TABS_AT_MOST):
            self._key("Tab")
            here = wanted.evaluate(FOCUS)
            assert here["ring"] >= 2 and here["seen"], here
            if here["there"]:
                return
        raise AssertionError(f"Tab never came to {target}")

    def _key(self, name: str) -> None:
        self.page.keyboard.press(name)
        self.keys += 1
        self.seconds += KEY

    def _type(self, words: str) -> None:
        if not self.by_keys and not self.by_touch:
            self.seconds += HOMING
        if len(words) > 12:
            self.page.keyboard.insert_text(words)
        else:
            self.page.keyboard.type(words)
        self.keys += len(words)
        self.seconds += KEY * len(words)
        self._typing = True

    def _look(self) -> None:
        """Weigh the page that has come, and see that it is as every page is."""
        load = Load(self.page.url)
        arrived, self._arrived = self._arrived, []
        for answer in arrived:
            if not 300 <= answer.status < 400 and answer.request.resource_type != "fetch":  # autosave is no page
                load.weights[answer.url] = _weight(answer)
        icon = urljoin(load.address, ICON)
        load.weights[icon] = load.weights.get(icon) or _gzipped(_static(ICON))
        self.loads.append(load)
        if self.scripts:
            check(self.page, None)


def _weight(answer: Response) -> int:
    head = sum(len(name) + len(value) + 4 for name, value in answer.headers.items())
    path = urlsplit(answer.url).path
    # a file of the page before may come late, when the browser does not give it out any more
    return head + _gzipped(_static(path) if path.startswith(settings.STATIC_URL) else answer.body())


def _static(path: str) -> bytes:
    found = finders.find(path.removeprefix(settings.STATIC_URL))
    assert isinstance(found, str), path
    return Path(found).read_bytes()


@cache
def _gzipped(body: bytes) -> int:
    return len(gzip.compress(body))


def keep_to(traveller: Traveller, *, points: int, seconds: float, loads: int) -> None:
    """The journey took no more than this, and each page of it weighs what a page may weigh."""
    assert traveller.points <= points, traveller.points
    assert traveller.seconds <= seconds, traveller.seconds
    assert len(traveller.loads) == loads, [load.address for load in traveller.loads]
    for load in traveller.loads:
        assert load.first <= FIRST_VISIT and load.again <= REPEAT_VISIT, load
        assert len(load.weights) <= REQUESTS, load
