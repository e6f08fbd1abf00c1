"""Open pages: let in, told what is new, closed when it is no longer theirs; with the channel layer and without."""

import asyncio
import json
import time
from typing import Any
from uuid import uuid4

import pytest
from django.conf import settings
from django.contrib.sessions.models import Session
from django.test import Client
from django.utils import timezone, translation
from django.utils.translation import gettext, pgettext

from conversations import chats, talking
from conversations.live import hub, socket, waking
from people.models import User
from policy.models import Participation
from programmes.models import Programme
from tests.conversations.pages import OURS, Page, do, key_of, play

pytestmark = pytest.mark.django_db(transaction=True)


class Away:
    """A channel layer that cannot be reached."""

    async def _fails(self, *args: Any) -> Any:
        raise ConnectionError

    new_channel = group_add = group_discard = group_send = receive = _fails


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch) -> None:
    monkeypatch.setattr(hub, "NET_SECONDS", 0.2)
    monkeypatch.setattr(hub, "AGAIN_SECONDS", 0.1)
    monkeypatch.setattr(waking, "WAIT_SECONDS", 2.0)
    monkeypatch.setattr(waking, "_rests_until", 0.0)


@pytest.fixture
def layer_is_away(monkeypatch) -> None:
    for module in (hub, waking):
        monkeypatch.setattr(module, "get_channel_layer", Away)


@pytest.fixture
def nothing_wakes(monkeypatch) -> None:
    """As when it happened in another process and no layer tells of it."""
    monkeypatch.setattr(waking, "_rests_until", time.monotonic() + 600)


def test_what_one_says_appears_at_the_others_as_it_stands_on_their_page(running, nia, ela, tomas) -> None:
    keys = [key_of(who) for who in (nia, tomas)]

    async def story() -> None:
        mine, theirs = Page(keys[0], running), Page(keys[1], running)
        assert await mine.open() and await theirs.open()
        await theirs.until("here", "Tomas Lind, Nia Berg")
        said = await do(chats.say, running, "Hello <all>", key=uuid4(), by=nia)
        (line,) = await theirs.until("lines")
        assert line["id"] == str(said.pk) and "Hello &lt;all&gt;" in line["html"] and "Hide" in line["html"]
        assert "Take back" in (await mine.until("lines"))[0]["html"]
        await do(chats.reach, running, 3, by=tomas)
        await mine.until("now", "Now: 3 Dealing with the target")
        await do(talking.hide, said, "Private", by=tomas)
        (line,) = await mine.until("lines", "hidden by")
        assert line["id"] == str(said.pk) and "Hello" not in line["html"]
        await theirs.leave()
        assert "Tomas" not in await mine.until("here", "Here now: Nia Berg")
        await mine.leave()

    play(story)


def test_a_page_that_comes_back_catches_up_with_what_it_missed(running, say, nia, tomas) -> None:
    first, key = say(nia, "first"), key_of(tomas)
    second = say(nia, "second")
    talking.take_back(first, by=nia)

    async def story() -> None:
        page = Page(key, running, after=1)
        assert await page.open()
        lines = await page.until("lines")
        assert [line["id"] for line in lines] == [str(first.pk), str(second.pk)]
        assert "taken back" in lines[0]["html"] and page.told[-1]["last"] == 3
        await page.leave()

    play(story)


def test_whoever_may_not_see_it_is_refused_like_nothing(running, nia, mara, oto) -> None:
    keys = {who.name: key_of(who) for who in (nia, mara, oto)}
    pages = [Page(keys["Mara Vilks"], running), Page(keys["Oto Falk"], running), Page("", running), Page("x", running)]
    pages += [Page(keys["Nia Berg"], running, origin=origin) for origin in ("", "https://evil.example", "http://[")]
    pages += [Page(keys["Nia Berg"], Programme(pk=uuid4()))]

    async def story() -> None:
        assert [await page.open() for page in pages] == [False] * len(pages)

    play(story)


def test_who_has_to_set_up_a_second_step_first_is_not_let_in_here_either(running, tomas, nia, settings) -> None:
    """Tomas mentors here, and has become a manager of the programme since."""
    Participation.objects.create(space=running.group.programme.space, person=tomas, role="manager")
    settings.TWO_STEP_FOR, keys = "managers", [key_of(who) for who in (tomas, nia)]

    async def story() -> None:
        pages = [Page(key, running) for key in keys]
        assert [await page.open() for page in pages] == [False, True]
        await pages[1].leave()

    play(story)


@pytest.mark.parametrize("way", ["woken", "found by the net"])
def test_whoever_leaves_is_out_at_once(way, running, nia, tomas, request) -> None:
    if way == "found by the net":
        request.getfixturevalue("nothing_wakes")
    key = key_of(tomas)

    async def story() -> None:
        page = Page(key, running)
        assert await page.open()
        await page.until("here", "Tomas")
        seats = Participation.objects.filter(person=tomas, space=running.space)
        await do(seats.end, at=timezone.now())
        await do(chats.say, running, "Now without Tomas", key=uuid4(), by=nia)
        assert "no longer take part" in await page.until("bye")
        assert await page.closes() == 4403
        assert not any("lines" in told for told in page.told)
        assert not await Page(key, running).open()

    play(story)


@pytest.mark.parametrize("how", ["signed out", "switched off", "new password"])
def test_whose_session_or_account_ends_is_out_within_seconds(how, running, nia, nothing_wakes) -> None:
    key = key_of(nia)

    def end() -> None:
        if how == "signed out":
            Session.objects.filter(session_key=key).delete()
        elif how == "switched off":
            User.objects.filter(pk=nia.pk).update(is_active=False)
        else:
            nia.set_password("another quiet walk")
            nia.save()

    async def story() -> None:
        page = Page(key, running)
        assert await page.open()
        await page.until("here", "Nia")
        await do(end)
        assert "signed out" in await page.until("bye")
        assert await page.closes() == 4403

    play(story)


def test_signing_out_closes_what_is_open(running, nia) -> None:
    client = Client()
    client.force_login(nia)

    async def story() -> None:
        page = Page(client.cookies["sessionid"].value, running)
        assert await page.open()
        await page.until("here", "Nia")
        await do(client.post, "/sign-out/")
        assert "signed out" in await page.until("bye")

    play(story)


def test_it_speaks_the_language_of_the_page_also_when_it_says_good_bye(running, say, nia, tomas, monkeypatch) -> None:
    """Nia reads the pages in German and letters in English."""
    monkeypatch.setattr(hub, "OPEN_EACH", 1)
    User.objects.filter(pk=nia.pk).update(language="de", mail_language="en")
    key = key_of(nia)
    talking.take_back(say(nia, "oops"), by=nia)

    async def story() -> None:
        page, second = Page(key, running), Page(key, running)
        assert await page.open() and await second.open()
        assert in_german("This chat is open in too many windows. Close some; this one works with Refresh.") == (
            await second.until("bye")
        )
        (line,) = await page.until("lines")
        assert f">{in_german('taken back', 'a message in a chat')}<" in line["html"]
        await do(Session.objects.all().delete)
        assert await page.until("bye") == in_german(
            "You have signed out, so this chat was closed here. Sign in to go on."
        )

    play(story)


def in_german(words: str, context: str = "") -> str:
    with translation.override("de"):
        said = pgettext(context, words) if context else gettext(words)
    assert said != words
    return said


def test_without_the_layer_everything_is_kept_and_shown_seconds_later(running, nia, tomas, layer_is_away) -> None:
    key = key_of(tomas)

    async def story() -> None:
        page = Page(key, running)
        assert await page.open()
        begun = time.monotonic()
        await do(chats.say, running, "Redis is away", key=uuid4(), by=nia)
        await do(chats.say, running, "and still", key=uuid4(), by=nia)
        assert time.monotonic() - begun < 2
        await page.until("lines", "and still")
        assert not any("here" in told for told in page.told)  # who is there is not known then
        await page.leave()

    play(story)


def test_a_page_says_nothing_over_the_socket_and_nobody_opens_too_many(running, nia, monkeypatch) -> None:
    monkeypatch.setattr(hub, "OPEN_EACH", 1)
    key = key_of(nia)

    async def story() -> None:
        page, second = Page(key, running), Page(key, running)
        assert await page.open() and await second.open()
        assert "too many windows" in await second.until("bye")
        assert await second.closes() == 4429
        await page.until("here", "Nia")
        await page.say("anything")
        assert await page.closes() == 1003
        await asyncio.sleep(0)

    play(story)


def test_a_slow_page_gets_everything_later_and_keeps_nobody_waiting(running, nia, ela, tomas, monkeypatch) -> None:
    monkeypatch.setattr(socket, "SEND_SECONDS", 0.3)
    keys = [key_of(who) for who in (nia, tomas)]

    async def story() -> None:
        slow, quick = Page(keys[0], running), Page(keys[1], running)
        assert await slow.open() and await quick.open()
        await slow.until("here", "Nia Berg")
        slow.takes.clear()
        for text in ("first", "second"):
            begun = time.monotonic()
            await do(chats.say, running, text, key=uuid4(), by=ela)
            await quick.until("lines", text)
            assert time.monotonic() - begun < 5
            await asyncio.sleep(0.5)
        slow.takes.set()
        await slow.until("lines", "second")
        assert "first" in json.dumps(slow.told)
        await slow.leave()
        await quick.leave()

    play(story)


def test_what_goes_over_the_layer_holds_no_word_of_what_was_said(running, nia, say, monkeypatch, settings) -> None:
    sent: list[Any] = []

    class Layer(Away):
        async def group_send(self, group: str, event: dict[str, Any]) -> None:
            sent.append((group, event))

    monkeypatch.setattr(waking, "get_channel_layer", Layer)

    async def story() -> None:
        said = await do(say, nia, "zq0000x in confidence")
        await do(talking.take_back, said, by=nia)

    play(story)
    assert sent == [("conversations", {"type": "conversations.new", "room": str(running.pk)})] * 2


def test_the_site_knows_its_own_pages() -> None:
    from conversations.live.socket import is_ours

    assert is_ours(OURS, "127.0.0.1:8000") and is_ours(settings.SITE_URL, "anything")
    assert not is_ours("http://127.0.0.1:9000", "127.0.0.1:8000")
    assert not is_ours("http://evil.example", "evil.example")
    assert is_ours("http://[::1]:8000", "[::1]:8000")
