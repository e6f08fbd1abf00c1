"""The personal calendar: whoever has the address sees its owner's sessions as of now, and nobody else learns anything."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from icalendar import Calendar

from people import addresses
from people.models import User
from programmes.models import Group
from sessions import feeds, planning
from sessions.models import CalendarFeed
from tests import stories

pytestmark = pytest.mark.django_db


def fetched(token: str, **head: str):
    return Client().get(reverse("sessions:feed", args=(token,)), headers=head)


def summaries(token: str) -> list[str]:
    answer = fetched(token)
    assert (answer.status_code, answer["Content-Type"]) == (200, "text/calendar; charset=utf-8")
    return [str(event["summary"]) for event in Calendar.from_ical(answer.content).walk("VEVENT")]


def test_an_address_is_shown_once_replaced_and_switched_off(group, tomas, nia, signed_in) -> None:
    stories.meeting(group, by=tomas)
    browser, page = signed_in(nia), reverse("sessions:calendar")
    seen = []
    for _twice in range(2):
        made = browser.post(page, {"do": "make"}).content.decode()
        seen.append(re.search(r"http://127\.0\.0\.1:8000/calendar/([\w-]+)\.ics", made)[1])
    old, new = seen
    assert new not in browser.get(page).content.decode()
    assert not CalendarFeed.objects.filter(digest__contains=new).exists()
    assert (fetched(old).status_code, summaries(new)) == (404, [f"Session 1 – {group}"])
    for _twice in range(2):
        assert browser.post(page, {"do": "off"}).status_code == 302
    assert (fetched(new).status_code, fetched("never-was-one").content) == (404, fetched(new).content)


def test_it_ends_with_the_account_and_follows_the_participation(group, tomas, nia) -> None:
    stories.meeting(group, by=tomas)
    token = feeds.open_for(nia)
    assert len(summaries(token)) == 1
    nia.participations.filter(role="mentee").update(ends_at=timezone.now())
    assert summaries(token) == []
    User.objects.filter(pk=nia.pk).update(is_active=False)
    assert fetched(token).status_code == 404


def test_it_ends_when_an_account_is_taken_back_from_a_thief(group, nia) -> None:
    change = addresses.ask(nia, "one@thief.example", now=timezone.now())
    token = feeds.open_for(nia)
    assert addresses.stop(change, now=timezone.now())
    assert feeds.owner_of(token) is None


def test_it_shows_what_was_held_and_cancelled_and_forgets_what_is_long_over(working_group, tomas, nia) -> None:
    stories.held_meeting(working_group, by=tomas)
    planning.cancel(stories.meeting(working_group, by=tomas), "Ill", by=tomas)
    stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(days=91))
    events = Calendar.from_ical(fetched(feeds.open_for(nia)).content).walk("VEVENT")
    assert [(str(event["summary"])[:9], event["status"]) for event in events] == [
        ("Session 1", "CONFIRMED"),
        ("Session 2", "CANCELLED"),
    ]


def test_a_manager_sees_the_monitoring_sessions_and_nobody_the_sessions_of_others(group, mara, tomas, oto) -> None:
    stories.meeting(group, by=tomas)
    stories.meeting(group, by=mara, kind="monitoring")
    assert summaries(feeds.open_for(mara)) == [f"Session 2 – {group}"]
    assert len(summaries(feeds.open_for(tomas))) == 2
    assert summaries(feeds.open_for(oto)) == []


def test_what_has_not_changed_is_not_sent_again(group, tomas, nia) -> None:
    meeting = stories.meeting(group, by=tomas)
    token = feeds.open_for(nia)
    tag = fetched(token)["ETag"]
    again = fetched(token, **{"If-None-Match": tag})
    assert (again.status_code, again.content) == (304, b"")
    meeting.place = "Park"
    planning.plan(meeting, [], by=tomas)
    assert fetched(token, **{"If-None-Match": tag}).status_code == 200


def test_a_calendar_asks_as_little_with_many_groups_as_with_one(programme, group, mara, tomas, nia) -> None:
    token = feeds.open_for(nia)
    counts = []
    for _more in range(3):
        stories.meeting(group, by=tomas, at=timezone.now() + timedelta(days=3))
        space = type(group.space).objects.create(kind="group", within=programme.space)
        group = Group.objects.create(programme=programme, number=10 + len(counts), name="Another", space=space)
        for person, role in ((tomas, "mentor"), (nia, "mentee")):
            space.participations.create(person=person, role=role)
        with CaptureQueriesContext(
            connection,
        ) as found:
            assert len(summaries(token)) == len(counts) + 1
        counts.append(len(found))
    assert counts == [2, 2, 2]


def test_a_session_is_a_file_for_who_takes_part(group, tomas, nia, oto, signed_in) -> None:
    row = stories.meeting(group, by=tomas)
    answer = signed_in(nia).get(reverse("sessions:ics", args=(row.pk,)))
    (event,) = Calendar.from_ical(answer.content).walk("VEVENT")
    assert event["uid"] == f"{row.pk}@127.0.0.1"
    assert answer["Content-Disposition"] == 'attachment; filename="session-1.ics"'
    assert signed_in(oto).get(reverse("sessions:ics", args=(row.pk,))).status_code == 404
