"""Two people change one session: different fields go together, the same field is asked about, no text is lost."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents.models import Version
from sessions import planning
from sessions.models import Meeting
from tests import stories
from tests.races import meanwhile

pytestmark = pytest.mark.django_db


def fields_of(page: str) -> dict[str, str]:
    """What a browser would send back of a page's form, untouched."""
    form = page.split("<main")[1]
    sent = {}
    for tag in re.findall(r"<input[^>]*>", form):
        kind, name = (re.search(rf'{word}="([^"]*)"', tag) for word in ("type", "name"))
        if name and (kind is None or kind[1] not in ("radio", "checkbox") or " checked" in tag):
            value = re.search(r'value="([^"]*)"', tag)
            sent[name[1]] = unescape(value[1]) if value else ""
    for name, text in re.findall(r'<textarea[^>]*name="([^"]*)"[^>]*>(.*?)</textarea>', form, re.S):
        sent[name] = unescape(text).lstrip("\n")
    for name, options in re.findall(r'<select[^>]*name="([^"]*)"[^>]*>(.*?)</select>', form, re.S):
        chosen = re.search(r'value="([^"]*)" selected', options)
        sent[name] = chosen[1] if chosen else ""
    return sent


class Window:
    """Somebody's window with the form of a session, opened at one moment."""

    def __init__(self, browser: Client, meeting: Meeting) -> None:
        self.browser, self.address = browser, reverse("sessions:change", args=(meeting.pk,))
        self.fields = fields_of(browser.get(self.address).content.decode())

    def save(self, **more: str):
        """Send it with these changes; the next save sends what came back."""
        answer = self.browser.post(self.address, {**self.fields, **more})
        if answer.status_code == 200:
            self.fields = fields_of(answer.content.decode())
        return answer


@pytest.fixture
def meeting(group, tomas) -> Meeting:
    return stories.meeting(group, by=tomas, homework=["Bring a CV", "Call"], place="Room 4", remarks="Tea")


@pytest.fixture
def other(group) -> object:
    """Another mentor of the group, as after a change of mentors."""
    who = stories.person("ula@example.org", "Ula Ó Briain")
    group.space.participations.create(person=who, role="mentor")
    return who


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("group__programme", "group__space").get(pk=meeting.pk)


def tasks(meeting: Meeting) -> list[str]:
    return [row.task for row in meeting.homework.all()]


def test_a_form_that_nobody_else_touched_is_saved(meeting, tomas, signed_in):
    window = Window(signed_in(tomas), meeting)
    assert window.save(topic="Interviews").status_code == 302
    assert (fresh(meeting).topic, fresh(meeting).revision, fresh(meeting).moved_from) == ("Interviews", 1, None)
    assert tasks(meeting) == ["Bring a CV", "Call"]


def test_a_change_sent_twice_is_one_change(meeting, tomas, signed_in):
    planning.publish(meeting.group, by=tomas)
    window, before = Window(signed_in(tomas), meeting), meeting.starts_at
    for _twice in range(2):
        day = f"{before + timedelta(days=7):%Y-%m-%d}"
        assert window.save(day=day, homework="Bring a CV", reason="Ill", tell="1").status_code == 302
    now = fresh(meeting)
    assert (now.moved_from, now.reason, tasks(now)) == (before, "Ill", ["Bring a CV"])
    assert Version.objects.filter(document__kind_slug="session-plan").count() == 2


def test_different_fields_go_together_in_silence(meeting, tomas, other, signed_in):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    assert theirs.save(topic="Interviews", homework="Bring a CV\nCall\nRead").status_code == 302
    assert mine.save(place="Room 5", minutes="90").status_code == 302
    now = fresh(meeting)
    assert (now.topic, now.place, now.minutes, now.revision) == ("Interviews", "Room 5", 90, 2)
    assert tasks(now) == ["Bring a CV", "Call", "Read"]


def test_the_same_field_is_asked_about_and_no_text_is_lost(meeting, tomas, other, signed_in):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    theirs.save(topic="Interviews", homework="Bring a CV\nTheir task", remarks="Coffee")
    answer = mine.save(topic="My story", homework="Bring a CV\nMy task", place="Room 5")
    page = answer.content.decode()
    assert answer.status_code == 200 and "This session was changed meanwhile" in page
    assert "Ula Ó Briain saved Session 1 on " in page
    for words in ("Interviews", "My story", "<mark>Their task</mark>", "<mark>My task</mark>"):
        assert words in page
    assert "<mark>Bring a CV</mark>" not in page, "only what differs is marked"
    assert re.findall(r'name="keep-(?!all)(\w+)"', page) == ["topic", "topic", "homework", "homework"]
    assert fresh(meeting).topic == "Interviews"
    assert mine.save(**{"keep-topic": "mine", "keep-homework": "theirs"}).status_code == 302
    now = fresh(meeting)
    assert (now.topic, now.place, now.remarks) == ("My story", "Room 5", "Coffee")
    assert tasks(now) == ["Bring a CV", "Their task"]


@pytest.mark.parametrize(("whose", "topic"), [("mine", "My story"), ("theirs", "Interviews")])
def test_all_of_one_side_is_kept_by_one_button(meeting, tomas, other, signed_in, whose, topic):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    theirs.save(topic="Interviews")
    mine.save(topic="My story", place="Room 5")
    assert mine.save(**{"keep-all": whose}).status_code == 302
    assert (fresh(meeting).topic, fresh(meeting).place) == (topic, "Room 5")


def test_who_chooses_nothing_is_asked_again(meeting, tomas, other, signed_in):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    theirs.save(topic="Interviews")
    for _twice in range(2):
        assert "My story" in mine.save(topic="My story").content.decode()
    assert fresh(meeting).topic == "Interviews"


def test_a_forced_save_looks_again(meeting, tomas, other, signed_in):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    theirs.save(topic="Interviews")
    mine.save(topic="My story")
    Window(signed_in(other), meeting).save(topic="Bus timetables")
    page = mine.save(**{"keep-all": "mine"}).content.decode()
    assert "Bus timetables" in page and "My story" in page and fresh(meeting).topic == "Bus timetables"
    assert mine.save(**{"keep-all": "mine"}).status_code == 302
    assert fresh(meeting).topic == "My story"


def test_day_and_time_belong_together(meeting, tomas, other, signed_in):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    theirs.save(day=f"{timezone.now() + timedelta(days=20):%Y-%m-%d}")
    page = mine.save(time="09:15").content.decode()
    assert "Date and time" in page and "09:15" in page


def test_a_date_written_by_hand_is_the_same_date(meeting, tomas, other, signed_in):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    theirs.save(time="09:15")
    local = meeting.starts_at.astimezone(tomas.zone)
    assert mine.save(day=f"{local:%m/%d/%Y}", topic="My story").status_code == 302
    now = fresh(meeting)
    assert (f"{now.starts_at.astimezone(tomas.zone):%Y-%m-%d %H:%M}", now.topic) == (
        f"{local:%Y-%m-%d} 09:15",
        "My story",
    )
    page = mine.save(day=f"{local + timedelta(days=9):%m/%d/%Y}", topic="My story").content.decode()
    assert "Date and time" in page, "now both moved it"


def test_a_token_that_is_not_ours_asks_about_all_that_differs(meeting, tomas, signed_in):
    window = Window(signed_in(tomas), meeting)
    elsewhere = stories.meeting(meeting.group, by=tomas, at=meeting.starts_at + timedelta(days=1))
    for seen in ("forged", Window(signed_in(tomas), elsewhere).fields["seen"]):
        page = window.browser.post(window.address, {**window.fields, "topic": "Mine", "seen": seen}).content.decode()
        assert re.findall(r'name="keep-(?!all)(\w+)"', page) == ["topic", "topic"]


def test_what_is_wrong_is_said_first_and_the_question_stays(meeting, tomas, other, signed_in):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    theirs.save(topic="Interviews")
    page = mine.save(topic="My story", minutes="9").content.decode()
    assert "greater than or equal to 15" in page and "My story" in page
    assert "This session was changed meanwhile" in mine.save(minutes="60").content.decode()


def test_telling_the_group_survives_the_question(meeting, tomas, other, signed_in):
    planning.publish(meeting.group, by=tomas)
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    theirs.save(topic="Interviews")
    mine.save(topic="My story", tell="1")
    assert not planning.is_published(meeting.group)
    mine.save(**{"keep-all": "mine"})
    assert planning.is_published(meeting.group)


@pytest.mark.django_db(transaction=True)
def test_of_two_at_the_same_moment_one_is_told(meeting, tomas, other, signed_in):
    mine, theirs = Window(signed_in(tomas), meeting), Window(signed_in(other), meeting)
    first, second = meanwhile(lambda: mine.save(topic="Mine"), lambda: theirs.save(topic="Theirs"))
    assert sorted([first.status_code, second.status_code]) == [200, 302]
    assert fresh(meeting).revision == 1
