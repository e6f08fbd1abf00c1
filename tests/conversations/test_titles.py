"""The title of a topic: put right for a quarter of an hour, hidden by who moderates, found by nobody then."""

import uuid
from datetime import timedelta
from functools import partial

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, connection, transaction
from django.urls import reverse
from django.utils import timezone

from conversations import search, titles, topics
from conversations.models import Message, Thread
from policy.machine import NotNow
from policy.models import Event
from sessions import reminders
from tests.conversations.test_telling import NINE
from tests.conversations.test_views import words_of
from tests.races import at_once

pytestmark = pytest.mark.django_db
HIDDEN = "(the title of this topic was hidden)"


def opened(space, by, title="Zukini soup") -> Thread:
    topics.open_topic(space, title, "Which one helped you?", key=uuid.uuid4(), by=by)
    return Thread.objects.topics().get(title=title)


def address(topic: Thread, name: str = "title") -> str:
    return reverse(f"conversations:{name}", args=(topic.pk,))


def found(person, question: str) -> list[str]:
    return [row.text for row in search.find(person, search.asked_words(question))]


def test_its_author_puts_it_right_for_fifteen_minutes(group, nia, ela, tomas, mara, signed_in) -> None:
    topic = opened(group.space, nia)
    page = signed_in(nia).get(topic.get_absolute_url()).content.decode()
    assert address(topic) in page and address(topic, "title_hide") not in page
    for who, status in ((ela, 403), (tomas, 403), (mara, 404)):  # a mentor hides, and writes no title for a mentee
        assert signed_in(who).post(address(topic), {"title": "Mine"}).status_code == status
        assert address(topic) + '"' not in signed_in(who).get(topic.get_absolute_url()).content.decode()
    assert "Zukini soup" in signed_in(nia).get(address(topic)).content.decode()
    for wrong in ("", " ", "\u200b", "x" * 121, "a\0b"):
        assert signed_in(nia).post(address(topic), {"title": wrong}).status_code == 422
    for _twice in range(2):
        answer = signed_in(nia).post(address(topic), {"title": "Courgette\r\n soup"}, follow=True)
    assert "Courgette soup" in words_of(answer) and Thread.objects.get().title == "Courgette soup"
    assert found(ela, "courgette") and not found(ela, "zukini")
    assert Event.objects.filter(action="put-right").count() == 1
    Thread.objects.update(created_at=timezone.now() - timedelta(minutes=16))
    assert signed_in(nia).get(address(topic)).status_code == 409
    answer = signed_in(nia).post(address(topic), {"title": "Late"})
    assert answer.status_code == 409 and "15 minutes" in words_of(answer)
    assert address(topic) + '"' not in signed_in(nia).get(topic.get_absolute_url()).content.decode()
    assert Thread.objects.get().title == "Courgette soup"


def test_in_a_closed_topic_and_an_ended_group_it_stays(group, nia, tomas) -> None:
    topic = opened(group.space, nia)
    topics.close(topic, by=tomas)
    with pytest.raises(NotNow):
        titles.put_right(topic, "Other", by=nia)
    topics.reopen(topic, by=tomas)
    type(group).objects.filter(pk=group.pk).update(state="ended")
    with pytest.raises(NotNow):
        titles.put_right(Thread.objects.topics().get(), "Other", by=nia)


def test_a_hidden_title_reads_as_a_sentence_wherever_it_stood(group, nia, ela, tomas, mara, signed_in) -> None:
    topic = opened(group.space, nia)
    topics.reply(topic, "zukini for lunch", key=uuid.uuid4(), by=ela)
    hide = address(topic, "title_hide")
    assert hide in signed_in(tomas).get(topic.get_absolute_url()).content.decode()
    for who, status in ((nia, 403), (ela, 403), (mara, 404)):
        assert signed_in(who).get(hide).status_code == status
    assert signed_in(tomas).post(hide, {"reason": " "}).status_code == 422
    for _twice in range(2):
        assert signed_in(tomas).post(hide, {"reason": "It named somebody."}).status_code == 302
    row = Thread.objects.get()
    assert (row.title_hidden_by, row.title_hidden_reason) == (tomas, "It named somebody.")
    places = (
        topic.get_absolute_url(), reverse("conversations:messages"),
        reverse("conversations:forum", args=(group.space_id,)), f"{reverse('conversations:search')}?q=lunch",
    )  # fmt: skip
    for who in (nia, ela, tomas):
        for url in places:
            shown = words_of(signed_in(who).get(url))
            assert HIDDEN in shown and ("Zukini soup" in shown) is (who == tomas and url == places[0]), (who, url)
        shown = words_of(signed_in(who).get(places[0]))
        assert "hidden by the mentor: It named somebody." in shown
    assert found(nia, "zukini") == found(tomas, "zukini") == ["zukini for lunch"]
    assert found(nia, "soup") == [] and found(nia, "helped") == ["Which one helped you?"]
    assert signed_in(nia).get(address(topic)).status_code == 409  # nothing is left to be put right
    search.build()
    assert found(nia, "soup") == []
    if connection.vendor == "sqlite":
        with connection.cursor() as cursor:
            cursor.execute("SELECT block FROM conversations_search_data")
            assert b"soup" not in b"".join(bytes(one[0]) for one in cursor.fetchall())


def test_in_the_network_managers_hide_and_mentors_do_not(group, programme, mara, tomas, nia, signed_in) -> None:
    topic = opened(programme.space, nia)
    assert signed_in(tomas).get(address(topic, "title_hide")).status_code == 403
    assert address(topic, "title_hide") not in signed_in(tomas).get(topic.get_absolute_url()).content.decode()
    assert signed_in(mara).post(address(topic, "title_hide"), {"reason": "Not here."}).status_code == 302
    assert "hidden by a manager: Not here." in words_of(signed_in(tomas).get(topic.get_absolute_url()))
    with pytest.raises(PermissionDenied):
        titles.put_right(topic, "Other", by=mara)


def test_a_title_whose_first_message_is_gone_is_hidden_too(group, nia, tomas) -> None:
    topic = opened(group.space, nia)
    topics.take_back(Message.objects.select_related("thread").get(), by=nia)
    titles.hide(topic, "Private", by=tomas)
    assert found(nia, "zukini") == [] and Thread.objects.get().title_hidden_at


def test_neither_the_letter_of_the_day_nor_the_line_to_its_author_says_it(group, nia, ela, tomas, run_jobs) -> None:
    run_jobs()
    topic = opened(group.space, nia)
    titles.hide(topic, "It named somebody.", by=tomas)
    topics.reply(topic, "More of it", key=uuid.uuid4(), by=ela)
    run_jobs()
    mail.outbox.clear()
    reminders.write(now=NINE)
    run_jobs()
    told = {letter.to[0]: f"{letter.subject}\n{letter.body}" for letter in mail.outbox}
    assert f"New in a topic of {group}" in told[tomas.email] and "The mentor hid what you wrote" in told[nia.email]
    assert all("ukini" not in words and "named somebody" not in words for words in told.values())


def test_hidden_by_nobody_there_is_no_such_thing(group, nia) -> None:
    opened(group.space, nia)
    with pytest.raises(IntegrityError), transaction.atomic():
        Thread.objects.update(title_hidden_at=timezone.now())


@pytest.mark.django_db(transaction=True)
def test_of_putting_right_and_hiding_at_once_one_happens_first(group, nia, tomas) -> None:
    topic = opened(group.space, nia)
    mine, theirs = (Thread.objects.topics().get(pk=topic.pk) for _one in range(2))
    done = at_once(partial(titles.put_right, mine, "Courgettes", by=nia), partial(titles.hide, theirs, "no", by=tomas))
    assert sorted(type(one).__name__ for one in done) == ["NoneType", "NotNow"]
    row = Thread.objects.get()
    assert (row.title == "Courgettes") != bool(row.title_hidden_at)
    again = [Thread.objects.topics().get(pk=topic.pk) for _n in range(4)]
    assert at_once(*[partial(titles.hide, one, "no", by=tomas) for one in again]) == [None] * 4
    assert Event.objects.filter(thing="conversations.thread", action="hide").count() == 1
