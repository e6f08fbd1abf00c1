"""What people write has no place to break: an address as the title of a topic, as a line that is taken into the diary."""

import uuid

import pytest
from django.urls import reverse

from conversations import chats, guests, titles, topics
from sessions.models import Meeting
from tests.browser.pages import PHONE, check

pytestmark = pytest.mark.django_db(transaction=True)
ADDRESS = "https://example.org/" + "thebusthatgoestothelibrary" * 4


def test_a_long_address_makes_no_page_of_a_phone_wider(visit, running, nia, tomas, mara) -> None:
    chats.say(running, ADDRESS, key=uuid.uuid4(), by=nia)
    guests.invite(running, mara, ADDRESS, key=uuid.uuid4(), by=tomas)
    topic = topics.open_topic(running.space, ADDRESS[:120], ADDRESS, key=uuid.uuid4(), by=nia)
    message = topic.messages.get()
    chat = reverse("conversations:chat", args=(running.pk,))
    Meeting.objects.filter(pk=running.pk).update(state=Meeting.State.HELD, keeper=nia)
    page = visit(nia, chat, size=PHONE)
    check(page, None)
    page.goto(reverse("conversations:into_diary", args=(running.pk,)))
    check(page, None)
    page = visit(tomas, size=PHONE)
    for path in (
        reverse("conversations:messages"),
        reverse("conversations:forum", args=(running.space.pk,)),
        topic.get_absolute_url(),
        reverse("conversations:topic_hide", args=(message.pk,)),
        reverse("conversations:title_hide", args=(topic.pk,)),
        f"{reverse('conversations:search')}?q=https",
    ):
        page.goto(path)
        check(page, None)
    titles.hide(topic, ADDRESS, by=tomas)
    page.goto(topic.get_absolute_url())
    check(page, None)
    page = visit(mara, chat, size=PHONE)
    check(page, None)
