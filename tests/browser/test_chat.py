"""A session of four people in four browsers, over a real uvicorn: one mentor, three mentees, three languages."""

import re
from collections.abc import Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Page, WebSocketRoute, expect

from conversations import chats
from conversations.models import Message
from documents.models import Version
from people.models import User
from sessions.models import Meeting
from tests import stories
from tests.browser.conftest import Visit, windows_of
from tests.browser.hands import follow, press
from tests.browser.journeys import Traveller
from tests.browser.pages import PHONE, check
from tests.browser.web import Web

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators"),
]
# the rest are lines of text and what stands in them
TOO_SMALL = """() => [...document.querySelectorAll("a, button, summary, input:not([type=hidden]), select, textarea")]
  .filter((one) => one.checkVisibility() && getComputedStyle(one).display !== "inline")
  .filter((one) => {
    const box = one.getBoundingClientRect(), least = one.matches(".button, textarea, select") ? 44 : 24;
    return box.width > 1 && (box.height < least - .5 || box.width < 24);
  }).map((one) => one.outerHTML.slice(0, 120))"""


@pytest.fixture
def web(settings) -> Iterator[Web]:
    settings.LIVE_CHAT = True
    running = Web()
    yield running
    running.stop()


@pytest.fixture
def windows(chromium, web: Web, settings) -> Iterator[Visit]:
    settings.SITE_URL = web.url
    yield from windows_of(chromium, web.url)


@pytest.fixture
def jurgen(db) -> User:
    """The third mentee, who reads German."""
    return stories.person("jurgen@example.org", "Jürgen Weiß", language="de")


@pytest.fixture
def meeting(programme, mara: User, tomas: User, nia: User, ela: User, jurgen: User) -> Meeting:
    """A session of four, begun ten minutes ago; Nia keeps its diary, Ela reads Lithuanian."""
    ela.language = "lt"
    ela.save()
    group = stories.group(programme, mentor=tomas, mentees=[nia, ela, jurgen], by=mara)
    stories.contract_in_force(group, by=mara)
    begun = timezone.now().replace(microsecond=0) - timedelta(minutes=10)
    return stories.meeting(group, by=tomas, at=begun, keeper=nia, homework=["Read https://example.org/cv"])


class Line:
    """The connection of one window, which can be cut and mended while the others stay connected."""

    def __init__(self, page: Page) -> None:
        self.page, self.is_cut = page, False
        self.sockets: list[WebSocketRoute] = []
        page.route_web_socket(re.compile("/chat/live"), self._open)

    def _open(self, socket: WebSocketRoute) -> None:
        if self.is_cut:
            socket.close()
        else:
            socket.connect_to_server()
            self.sockets.append(socket)

    def cut(self) -> None:
        self.is_cut = True
        self.page.context.set_offline(True)
        self.sockets.pop().close()

    def mend(self) -> None:
        self.is_cut = False
        self.page.context.set_offline(False)


def words(who: User, text: str, context: str = "", **values: object) -> str:
    """A sentence of the pages as this person reads it."""
    with override(who.language):
        said = pgettext(context, text) if context else gettext(text)
    return said % values if values else said


def say(page: Page, who: User, text: str) -> None:
    page.get_by_label(words(who, "Your message")).fill(text)
    page.get_by_role("button", name=words(who, "Send", "a message"), exact=True).click()


def is_at(page: Page, who: User, number: int, point: str) -> None:
    """This person reads which point is reached, in their own language."""
    now = words(who, "Now: %(number)d %(point)s", number=number, point=words(who, point))
    expect(page.get_by_text(now, exact=True)).to_be_visible()


def test_a_session_of_four(web, windows, meeting: Meeting, tomas: User, nia: User, ela: User, jurgen: User) -> None:
    chat, keeper = f"/s/{meeting.pk}/chat/", Traveller(windows, nia, "keyboard")
    keeper.open(chat)
    mentors, elas = windows(tomas, f"/s/{meeting.pk}/run/"), windows(ela, "about:blank", size=PHONE)
    line = Line(elas)
    elas.goto(chat)
    jurgens = windows(jurgen, meeting.get_absolute_url(), size=PHONE)
    pages = {tomas: mentors, nia: keeper.page, ela: elas, jurgen: jurgens}
    for who, page in pages.items():
        page.evaluate("window.stayed = true")
        expect(page.locator("html")).to_have_attribute("lang", who.language)
        expect(page.get_by_text(words(who, "Connected: what others write appears here."))).to_be_visible()
    expect(mentors.locator("[data-here]")).to_contain_text("Here now: Tomas Lind, Ela Žukaitė, Jürgen Weiß, Nia Berg")

    # they talk
    say(mentors, tomas, "How was your week?")
    keeper.write(keeper.page.get_by_label("Your message"), "I found two jobs")
    keeper.page.keyboard.press("Control+Enter")
    say(elas, ela, "Labai gerai, ačiū!")
    say(jurgens, jurgen, "Ein Gespräch am Montag")
    for page in pages.values():
        for said in ("How was your week?", "I found two jobs", "Labai gerai, ačiū!", "Ein Gespräch am Montag"):
            expect(page.get_by_text(said)).to_be_visible()

    # the mentor walks the agenda, by keys too: the focus stays on the button
    mentors.get_by_role("button", name="Go on to: How is everyone?").click()
    expect(mentors.get_by_role("button", name="Go on to: Current issues")).to_be_focused()
    for who in (nia, ela, jurgen):
        is_at(pages[who], who, 1, "How is everyone?")
    for page in (mentors, jurgens):  # where the agenda is listed, the list shows it
        expect(page.locator("[aria-current=step]")).to_have_count(1)
    for page in pages.values():
        check(page)
        assert page.evaluate(TOO_SMALL) == []

    # one loses the connection, and comes back
    line.cut()
    expect(elas.get_by_text(words(ela, "Not connected. It still works, with Refresh."))).to_be_visible()
    elas.watch.complaints.clear()  # type: ignore[attr-defined]
    say(elas, ela, "Rašau iš traukinio")
    expect(elas.get_by_text(words(ela, "Not sent. Your text is still here: try again."))).to_be_visible()
    mentors.keyboard.press("Enter")
    is_at(jurgens, jurgen, 2, "Current issues")
    expect(mentors.get_by_role("listitem").filter(has_text="Current issues")).to_have_attribute("aria-current", "step")
    say(jurgens, jurgen, "Der Bus fährt anders")
    expect(mentors.get_by_text("Der Bus fährt anders")).to_be_visible()
    expect(elas.get_by_text("Der Bus fährt anders")).not_to_be_visible()
    line.mend()
    expect(elas.get_by_text("Der Bus fährt anders")).to_be_visible()
    is_at(elas, ela, 2, "Current issues")
    expect(elas.get_by_label(words(ela, "Your message"))).to_have_value("Rašau iš traukinio")
    elas.get_by_role("button", name=words(ela, "Send", "a message"), exact=True).click()
    for page in pages.values():
        expect(page.get_by_text("Rašau iš traukinio")).to_have_count(1)

    # one takes a line back, then the mentor ends the session
    jurgens.get_by_role("button", name=words(jurgen, "Take back", "a message in a chat")).last.click()
    expect(jurgens.get_by_label(words(jurgen, "Your message"))).to_be_focused()
    expect(mentors.get_by_text("Der Bus fährt anders")).not_to_be_visible()
    assert [page.evaluate("window.stayed") for page in pages.values()] == [True] * 4
    follow(mentors, "End the session")
    mentors.get_by_label("Topic").fill("Telling my story")
    mentors.get_by_label("Homework before this session").fill("Ask two people to listen")
    press(mentors, "Save and tell the group")

    # the keeper files the diary from what was said, without a mouse
    keeper.open(chat)
    page = keeper.page
    keeper.press(page.get_by_role("link", name="Take lines into the diary"))
    keeper.pick(page.get_by_label("Under which point?"), "Current")
    keeper.choose(page.get_by_label("Nia Berg: I found two jobs"))
    keeper.choose(page.get_by_label("Ela Žukaitė: Rašau iš traukinio"))
    expect(page.get_by_text("Der Bus fährt anders")).to_have_count(0)
    keeper.press(page.get_by_role("button", name="Put them into the diary"))
    check(page)
    keeper.pick(page.get_by_label("How it went").first, "done")
    keeper.write(page.get_by_label("How is everyone?"), "Glad")
    keeper.write(page.get_by_label("Dealing with the target"), "We compared adverts")
    keeper.press(page.get_by_role("button", name="Hand in"))
    expect(page.get_by_role("status")).to_contain_text("Handed in.")
    diary = Version.objects.get(document__kind_slug="diary")
    assert diary.state == "submitted"
    assert diary.answers["agenda"]["issues"] == "Nia Berg: I found two jobs\nEla Žukaitė: Rašau iš traukinio"
    assert Message.objects.exclude(text="").count() == 5


def test_the_same_without_scripts_by_refresh(web, windows, meeting: Meeting, tomas: User, nia: User, jurgen: User) -> None:
    mentors, jurgens = (
        windows(who, f"/s/{meeting.pk}/{part}/", size=PHONE, scripts=False)
        for who, part in ((tomas, "run"), (jurgen, "chat"))
    )
    chats.say(meeting, "I found two jobs", key=uuid4(), by=nia)
    jurgens.get_by_role("link", name=words(jurgen, "Refresh")).click()
    expect(jurgens.get_by_text("I found two jobs")).to_be_visible()
    say(jurgens, jurgen, "Ein Gespräch am Montag")
    expect(jurgens.get_by_text("Ein Gespräch am Montag")).to_be_visible()
    expect(jurgens.get_by_label(words(jurgen, "Your message"))).to_have_value("")
    press_on = mentors.get_by_role("button", name=re.compile("^Go on to"))
    for point in ("How is everyone?", "Current issues"):
        press_on.click()
        here = mentors.get_by_role("listitem").filter(has_text=point)
        expect(here).to_have_attribute("aria-current", "step")
        expect(here).to_be_in_viewport()
    expect(mentors.get_by_text("Ein Gespräch am Montag")).to_be_visible()
    jurgens.reload()
    is_at(jurgens, jurgen, 2, "Current issues")
    for page in (mentors, jurgens):
        assert page.evaluate(TOO_SMALL) == []
