"""One line a topic and day in the letter of the day: for who follows it, has not read it and may still know."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.urls import reverse
from django.utils import timezone

from conversations import reading, topics
from conversations.models import Message, Thread
from people.models import Letter, User
from policy.models import Participation
from sessions import reminders

pytestmark = pytest.mark.django_db

NINE = datetime(2031, 3, 4, 7, tzinfo=UTC)  # in Vilnius


@pytest.fixture
def topic(group, tomas, run_jobs) -> Thread:
    """What Tomas opened in his group; everything else of that day is told already."""
    run_jobs()
    Letter.objects.all().delete()
    topic = topics.open_topic(group.space, "A secret title", "A secret text", key=uuid.uuid4(), by=tomas)
    run_jobs()
    return topic


def said(topic: Thread, by: User, run_jobs) -> Message:
    message = topics.reply(Thread.objects.topics().get(pk=topic.pk), "A secret reply", key=uuid.uuid4(), by=by)
    run_jobs()
    return message


def held() -> list[str]:
    return sorted(Letter.objects.filter(state="held").values_list("person__name", flat=True))


def letters_of_the_day(on: datetime, run_jobs) -> dict[str, str]:
    """What everybody gets that morning, by their address."""
    mail.outbox.clear()
    reminders.write(now=on)
    run_jobs()
    return {letter.to[0]: f"{letter.subject}\n{letter.body}" for letter in mail.outbox}


def test_who_follows_gets_one_line_without_the_text(group, topic, tomas, nia, ela, mara, run_jobs) -> None:
    assert held() == ["Ela Žukaitė", "Nia Berg"]  # neither who wrote it nor the manager
    said(topic, tomas, run_jobs)
    said(topic, ela, run_jobs)
    assert held() == ["Ela Žukaitė", "Nia Berg", "Tomas Lind"]
    letter = letters_of_the_day(NINE, run_jobs)[nia.email]
    assert letter.count(f"New in a topic of {group}") == 2  # the subject, and its line
    assert letter.count(f"/t/{topic.pk}/#reply") == 1 and "secret" not in letter
    assert nia.letters.exclude(about__startswith="day").get().link.endswith(f"/t/{topic.pk}/#reply")
    said(topic, tomas, run_jobs)  # the same day, after the letter: it waits for the next one
    assert letters_of_the_day(NINE + timedelta(hours=3), run_jobs) == {}
    assert f"/t/{topic.pk}/#reply" in letters_of_the_day(NINE + timedelta(days=1), run_jobs)[nia.email]


def test_what_is_read_taken_back_or_not_followed_is_told_no_more(topic, tomas, nia, ela, run_jobs) -> None:
    reading.mark_read(topic, topic.last, by=nia)
    assert held() == ["Ela Žukaitė"]
    one, two = said(topic, tomas, run_jobs), said(topic, tomas, run_jobs)
    assert held() == ["Ela Žukaitė", "Nia Berg"]
    topics.take_back(one, by=tomas)
    assert held() == ["Ela Žukaitė", "Nia Berg"]  # another is still new
    topics.take_back(two, by=tomas)
    assert held() == ["Ela Žukaitė"]  # who has the first message to read
    reading.follow(topic, False, by=ela)
    assert held() == []
    said(topic, tomas, run_jobs)
    assert held() == ["Nia Berg"]
    gone = topics.reply(topic, "Not meant", key=uuid.uuid4(), by=nia)
    topics.take_back(gone, by=nia)  # before a worker came to it
    run_jobs()
    assert held() == ["Nia Berg"]


def test_whose_part_ended_before_the_letter_went_is_not_told(topic, group, nia, ela, run_jobs) -> None:
    Participation.objects.filter(person=nia, space=group.space).update(ends_at=timezone.now())
    assert set(letters_of_the_day(NINE, run_jobs)) == {ela.email}
    assert not nia.letters.filter(state="held").exists()


def test_in_the_network_managers_news_go_to_all_and_the_rest_to_who_takes_part(
    topic, programme, group, mara, tomas, nia, ela, run_jobs
) -> None:
    Letter.objects.all().delete()
    topics.open_topic(programme.space, "A party", "On Friday", key=uuid.uuid4(), by=mara)
    run_jobs()
    assert held() == ["Ela Žukaitė", "Nia Berg", "Tomas Lind"]
    assert {letter.subject for letter in Letter.objects.all()} == {f"News from the managers of {programme}"}
    Letter.objects.all().delete()
    question = topics.open_topic(programme.space, "A question", "Who knows?", key=uuid.uuid4(), by=nia)
    run_jobs()
    assert held() == []
    said(question, ela, run_jobs)
    assert held() == ["Nia Berg"]
    said(question, tomas, run_jobs)
    assert held() == ["Ela Žukaitė", "Nia Berg"]


def test_who_answers_has_read_what_stood_before_them_and_no_more(topic, tomas, nia, ela, signed_in, run_jobs) -> None:
    seen = topic.last
    late = said(topic, ela, run_jobs)
    sent = {"key": uuid.uuid4(), "text": "My answer to the first", "seen": seen}
    assert signed_in(nia).post(reverse("conversations:reply", args=(topic.pk,)), sent).status_code == 302
    assert reading.read_up_to(topic, nia) == seen < late.number
    assert list(reading.topics_with_news(nia)) == [topic] and "Nia Berg" in held()


def test_the_line_leads_to_the_box_where_one_answers(topic, nia, signed_in) -> None:
    assert nia.letters.get(state="held").link.endswith(f"{topic.get_absolute_url()}#reply")
    shown = signed_in(nia).get(topic.get_absolute_url()).content.decode()
    assert 'id="reply"' in shown and reverse("conversations:reply", args=(topic.pk,)) in shown
