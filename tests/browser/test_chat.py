"""A session of four people in four browsers, over a real uvicorn: one mentor, three mentees, three languages."""

import re
from collections.abc import Callable, Iterator
from datetime import timedelta
from uuid import uuid4

import pytest
from django.utils import timezone
from django.utils.translation import gettext, override, pgettext
from playwright.sync_api import Page, expect

from conversations import chats
from conversations.models import Message
from documents.models import Version
from people.models import User
from sessions.models import Meeting
from tests import stories
from tests.browser.conftest import Visit, windows_of
from tests.browser.hands import follow, press
from tests.browser.journeys import Traveller
from tests.browser.pages import PHONE, check, too_small
from tests.browser.web import Line, Web

pytestmark = [
    pytest.mark.django_db(transaction=True),
    pytest.mark.filterwarnings("ignore:StreamingHttpResponse must consume synchronous iterators"),
]

REACHED = ("aria-current", "step")


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


def spoken_by(who: User) -> Callable[..., str]:
    """The sentences of the pages as this person reads them."""

    def words(text: str, context: str = "", **values: object) -> str:
        with override(who.language):
            said = pgettext(context, text) if context else gettext(text)
        return said % values if values else said

    return words


def say(page: Page, who: User, text: str) -> None:
    page.get_by_label(spoken_by(who)("Your message")).fill(text)
    page.get_by_role("button", name=spoken_by(who)("Send", "a message"), exact=True).click()


def is_at(page: Page, who: User, number: int, point: str) -> None:
    """This person reads which point is reached, in their own language."""
    now = spoken_by(who)("Now: %(number)d %(point)s", number=number, point=spoken_by(who)(point))
    expect(page.get_by_text(now, exact=True)).to_be_visible()


def everyone_talks(pages: dict[User, Page], keeper: Traveller) -> None:
    said = ("How was your week?", "I found two jobs", "Labai gerai, ačiū!", "Ein Gespräch am Montag")
    for (who, page), text in zip(pages.items(), said, strict=True):
        if page is keeper.page:
            keeper.write(page.get_by_label("Your message"), text)
            page.keyboard.press("Control+Enter")
        else:
            say(page, who, text)
    for page in pages.values():
        for text in said:
            expect(page.get_by_text(text)).to_be_visible()


def the_mentor_goes_on(mentors: Page, others: dict[User, Page]) -> None:
    mentors.get_by_role("button", name="Go on to: How is everyone?").click()
    expect(mentors.get_by_role("button", name="Go on to: Current issues")).to_be_focused()
    expect(mentors.get_by_role("listitem").filter(has_text="How is everyone?")).to_have_attribute(*REACHED)
    for who, page in others.items():
        is_at(page, who, 1, "How is everyone?")


def one_is_cut_off_and_comes_back(line: Line, who: User, meanwhile: Callable[[], None], missed: str) -> None:
    page, words = line.page, spoken_by(who)
    line.cut()
    expect(page.get_by_text(words("Not connected. It still works, with Refresh."))).to_be_visible()
    page.watch.complaints.clear()  # type: ignore[attr-defined]  # the browser itself says that it is offline
    say(page, who, "Rašau iš traukinio")
    expect(page.get_by_text(words("Not sent. Your text is still here: try again."))).to_be_visible()
    meanwhile()
    expect(page.get_by_text(missed)).not_to_be_visible()
    line.mend()
    expect(page.get_by_text(missed)).to_be_visible()
    is_at(page, who, 2, "Current issues")
    expect(page.get_by_label(words("Your message"))).to_have_value("Rašau iš traukinio")
    page.get_by_role("button", name=words("Send", "a message"), exact=True).click()


def the_keeper_files_the_diary(keeper: Traveller, chat: str) -> None:
    keeper.open(chat)
    page = keeper.page
    keeper.press(page.get_by_role("link", name="Take lines into the diary"))
    keeper.pick(page.get_by_label("Under which point?"), "Current")
    for line in ("Nia Berg: I found two jobs", "Ela Žukaitė: Rašau iš traukinio"):
        keeper.choose(page.get_by_label(line))
    keeper.press(page.get_by_role("button", name="Put them into the diary"))
    keeper.pick(page.get_by_label("How it went").first, "done")
    keeper.write(page.get_by_label("How is everyone?"), "Glad")
    keeper.write(page.get_by_label("Dealing with the target"), "We compared adverts")
    keeper.press(page.get_by_role("button", name="Hand in"))
    expect(page.get_by_role("status")).to_contain_text("Handed in.")


def test_a_session_of_four(windows, meeting: Meeting, tomas: User, nia: User, ela: User, jurgen: User) -> None:
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
        expect(page.get_by_text(spoken_by(who)("Connected: what others write appears here."))).to_be_visible()
    expect(mentors.get_by_text("Here now: Tomas Lind, Ela Žukaitė, Jürgen Weiß, Nia Berg")).to_be_visible()

    everyone_talks(pages, keeper)
    the_mentor_goes_on(mentors, {who: pages[who] for who in (nia, ela, jurgen)})
    for page in pages.values():
        check(page)
        assert too_small(page) == []

    def meanwhile() -> None:
        mentors.keyboard.press("Enter")  # the focus has stayed where one goes on
        is_at(jurgens, jurgen, 2, "Current issues")
        for page, reader in ((mentors, tomas), (jurgens, jurgen)):  # where the agenda is listed, it shows there too
            point = page.get_by_role("listitem").filter(has_text=spoken_by(reader)("Current issues"))
            expect(point.first).to_have_attribute(*REACHED)
        say(jurgens, jurgen, "Der Bus fährt anders")
        expect(mentors.get_by_text("Der Bus fährt anders")).to_be_visible()

    one_is_cut_off_and_comes_back(line, ela, meanwhile, "Der Bus fährt anders")
    for page in pages.values():
        expect(page.get_by_text("Rašau iš traukinio")).to_have_count(1)
    jurgens.get_by_role("button", name=spoken_by(jurgen)("Take back", "a message in a chat")).last.click()
    expect(jurgens.get_by_label(spoken_by(jurgen)("Your message"))).to_be_focused()
    expect(mentors.get_by_text("Der Bus fährt anders")).not_to_be_visible()
    assert [page.evaluate("window.stayed") for page in pages.values()] == [True] * 4

    follow(mentors, "End the session")
    mentors.get_by_label("Topic").fill("Telling my story")
    mentors.get_by_label("Homework before this session").fill("Ask two people to listen")
    press(mentors, "Save and tell the group")
    the_keeper_files_the_diary(keeper, chat)
    diary = Version.objects.get(document__kind_slug="diary")
    assert diary.state == "submitted"
    assert diary.answers["agenda"]["issues"] == "Nia Berg: I found two jobs\nEla Žukaitė: Rašau iš traukinio"
    assert Message.objects.exclude(text="").count() == 5


def test_the_same_without_scripts_by_refresh(windows, meeting: Meeting, tomas: User, nia: User, jurgen: User) -> None:
    mentors, jurgens = (
        windows(who, f"/s/{meeting.pk}/{part}/", size=PHONE, scripts=False)
        for who, part in ((tomas, "run"), (jurgen, "chat"))
    )
    chats.say(meeting, "I found two jobs", key=uuid4(), by=nia)
    jurgens.get_by_role("link", name=spoken_by(jurgen)("Refresh")).click()
    expect(jurgens.get_by_text("I found two jobs")).to_be_visible()
    say(jurgens, jurgen, "Ein Gespräch am Montag")
    expect(jurgens.get_by_text("Ein Gespräch am Montag")).to_be_visible()
    expect(jurgens.get_by_label(spoken_by(jurgen)("Your message"))).to_have_value("")
    press_on = mentors.get_by_role("button", name=re.compile("^Go on to"))
    for point in ("How is everyone?", "Current issues"):
        press_on.click()
        here = mentors.get_by_role("listitem").filter(has_text=point)
        expect(here).to_have_attribute(*REACHED)
        expect(here).to_be_in_viewport()
    expect(mentors.get_by_text("Ein Gespräch am Montag")).to_be_visible()
    jurgens.reload()
    is_at(jurgens, jurgen, 2, "Current issues")
    for page in (mentors, jurgens):
        assert too_small(page) == []


def test_a_manager_comes_by_invitation_and_is_out_again(
    windows, meeting: Meeting, mara: User, tomas: User, nia: User
) -> None:
    """What the others have open says it by itself, and so does the page that closes."""
    chat = f"/s/{meeting.pk}/chat/"
    chats.say(meeting, "Told among us", key=uuid4(), by=nia)
    mentors, nias = windows(tomas, chat, size=PHONE), windows(nia, chat, size=PHONE)
    expect(nias.get_by_text("Connected: what others write appears here.")).to_be_visible()
    follow(mentors, "Invite a manager into this chat")
    check(mentors)
    expect(mentors.get_by_label("Mara Vilks")).to_be_checked()  # there is no other one
    press(mentors, "Invite")
    expect(mentors.get_by_text("Say in a sentence why.").first).to_be_visible()
    mentors.get_by_label("Why?").fill("How long may a pause be?")
    press(mentors, "Invite")
    expect(nias.get_by_text("Tomas Lind invited Mara Vilks")).to_be_visible()
    expect(nias.get_by_text("Mara Vilks, a manager, from the invitation on. No other manager.")).to_be_visible()
    maras = windows(mara, "/", size=PHONE)
    follow(maras, "Read and write in the chat")
    expect(maras.get_by_text("How long may a pause be?")).to_be_visible()
    expect(maras.get_by_text("Told among us")).to_have_count(0)
    check(maras)
    assert too_small(maras) == []
    say(maras, mara, "Three months.")
    expect(nias.get_by_text("Three months.")).to_be_visible()
    press(mentors, "End the invitation of Mara Vilks")
    expect(nias.get_by_text("Mara Vilks has left the chat.")).to_be_visible()
    expect(nias.get_by_text("Not the managers of the programme.")).to_be_visible()
    expect(maras.get_by_text("Your invitation into this chat has ended, so it was closed here.")).to_be_visible()
    maras.reload()
    expect(maras.get_by_role("heading", level=1)).not_to_contain_text("Chat")
    maras.watch.complaints.clear()  # type: ignore[attr-defined]  # the browser says that this page was not found
