"""The monitoring of a group as a series: which days a rhythm asks for, and what is planned, once."""

from dataclasses import replace
from datetime import date, time, timedelta
from itertools import pairwise
from uuid import uuid4

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from monitoring import rhythm
from monitoring.models import Rhythm
from sessions.models import Meeting
from tests import stories
from tests.monitoring.test_attention import bare_groups

FIRST, LAST = date(2026, 3, 2), date(2026, 9, 1)


def test_three_looks_are_at_both_ends_and_half_way():
    assert rhythm.days_of("thrice", FIRST, LAST) == [FIRST, date(2026, 6, 1), LAST]


@pytest.mark.parametrize(("every", "weeks"), [("month", 4), ("two-months", 8), ("quarter", 13)])
def test_a_rhythm_keeps_its_distance_and_ends_on_the_last_day(every, weeks):
    days = rhythm.days_of(every, FIRST, LAST)
    apart = [after - before for before, after in pairwise(days)]
    assert (days[0], days[-1]) == (FIRST, LAST)
    assert set(apart[:-1]) <= {timedelta(weeks=weeks)}
    assert timedelta(weeks=weeks) / 2 <= apart[-1] < timedelta(weeks=weeks) * 3 / 2


@pytest.mark.parametrize("every", Rhythm.Every.values)
def test_a_few_days_have_room_for_one_look(every):
    assert rhythm.days_of(every, FIRST, FIRST + timedelta(days=9)) == [FIRST]


def test_a_day_near_a_session_that_is_there_is_not_asked_for_again():
    days = [FIRST, date(2026, 6, 1), LAST]
    assert rhythm.still_missing(days, [date(2026, 5, 25)]) == [FIRST, LAST]
    assert rhythm.still_missing(days, [date(2026, 5, 22)]) == days


# in a group


@pytest.fixture
def told(group):
    today = stories.today()
    return {
        **{"once": str(uuid4()), "every": "thrice", "time": "18:00", "minutes": "45", "mode": "online"},
        **{"day": f"{today + timedelta(days=3)}", "last": f"{today + timedelta(days=183)}", "agreed_on": f"{today}"},
    }


def at(group):
    return reverse("monitoring:rhythm", args=(group.pk,))


@pytest.mark.django_db
def test_a_manager_sees_the_dates_before_they_are_planned_and_plans_them_once(group, mara, signed_in, told, run_jobs):
    manager = signed_in(mara)
    preview = manager.post(at(group), told).content.decode()
    assert "Plan these 3 sessions" in preview and not group.meetings.exists()
    for _twice in range(2):
        assert manager.post(at(group), {**told, "step": "plan"}).status_code == 302
    days = [timezone.localtime(row.starts_at).date() for row in group.meetings.filter(kind="monitoring")]
    first = stories.today() + timedelta(days=3)
    assert days == [first, first + timedelta(days=90), first + timedelta(days=180)]
    run_jobs()
    letters = [letter for letter in mail.outbox if "Session 1" in letter.body]
    assert letters and all(len(letter.attachments) >= 3 for letter in letters)
    assert len({letter.to[0] for letter in letters}) == len(letters)


@pytest.mark.django_db
def test_another_rhythm_adds_what_is_missing_and_keeps_what_is_there(group, mara, signed_in, told):
    manager = signed_in(mara)
    manager.post(at(group), {**told, "step": "plan"})
    there = set(group.meetings.values_list("pk", flat=True))
    manager.post(at(group), {**told, "once": str(uuid4()), "every": "two-months", "step": "plan"})
    assert there < set(group.meetings.values_list("pk", flat=True))
    assert Rhythm.objects.get(space=group.space).every == "two-months"


@pytest.mark.django_db
def test_two_managers_at_the_same_moment_plan_each_day_once(group, mara):
    first = stories.today() + timedelta(days=3)
    days = (first, first + timedelta(days=90))
    asked = [rhythm.Rounds(uuid4(), first, time(18), 45, 1, 2, "online", dates=days) for _manager in range(2)]
    told = [rhythm.plan(group, wish, every="quarter", agreed_on=None, by=mara) for wish in asked]
    assert [len(planned) for planned in told] == [2, 0] and group.meetings.count() == 2
    wish = replace(
        asked[0], dates=(*days, first + timedelta(days=45)), count=3
    )  # the form of before, with one day more
    assert len(rhythm.plan(group, wish, every="month", agreed_on=None, by=mara)) == 1


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"day": "2020-01-01"}, "This day has passed."),
        ({"last": "2020-01-01"}, "Choose a last day from"),
        ({"agreed_on": "2999-01-01"}, "Give the day on which you talked with the mentor"),
        ({"every": "hourly"}, "hourly"),
        ({"day": ""}, "Choose the first day."),
        ({"last": ""}, "Choose the last day."),
        ({"time": ""}, "Say at which time the sessions begin."),
        ({"minutes": "0"}, "15"),
    ],
)
def test_what_cannot_be_keeps_what_was_typed(group, mara, signed_in, told, wrong, words):
    answer = signed_in(mara).post(at(group), {**told, "place": "Library", **wrong, "step": "plan"}).content.decode()
    assert words in answer and 'value="Library"' in answer
    assert not group.meetings.exists() and not Rhythm.objects.exists()


@pytest.mark.django_db
def test_everybody_of_the_group_reads_what_was_agreed(group, mara, tomas, nia, signed_in, told):
    signed_in(mara).post(at(group), {**told, "step": "plan"})
    session = group.meetings.filter(kind="monitoring").first()
    for person in (tomas, nia):
        page = signed_in(person).get(reverse("monitoring:round", args=(session.pk,))).content.decode()
        assert "Monitoring: at the start, half-way and at the end, agreed with the mentor on" in page


@pytest.mark.django_db
def test_a_mentor_does_not_plan_the_monitoring(group, tomas):
    wish = rhythm.Rounds(uuid4(), FIRST, timezone.now().time(), 45, 1, 0, "online")
    with pytest.raises(PermissionDenied):
        rhythm.plan(group, wish, every="month", agreed_on=None, by=tomas)


@pytest.mark.django_db
def test_the_list_shows_groups_without_monitoring_first_in_as_many_queries(
    group, mara, tomas, signed_in, told, programme
):
    manager, address = signed_in(mara), reverse("monitoring:rhythms", args=(programme.pk,))
    page = manager.get(address).content.decode()
    assert "none planned" in page
    with CaptureQueriesContext(connection) as before:
        manager.get(address)
    manager.post(at(group), {**told, "step": "plan"})
    others = bare_groups(programme, 3, tomas)
    with CaptureQueriesContext(connection) as after:
        page = manager.get(address).content.decode()
    assert len(after) == len(before)
    own = page.index(reverse("room", args=(group.pk,)))
    assert all(page.index(reverse("room", args=(other.pk,))) < own for other in others)
    assert "At the start, half-way and at the end" in page
    assert Meeting.objects.filter(group=group).count() == 3
