"""A time on the wall clock becomes an instant, and where the clock changes nobody guesses."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from sessions.wall_time import Doubtful, at_wall_time

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
        assert str(doubt.value) == f"Clocks in {zone} skip this time on that day. Choose another."
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
        assert str(doubt.value) == f"Clocks in {zone} show this time twice on that day. Choose another."
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
