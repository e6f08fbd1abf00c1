"""How far each has read in the topics, which of them one follows, and the number that pages say."""

import re

import pytest
from django.urls import reverse

from conversations import reading
from conversations.models import Thread
from tests.conversations.test_topics import opened, said

pytestmark = pytest.mark.django_db


def test_what_is_new_is_told_in_words_until_it_is_read(group, topic, nia, tomas, signed_in) -> None:
    browser, url = signed_in(nia), reverse("conversations:mark_read", args=(topic.pk,))
    page = browser.get(reverse("conversations:messages")).content.decode()
    assert "1 topic that you follow has something new" in page and "1 new message" in page and "nav__news" in page
    assert "Mark as read" in browser.get(topic.get_absolute_url()).content.decode()
    shown = topic.last
    late = said(topic, tomas, "One more")  # between opening the page and pressing the button
    browser.post(url, {"up_to": shown})
    assert reading.read_up_to(topic, nia) == 1 and list(reading.topics_with_news(nia)) == [topic]
    for wrong in ("", "-1", "x", "9" * 30, "²"):
        assert browser.post(url, {"up_to": wrong}).status_code == 302
    browser.post(url, {"up_to": 999})
    assert reading.read_up_to(topic, nia) == late.number
    browser.post(url, {"up_to": 1})
    assert reading.read_up_to(topic, nia) == late.number  # never back
    page = browser.get(reverse("conversations:messages")).content.decode()
    assert (
        "Nothing new in the topics that you follow. You get an e-mail when something needs you." in page
        and "nav__news" not in page
    )
    said(topic, nia, "My own")
    assert not reading.topics_with_news(nia).exists()


def test_the_heading_and_the_navigation_say_the_same_number(
    programme, group, topic, tomas, nia, ela, signed_in
) -> None:
    """What is new in a topic that nobody asked to follow is there to be seen, and counted by neither."""
    other = opened(programme.space, ela, "A question of Ela's")
    browser, url = signed_in(nia), reverse("conversations:messages")

    def told() -> tuple[str, ...]:
        page = " ".join(browser.get(url).content.decode().split())
        counted = re.findall(r"(\d+) (?:topic|topics) that you follow", page) + re.findall(
            r"nav__news\D+(\d+) new", page
        )
        return (*counted, *re.findall(r'badge--(\w+)">1 new message<', page))

    assert told() == ("1", "1", "plain", "info")
    reading.follow(other, True, by=nia)
    assert told() == ("2", "2", "info", "info")
    for one in (topic, other):
        reading.mark_read(one, 9, by=nia)
    assert told() == ()


def test_one_follows_ones_group_and_what_one_wrote_and_managers_news(programme, group, mara, tomas, nia, ela) -> None:
    ours = opened(group.space, tomas)
    news, other = opened(programme.space, mara), opened(programme.space, ela)

    def followed(person) -> set[Thread]:
        return {topic for topic in (ours, news, other) if reading.follows(topic, person)}

    assert followed(nia) == {ours, news} and followed(ela) == {ours, news, other}
    said(other, nia)
    assert followed(nia) == {ours, news, other}
    reading.follow(ours, False, by=nia)
    reading.follow(ours, False, by=nia)
    assert followed(nia) == {news, other}
    reading.follow(other, True, by=tomas)
    assert followed(tomas) == {ours, news, other}
    by_itself = {topic for topic in (ours, news, other) if reading.follows_by_itself(topic, ela, False)}
    assert by_itself == {ours, news, other}
