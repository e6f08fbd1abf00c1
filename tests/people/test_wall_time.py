"""A time on the wall clock becomes an instant, and where the clock changes nobody guesses."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from people.wall_time import Doubtful, at_wall_time, clock_change, days_later, is_shown_twice, which_of_two

# The local hour that is skipped in spring and shown twice in autumn (the change is at 01:00 UTC).
HOURS = {
    "Europe/Oslo": 2,
    "Europe/Berlin": 2,
    "Europe/Madrid": 2,
    "Europe/Vilnius": 3,
    "Europe/Sofia": 3,
    "Europe/London": 1,
}
SPRING = [(2026, 3, 29), (2027, 3, 28)]
AUTUMN = [(2026, 10, 25)]
STEADY = ["Atlantic/Reykjavik", "UTC"]


def at(day: tuple[int, int, int], hour: int, minute: int, zone: str) -> datetime:
    return at_wall_time(datetime(*day, hour, minute), ZoneInfo(zone))


@pytest.mark.parametrize("day", SPRING)
@pytest.mark.parametrize("zone", HOURS)
def test_a_time_that_is_skipped_is_asked_about(zone, day):
    hour = HOURS[zone]
    for minute in (0, 30, 59):
        with pytest.raises(Doubtful) as doubt:
            at(day, hour, minute, zone)
        words = f"Clocks in {zone} skip this time on that day. The nearest later one is {hour + 1:02}:00."
        assert (str(doubt.value), doubt.value.later) == (words, f"{hour + 1:02}:00")
    before, after = at(day, hour - 1, 59, zone), at(day, hour + 1, 0, zone)
    assert after - before == timedelta(minutes=1)
    assert after == datetime(*day, 1, 0, tzinfo=UTC)


@pytest.mark.parametrize("day", AUTUMN)
@pytest.mark.parametrize("zone", HOURS)
def test_a_time_that_is_shown_twice_is_asked_about(zone, day):
    hour = HOURS[zone]
    for minute in (0, 30, 59):
        with pytest.raises(Doubtful) as doubt:
            at(day, hour, minute, zone)
        assert str(doubt.value) == f"Clocks in {zone} show this time twice on that day."
        first, second = (at_wall_time(datetime(*day, hour, minute), ZoneInfo(zone), fold=fold) for fold in (0, 1))
        assert second - first == timedelta(hours=1)
    before, after = at(day, hour - 1, 59, zone), at(day, hour + 1, 0, zone)
    assert after - before == timedelta(hours=2, minutes=1)


@pytest.mark.parametrize("day", SPRING + AUTUMN)
@pytest.mark.parametrize("zone", STEADY)
def test_where_the_clock_never_changes_nothing_is_asked(zone, day):
    assert [at(day, hour, 30, zone) for hour in range(24)] == [
        datetime(*day, hour, 30, tzinfo=UTC) for hour in range(24)
    ]


def test_six_in_the_evening_stays_six_in_the_evening():
    zone = ZoneInfo("Europe/Vilnius")
    first = datetime(2026, 10, 13, 18, 0)
    instants = [at_wall_time(first + timedelta(weeks=n), zone) for n in range(4)]
    assert [instant.astimezone(zone).strftime("%d %H:%M") for instant in instants] == [
        "13 18:00",
        "20 18:00",
        "27 18:00",
        "03 18:00",
    ]
    assert [instant.hour for instant in instants] == [15, 15, 16, 16]


@given(st.datetimes(datetime(2000, 1, 1), datetime(2060, 1, 1)), st.sampled_from([*HOURS, *STEADY]))
def test_an_instant_shows_the_time_it_was_made_from(local, zone):
    try:
        instant = at_wall_time(local, ZoneInfo(zone))
    except Doubtful:
        assert zone in HOURS and local.month in (3, 10) and local.hour == HOURS[zone]
        return
    assert instant.astimezone(ZoneInfo(zone)).replace(tzinfo=None) == local


@pytest.mark.parametrize("zone", HOURS)
def test_eighteen_o_clock_stays_eighteen_o_clock(zone):
    """Week by week over both changes of 2026, and back again."""
    here = ZoneInfo(zone)
    for day, change in ((date(2026, 3, 15), date(2026, 3, 29)), (date(2026, 10, 11), date(2026, 10, 25))):
        first = at_wall_time(datetime(day.year, day.month, day.day, 18), here)
        weekly = [days_later(first, 7 * n, here) for n in range(4)]
        local = [moment.astimezone(here) for moment in weekly]
        assert [f"{one:%H:%M}" for one in local] == ["18:00"] * 4
        assert [one.date() for one in local] == [day + timedelta(weeks=n) for n in range(4)]
        steps = [after - before for before, after in pairwise(weekly)]
        jump = timedelta(hours=-1) if change.month == 3 else timedelta(hours=1)
        assert steps == [timedelta(days=7), timedelta(days=7) + jump, timedelta(days=7)]
        assert [days_later(moment, -7 * n, here) for n, moment in enumerate(weekly)] == [first] * 4
        assert clock_change(day, day + timedelta(weeks=3), here) == change
        assert clock_change(change, change + timedelta(weeks=3), here) is None


@pytest.mark.parametrize("zone", STEADY)
def test_where_clocks_stand_still_nothing_is_said(zone):
    assert clock_change(date(2026, 1, 1), date(2027, 1, 1), ZoneInfo(zone)) is None


def test_the_two_of_one_time_have_names():
    twice, once = datetime(2026, 10, 25, 2, 30), datetime(2026, 10, 25, 4, 30)
    oslo = ZoneInfo("Europe/Oslo")
    assert [is_shown_twice(twice, oslo), is_shown_twice(once, oslo)] == [True, False]
    assert which_of_two(twice, oslo) == [
        ("0", "the first 02:30 (summer time)"),
        ("1", "the second 02:30 (winter time)"),
    ]
    assert not is_shown_twice(datetime(2026, 3, 29, 2, 30), oslo), "never is not twice"


def test_a_session_that_stands_in_the_second_hour_comes_back_to_it():
    oslo = ZoneInfo("Europe/Oslo")
    second = at_wall_time(datetime(2026, 10, 25, 2, 30), oslo, fold=1)
    assert days_later(second, 0, oslo) == second
