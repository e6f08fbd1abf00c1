"""The open page of a guest: what it is told from the invitation on, and that it closes when that is over."""

import json
from datetime import timedelta
from functools import partial
from typing import Any
from uuid import uuid4

import pytest
from django.utils import timezone

from conversations import chats, guests, talking
from conversations.live import hub, waking
from policy.models import Participation
from sessions.models import Meeting
from tests.conversations.pages import Page, do, key_of, play
from tests.conversations.test_live import nothing_wakes  # noqa: F401 - a fixture

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _looks_often(monkeypatch) -> None:
    monkeypatch.setattr(hub, "NET_SECONDS", 0.2)
    monkeypatch.setattr(waking, "WAIT_SECONDS", 2.0)
    monkeypatch.setattr(waking, "_rests_until", 0.0)


def test_a_guest_is_told_what_is_new_and_nothing_of_what_stood_before(running, say, nia, tomas, mara) -> None:
    before, keys = say(nia, "told among us"), [key_of(who) for who in (nia, mara)]
    invite = partial(guests.invite, running, mara, "Why not", key=uuid4(), by=tomas)

    async def story() -> None:
        theirs, hers = Page(keys[0], running), Page(keys[1], running)
        assert await theirs.open() and not await hers.open()
        await theirs.until("readers", "Not the managers of the programme.")
        await do(invite)
        (line,) = await theirs.until("lines", "Tomas Lind invited Mara Vilks")
        assert "Why not" in line["html"]
        assert "Mara Vilks, a manager, from the invitation on" in (theirs.last("readers") or "")
        hers = Page(keys[1], running)
        assert await hers.open()
        await hers.until("lines", "Tomas Lind invited Mara Vilks")
        await theirs.until("here", "Mara Vilks")
        await do(talking.take_back, before, by=nia)
        await do(chats.say, running, "What would a pause mean?", key=uuid4(), by=nia)
        await hers.until("lines", "What would a pause mean?")
        assert str(before.pk) not in json.dumps(hers.told) and "among us" not in json.dumps(hers.told)
        assert "Take back" not in json.dumps(hers.told) and "Hide" not in json.dumps(hers.told)
        await do(chats.say, running, "Three months.", key=uuid4(), by=mara)
        await theirs.until("lines", "Three months.")
        await hers.leave()
        await theirs.leave()

    play(story)


@pytest.mark.parametrize("way", ["woken", "found by the net"])
@pytest.mark.parametrize("how", ["ended", "manages no longer", "the chat is over", "cancelled"])
def test_her_page_closes_when_it_is_over(how, way, running, nia, tomas, mara, request) -> None:
    guest, key = guests.invite(running, mara, "Why not", key=uuid4(), by=tomas), key_of(mara)
    if way == "found by the net":
        request.getfixturevalue("nothing_wakes")

    def end() -> Any:
        if how == "ended":
            return guests.see_out(guest, by=tomas)
        if how == "manages no longer":
            rows = Participation.objects.filter(person=mara, space__kind="programme")
            return rows.end(at=timezone.now()) if way == "woken" else rows.update(ends_at=timezone.now())
        if how == "cancelled":
            return Meeting.objects.filter(pk=running.pk).update(state=Meeting.State.CANCELLED)
        over = timezone.now() - timedelta(hours=13)
        told = {"starts_at": over - timedelta(hours=1), "ends_at": over}
        return Meeting.objects.filter(pk=running.pk).update(**told)

    async def story() -> None:
        page = Page(key, running)
        assert await page.open()
        await page.until("here", "Mara")
        await do(end)
        assert "Your invitation into this chat has ended" in await page.until("bye")
        assert await page.closes() == 4403
        assert not await Page(key, running).open()

    play(story)
