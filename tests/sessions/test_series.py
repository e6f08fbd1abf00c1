"""Many sessions at once: the preview says what to know, the series is planned once, and later dates move together."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from policy.machine import NotNow
from programmes.models import Group, Programme
from sessions import planning, series
from sessions.forms.series import SeriesForm
from sessions.models import Meeting
from tests import stories
from tests.races import meanwhile

pytestmark = pytest.mark.django_db

ONCE = "6f9619ff-8b86-4d01-b42d-00cf4fc964ff"
VILNIUS = ZoneInfo("Europe/Vilnius")


def next_year() -> int:
    return timezone.now().year + 1


def spring_change(zone: ZoneInfo = VILNIUS) -> date:
    """The last Sunday of March next year, on which clocks in the Union change."""
    last = date(next_year(), 3, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def autumn_change() -> date:
    last = date(next_year(), 10, 31)
    return last - timedelta(days=(last.weekday() + 1) % 7)


def said(first: date, **more) -> dict:
    told = {"once": ONCE, "day": f"{first:%Y-%m-%d}", "time": "18:00", "minutes": "60", "weeks": "2", "count": "4"}
    return {**told, "mode": "online", "link": "https://meet.example.org/x", "step": "preview", **more}


def wizard(group: Group) -> str:
    return reverse("sessions:series", args=(group.pk,))


def shift(meeting: Meeting) -> str:
    return reverse("sessions:shift", args=(meeting.pk,))


@pytest.fixture
def long_programme(programme) -> Programme:
    """The same programme, not ending before next year is over."""
    Programme.objects.filter(pk=programme.pk).update(ends_on=date(next_year() + 1, 1, 31))
    programme.refresh_from_db()
    return programme


@pytest.fixture
def other_group(programme, group, tomas, nia) -> Group:
    """Another group of Tomas, without Nia."""
    space = type(group.space).objects.create(kind="group", within=programme.space)
    row = Group.objects.create(programme=programme, space=space, number=2, name="Rytas")
    space.participations.create(person=tomas, role="mentor")
    return row


# the series


def test_a_series_is_shown_first_and_then_planned_once(group, long_programme, tomas, nia, ela, signed_in):
    mentor, first = signed_in(tomas), spring_change() - timedelta(days=18)  # a Wednesday
    page = mentor.post(wizard(group), said(first)).content.decode()
    assert f"From {spring_change():%-d} March the clock changes; the session stays at 18:00." in page
    assert page.count("the clock changes") == 1 and "Plan these 4 sessions" in page
    assert not group.meetings.exists()
    for _twice in range(2):
        answer = mentor.post(wizard(group), said(first, step="plan"), follow=True)
    assert "This series is planned already." in answer.content.decode()
    rows = list(group.meetings.all())
    local = [row.starts_at.astimezone(VILNIUS) for row in rows]
    assert [one.date() for one in local] == [first + timedelta(weeks=2 * n) for n in range(4)]
    assert {f"{one:%H:%M}" for one in local} == {"18:00"}
    assert [row.number for row in rows] == [1, 2, 3, 4]
    assert [row.keeper for row in rows] == [ela, nia, ela, nia]


@pytest.mark.parametrize("zone", ["Europe/Oslo", "Europe/Vilnius", "Europe/Sofia", "Europe/Berlin", "Europe/Madrid"])
def test_eighteen_o_clock_stays_eighteen_o_clock(group, long_programme, tomas, signed_in, zone):
    Programme.objects.update(time_zone=zone)
    for n, change in enumerate((spring_change(), autumn_change())):
        told = said(change - timedelta(days=9), weeks="1", count="3", once=ONCE[:-1] + str(n), step="plan")
        signed_in(tomas).post(wizard(group), told)
    local = [row.starts_at.astimezone(ZoneInfo(zone)) for row in group.meetings.all()]
    assert [f"{one:%H:%M}" for one in local] == ["18:00"] * 6
    assert len({one.utcoffset() for one in local}) == 2


def test_three_sessions_are_face_to_face_and_holidays_are_left_out(group, long_programme, tomas, signed_in):
    first = date(next_year(), 5, 4)
    told = said(first, count="5", is_blended="on", face_to_face_at="Library", weeks="1", place="")
    out = first + timedelta(weeks=1)
    told |= {"skipped": f"{out:%d.%m.%Y}\n{out + timedelta(weeks=4):%Y-%m-%d}\n", "step": "plan"}
    assert f"{out.day} May is left out." in signed_in(tomas).post(
        wizard(group), {**told, "step": "preview"}
    ).content.decode()  # fmt: skip
    signed_in(tomas).post(wizard(group), told)
    rows = list(group.meetings.all())
    assert [(row.starts_at.astimezone(VILNIUS).date() - first).days // 7 for row in rows] == [0, 2, 3, 4, 6]
    assert [row.mode for row in rows] == ["face-to-face", "online", "face-to-face", "online", "face-to-face"]
    assert [(row.place, bool(row.link)) for row in rows][:2] == [("Library", False), ("", True)]


def test_a_time_that_does_not_exist_is_asked_for_at_its_row(group, long_programme, tomas, signed_in):
    mentor, change = signed_in(tomas), spring_change()
    told = said(change - timedelta(weeks=1), time="03:30", weeks="1", count="2")
    page = mentor.post(wizard(group), told).content.decode()
    assert "skip this time on that day. The nearest later one is 04:00." in page and "Check again" in page
    assert "Plan these" not in page
    assert mentor.post(wizard(group), {**told, "step": "plan"}).status_code == 409
    other = {f"time-{change}": "04:15"}
    page = mentor.post(wizard(group), {**told, **other}).content.decode()
    assert "Plan these 2 sessions" in page and f'name="time-{change}"' in page
    back = mentor.post(wizard(group), {**told, **other, "step": "change"}).content.decode()
    assert f'name="time-{change}"' in back and 'value="03:30"' in back
    mentor.post(wizard(group), {**told, **other, "step": "plan"})
    assert [f"{row.starts_at.astimezone(VILNIUS):%H:%M}" for row in group.meetings.all()] == ["03:30", "04:15"]


def test_a_time_that_exists_twice_is_asked_for_at_its_row(group, long_programme, tomas, signed_in):
    page = signed_in(tomas).post(wizard(group), said(autumn_change(), time="03:30", count="1")).content.decode()
    assert "show this time twice on that day." in page and "Check again" in page


def test_clashes_are_told_without_naming_a_group_to_who_does_not_know_it(
    group, other_group, long_programme, tomas, nia, signed_in
):
    strangers = type(group.space).objects.create(kind="group", within=group.programme.space)
    secret = Group.objects.create(programme=group.programme, space=strangers, number=3, name="Hidden Heron")
    ula = stories.person("ula@example.org", "Ula Ó Briain")
    strangers.participations.create(person=ula, role="mentor")
    strangers.participations.create(person=nia, role="mentee")
    first = date(next_year(), 5, 4)
    signed_in(tomas).post(wizard(group), said(first, once=ONCE.replace("6", "7"), count="1", step="plan"))
    at = group.meetings.get().starts_at
    group.meetings.all().delete()
    stories.meeting(other_group, by=tomas, at=at + timedelta(minutes=30))
    stories.meeting(secret, by=ula, at=at + timedelta(weeks=2))
    stories.meeting(secret, by=ula, at=at + timedelta(weeks=4, minutes=60))  # begins when ours ends
    page = signed_in(tomas).post(wizard(group), said(first)).content.decode()
    assert page.count("You have a session with “Rytas” then.") == 1
    assert page.count("Nia Berg has another session then.") == 1
    assert "Hidden Heron" not in page and "Plan these 4 sessions" in page


def test_what_falls_after_the_end_of_the_programme_is_said(group, tomas, signed_in):
    end = group.programme.ends_on
    page = signed_in(tomas).post(wizard(group), said(end - timedelta(weeks=2))).content.decode()
    assert page.count("After the end of the programme") == 2


@pytest.mark.parametrize(
    ("more", "sentence"),
    [
        ({"weeks": "9"}, "less than or equal to 8"),
        ({"count": "31"}, "less than or equal to 30"),
        ({"skipped": "24/12/2026"}, "“24/12/2026” is not a date."),
        ({"skipped": "2026-01-01\n" * 61}, "At most 60 days."),
        ({"day": "9999-12-31"}, "more than ten years away"),
        ({"once": "no"}, "Enter a valid UUID."),
    ],
)
def test_what_cannot_be_planned_gets_a_sentence(group, tomas, signed_in, more, sentence):
    page = signed_in(tomas).post(wizard(group), said(date(next_year(), 2, 1), **{"place": "Room 4", **more}))
    assert sentence in page.content.decode() and "Room 4" in page.content.decode()


def test_a_group_has_at_most_a_hundred_sessions(group, long_programme, tomas, signed_in):
    at = timezone.now()
    Meeting.objects.bulk_create(
        Meeting(group=group, number=n + 1, starts_at=at + timedelta(days=n), ends_at=at + timedelta(days=n, hours=1))
        for n in range(98)
    )
    page = signed_in(tomas).post(wizard(group), said(date(next_year(), 2, 1), step="plan")).content.decode()
    assert "The plan has room for 2 more sessions." in page
    signed_in(tomas).post(wizard(group), said(date(next_year(), 2, 1), count="2", step="plan"))
    assert group.meetings.count() == 100
    with pytest.raises(NotNow, match="at most 100"):
        stories.meeting(group, by=tomas)


def test_a_pair_sees_no_diary_keeper(group, tomas, nia, signed_in):
    told = said(date(next_year(), 2, 1))
    meeting = stories.meeting(group, by=tomas, keeper=nia)
    addresses = [meeting.get_absolute_url(), group.get_absolute_url()]
    addresses += [reverse("sessions:plan", args=(group.pk,)), reverse("sessions:new", args=(group.pk,))]

    def pages() -> list[bool]:
        found = [signed_in(tomas).get(address).content.decode() for address in addresses]
        found.append(signed_in(tomas).post(wizard(group), told).content.decode())
        home = signed_in(nia).get(reverse("home")).content.decode()
        return [*("Diary keeper" in page for page in found), "It is your turn to write the diary" in home]

    assert pages() == [True] * 6
    Programme.objects.update(is_individual=True)
    assert pages() == [False] * 6


def test_only_the_mentor_plans_a_series(group, mara, nia, tomas):
    form = SeriesForm(said(date(next_year(), 2, 1)), group=group)
    assert form.is_valid(), form.errors
    for somebody in (mara, nia):
        with pytest.raises(PermissionDenied):
            series.plan(group, form.wish, by=somebody)
    assert len(series.plan(group, form.wish, by=tomas)) == 4


def test_the_plan_asks_the_database_the_same_with_one_session_and_with_thirty(group, long_programme, tomas, signed_in):
    browser = signed_in(tomas)
    type(tomas).objects.filter(pk=tomas.pk).update(time_zone="Europe/Berlin")  # both zones are shown
    plan = reverse("sessions:plan", args=(group.pk,))

    def cost() -> int:
        with CaptureQueriesContext(connection) as queries:
            assert "in Vilnius" in browser.get(plan).content.decode()
        return len(queries)

    browser.post(wizard(group), said(date(next_year(), 2, 1), count="1", step="plan"))
    with_one = cost()
    browser.post(
        wizard(group), said(date(next_year(), 3, 1), weeks="1", count="29", once=ONCE.replace("6", "7"), step="plan")
    )
    assert group.meetings.count() == 30 and cost() == with_one


@pytest.mark.django_db(transaction=True)
def test_a_series_sent_twice_at_the_same_moment_is_planned_once(group, tomas, nia, ela):
    form = SeriesForm(said(date(next_year(), 2, 1)), group=group)
    assert form.is_valid(), form.errors

    def plan() -> int:
        own = Group.objects.select_related("space", "programme").get(pk=group.pk)
        return len(series.plan(own, form.wish, by=tomas))

    assert meanwhile(plan, plan) == (4, 0)
    assert [row.number for row in group.meetings.all()] == [1, 2, 3, 4]


# later dates


@pytest.fixture
def planned(group, long_programme, tomas, signed_in) -> list[Meeting]:
    """Four sessions, every week, the second one after the clocks have changed."""
    signed_in(tomas).post(wizard(group), said(spring_change() - timedelta(days=4), weeks="1", step="plan"))
    return list(group.meetings.all())


def token_of(page: str) -> str:
    return page.split('name="seen"')[1].split('value="')[1].split('"')[0]


def local_of(group: Group) -> list[str]:
    return [f"{row.starts_at.astimezone(VILNIUS):%Y-%m-%d %H:%M}" for row in group.meetings.order_by("number")]


def test_later_sessions_move_together_once_and_keep_their_hour(group, planned, tomas, signed_in):
    before, told = local_of(group), {"number": "1", "unit": "7", "direction": "1"}
    page = signed_in(tomas).post(shift(planned[1]), told).content.decode()
    assert "Shift these 3 sessions" in page and local_of(group) == before
    for _twice in range(2):
        answer = signed_in(tomas).post(shift(planned[1]), {**told, "seen": token_of(page)}, follow=True)
    assert "These sessions are moved already." in answer.content.decode()
    assert local_of(group) == [before[0], before[2], before[3], local_of(group)[3]]
    assert all(when.endswith("18:00") for when in local_of(group))
    moved = list(group.meetings.order_by("number"))
    assert [row.moved_from for row in moved] == [None, *(row.starts_at for row in planned[1:])]
    assert [row.revision for row in moved] == [0, 1, 1, 1]


def test_the_clock_change_between_old_and_new_is_said(group, planned, tomas, signed_in):
    page = signed_in(tomas).post(shift(planned[0]), {"number": "7", "unit": "1", "direction": "1"}).content.decode()
    assert page.count("the clock changes; the session stays at 18:00.") == 1


def test_a_shift_does_not_touch_what_somebody_changed_meanwhile(group, planned, tomas, signed_in):
    told = {"number": "3", "unit": "1", "direction": "1"}
    page = signed_in(tomas).post(shift(planned[0]), told).content.decode()
    row = Meeting.objects.select_related("group__programme", "group__space").get(pk=planned[2].pk)
    row.starts_at, row.ends_at = row.starts_at + timedelta(hours=1), row.ends_at + timedelta(hours=1)
    planning.plan(row, None, by=tomas)
    before = local_of(group)
    answer = signed_in(tomas).post(shift(planned[0]), {**told, "seen": token_of(page)})
    assert answer.status_code == 409 and "Somebody changed the plan meanwhile." in answer.content.decode()
    assert local_of(group) == before


def test_nothing_is_shifted_into_the_past_or_out_of_bounds(group, tomas, signed_in):
    meeting = stories.meeting(group, by=tomas)
    told = {"number": "8", "unit": "1", "direction": "-1"}
    page = signed_in(tomas).post(shift(meeting), told).content.decode()
    assert "This would be in the past." in page and 'name="seen"' not in page
    for more, sentence in (({"number": "9", "unit": "7"}, "At most 60 days."), ({"number": "0"}, "greater than or")):
        assert sentence in signed_in(tomas).post(shift(meeting), {**told, **more}).content.decode()
    with pytest.raises(NotNow):
        series.shift(meeting, -8, {str(meeting.pk): meeting.starts_at.isoformat()}, by=tomas)


def test_held_and_monitoring_sessions_stay_where_they_are(working_group, tomas, mara, signed_in):
    stories.held_meeting(working_group, by=tomas)
    first = stories.meeting(working_group, by=tomas)
    stories.meeting(working_group, by=mara, kind="monitoring", at=first.starts_at + timedelta(days=1))
    later = stories.meeting(working_group, by=tomas, at=first.starts_at + timedelta(days=2))
    assert series.from_here_on(first) == [first, later]
