"""What every page of the site keeps to, looked at in a real browser."""

import re
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import urlsplit

from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import ConsoleMessage, Page, Request

_LOOKED_AT: set[str] = set()  # kinds of pages, in this process
IDS = re.compile(r"[0-9a-f-]{36}|[?#].*")
PHONE = {"width": 320, "height": 568}
WIDE = {"width": 1280, "height": 800}
RULES = {
    "runOnly": {"type": "tag", "values": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]},
    # the look promises 7:1, which holds whatever the lesser rule asks
    "rules": {"color-contrast-enhanced": {"enabled": True}, "color-contrast": {"enabled": False}},
    "resultTypes": ["violations"],
}
OTHER_LIGHT_AND_SIZE = {  # what can differ when the same page is seen wide and in the dark
    "runOnly": {"type": "rule", "values": ["color-contrast-enhanced", "target-size", "link-in-text-block", "region"]},
    "resultTypes": ["violations"],
}
FACTS = """() => {
  const shown = (element) => element.checkVisibility({ visibilityProperty: true });
  const ids = [...document.querySelectorAll("[id]")].map((element) => element.id);
  return {
    lang: document.documentElement.lang,
    title: document.title,
    headings: [...document.querySelectorAll("h1")].filter(shown).length,
    primary: [...document.querySelectorAll(".button--primary")].filter(shown).map((one) => one.innerText.trim()),
    overflow: document.documentElement.scrollWidth - document.documentElement.clientWidth,
    outside: [...document.querySelectorAll("main *")].filter((element) => shown(element)
      && !element.closest(".visually-hidden, .sheet__scroll, .table-wrap")
      && element.getBoundingClientRect().right > document.documentElement.clientWidth + 1)
      .map((element) => element.outerHTML.slice(0, 120)),
    twice: [...new Set(ids.filter((id, place) => ids.indexOf(id) !== place))],
  };
}"""

# what stands in a line of text may be as low as the line; a button is to be hit with a thumb
TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")]
  .filter((one) => one.checkVisibility() && getComputedStyle(one).display !== "inline")
  .filter((one) => {
    const box = one.getBoundingClientRect(), least = one.matches(".button, textarea, select") ? 44 : 24;
    return box.width > 1 && (box.height < least - .5 || box.width < 24);
  }).map((one) => one.outerHTML.slice(0, 120))"""


@dataclass
class Watch:
    """What a page complained about, and whom it called, since it was opened."""

    complaints: list[str] = field(default_factory=list)
    strangers: list[str] = field(default_factory=list)

    def attach(self, page: Page) -> None:
        """Listen from the first address on."""
        page.on("console", self._console)
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        page.on("request", self._request)

    def _console(self, message: ConsoleMessage) -> None:
        refused = message.text.startswith("Failed to load resource: the server responded with a status of 4")
        own = message.location["url"].split("#")[0] in {frame.url.split("#")[0] for frame in message.page.frames}
        if message.type in ("error", "warning") and not (refused and own):  # a page may itself be a 404, 409 or 422
            self.complaints.append(f"{message.text} ({message.location['url']})")

    def _request(self, request: Request) -> None:
        address = urlsplit(request.url)
        if address.scheme in ("http", "https", "ws", "wss") and address.hostname not in ("127.0.0.1", "localhost"):
            self.strangers.append(request.url)


def check(page: Page, rules: dict[str, Any] | None = RULES) -> None:
    """The page as it stands keeps to what every page of the site keeps to."""
    facts = page.evaluate(FACTS)
    where = f"{page.url} at {page.viewport_size['width']} px"
    assert facts["lang"], where
    assert facts["title"].strip(), where
    assert facts["headings"] == 1, f"{where}: {facts['headings']} h1"
    assert len(facts["primary"]) <= 1, f"{where}: primary buttons {facts['primary']}"
    assert facts["overflow"] <= 0 and not facts["outside"], f"{where} scrolls sideways: {facts['outside']}"
    assert facts["twice"] == [], f"{where}: ids twice {facts['twice']}"
    found = violations(page, rules) if rules else []
    assert not found, "\n".join([where, *found])
    watch: Watch = page.watch  # type: ignore[attr-defined]
    assert watch.complaints == [], f"{where}: {watch.complaints}"
    assert watch.strangers == [], f"{where}: {watch.strangers}"


def violations(page: Page, rules: dict[str, Any] = RULES) -> list[str]:
    """What axe-core finds, each in one line that says where and why."""
    if not page.evaluate("() => 'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found = page.evaluate("(rules) => axe.run(document, rules)", rules)
    return [
        f"{one['id']}: {node['html'][:160]} ({'; '.join(node['failureSummary'].splitlines()[1:3])})"
        for one in found["violations"]
        for node in one["nodes"][:3]
    ]


def too_small(page: Page) -> list[str]:
    """What is too small to be hit: under 24 px, buttons and fields under 44 (U-16). Works without scripts too."""
    return list(page.evaluate(TOO_SMALL))


def check_once(page: Page) -> None:
    """Everything on the first visit to a page of this kind; afterwards what costs little.

    ``test_states.py`` looks at every page as everybody sees it; the stories meet some in states that only they bring.
    """
    kind = IDS.sub("", page.url)
    check(page, None if kind in _LOOKED_AT else RULES)
    _LOOKED_AT.add(kind)


def check_everywhere(page: Page) -> None:
    """The same page on a phone and on a wide screen, in light and in dark; nothing is loaded anew.

    Colours change with the light alone and places with the size alone: two of the four tell of both.
    """
    for size, light, rules in ((PHONE, "light", RULES), (WIDE, "dark", OTHER_LIGHT_AND_SIZE)):
        page.set_viewport_size(size)
        page.emulate_media(color_scheme=light)  # type: ignore[arg-type]
        check(page, rules)
