"""Sessions as calendar files: two readers that know nothing of each other get the same instants out of them."""

import io
import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from dateutil import parser
from dateutil.tz import tzical
from icalendar import Calendar

from people.models import User
from policy.machine import move
from policy.permissions import Action
from programmes.models import Group, Programme
from sessions import calendar
from sessions.models import Meeting
from tests import stories

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 1, 9, 0, tzinfo=UTC)


def unfolded(text: str) -> list[str]:
    """The content lines of a calendar file, read by hand (RFC 5545, 3.1)."""
    return text.replace("\r\n ", "").split("\r\n")


def starts_by_icalendar(text: str) -> list[datetime]:
    """The instants as ``icalendar`` understands them."""
    return [event.decoded("dtstart").astimezone(UTC) for event in Calendar.from_ical(text).walk("VEVENT")]


def starts_by_dateutil(text: str) -> list[datetime]:
    """The instants as the VTIMEZONE in the file itself says, read by ``dateutil``: no table of zones helps."""
    zones = tzical(io.StringIO("\n".join(unfolded(text))))
    found = [re.fullmatch(r"DTSTART;TZID=([^:]+):(\w+)", line) for line in unfolded(text)]
    return [parser.parse(one[2]).replace(tzinfo=zones.get(one[1])).astimezone(UTC) for one in found if one]


def drawn(group: Group, starts_at: datetime, **more) -> Meeting:
    """A session that stands in no table."""
    return Meeting(group=group, number=1, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), **more)


@pytest.mark.parametrize(
    "name", ["Oslo", "Vilnius", "Sofia", "Berlin", "Madrid", "London", "Dublin", "Lisbon", "Reykjavik"]
)
def test_around_a_change_of_the_clocks_every_reader_gets_the_same_instants(group: Group, name: str) -> None:
    zone = ZoneInfo("Atlantic/Reykjavik" if name == "Reykjavik" else f"Europe/{name}")
    group.programme.time_zone = zone.key
    every_half_hour = [
        datetime.combine(day, datetime.min.time(), UTC) + timedelta(minutes=30 * n)
        for day in (datetime(2026, 3, 29), datetime(2026, 10, 25))
        for n in range(8)
    ]
    evenings = [datetime(2026, month, day, 18, 0, tzinfo=zone) for month in (3, 10) for day in (24, 28, 29, 30)]
    at = [start.astimezone(UTC) for start in every_half_hour + evenings]
    # in the hour that the clocks show twice a file can only name the first; nobody is let plan a session there
    at = [one for one in at if not one.astimezone(zone).fold]
    text = calendar.published([drawn(group, start) for start in at], now=NOW)
    assert starts_by_icalendar(text) == at
    assert starts_by_dateutil(text) == at


def test_sessions_of_groups_in_two_zones_stand_in_one_calendar(group: Group) -> None:
    other = Group(name="Norðurljós", programme=Programme(time_zone="Atlantic/Reykjavik"))
    at = [datetime(2026, month, 26, 16, 0, tzinfo=UTC) for month in (3, 10)]
    text = calendar.published([drawn(which, start) for which in (group, other) for start in at], now=NOW)
    assert starts_by_icalendar(text) == starts_by_dateutil(text) == at * 2
    assert text.count("BEGIN:VTIMEZONE") == 2


def test_a_calendar_is_the_same_in_the_eyes_of_every_program(working_group, tomas, nia, settings) -> None:
    settings.SITE_URL = "https://mentoring.example.org"
    Group.objects.filter(pk=working_group.pk).update(name="Aušra; „Щъркел“, one\\two & more of a name that is long")
    User.objects.filter(pk=nia.pk).update(name='Nia "Niusha" Щъркел; Berg, B.:\r\nBCC')
    nia.refresh_from_db()
    row = stories.meeting(working_group, by=tomas, place="Library, room 2;\nground floor", homework=["Bring a CV"])
    row = Meeting.objects.select_related("group__programme").get(pk=row.pk)
    text = calendar.invitation(row, nia, organiser="Tomas Lind", now=NOW)
    assert all(len(line.encode()) <= 75 for line in text.split("\r\n")) and "\n" not in text.replace("\r\n", "")
    (event,) = Calendar.from_ical(text).walk("VEVENT")
    assert event["uid"] == f"{row.pk}@mentoring.example.org"
    assert event["summary"] == "Session 1 – Aušra; „Щъркел“, one\\two & more of a name that is long"
    assert event["location"] == "Library, room 2;\nground floor"
    assert event["url"] == f"https://mentoring.example.org/s/{row.pk}/"
    assert (event["attendee"], event["attendee"].params["CN"]) == (
        "mailto:nia@example.org",
        nia.name.replace("\r\n", " "),
    )
    assert (event["organizer"], event["organizer"].params["CN"]) == ("mailto:mentoring@localhost", "Tomas Lind")
    assert (event["sequence"], event["status"], event.decoded("dtstamp")) == (0, "CONFIRMED", NOW)
    assert "METHOD:REQUEST" in unfolded(text)


def test_a_calendar_holds_no_topic_no_homework_and_no_link(working_group, tomas, nia) -> None:
    row = stories.meeting(working_group, by=tomas, homework=["Bring a CV"], remarks="Ring twice", goal="Work")
    for text in (calendar.published([row], now=NOW), calendar.invitation(row, nia, organiser="T", now=NOW)):
        said = "".join(unfolded(text))
        assert not [
            word for word in ("Writing a CV", "Bring", "twice", "Work", "meet.example", "tomas@") if word in said
        ]
        assert "LOCATION:Online" in said


def test_a_cancelled_session_is_struck_out(working_group, tomas, nia) -> None:
    row = stories.meeting(working_group, by=tomas)
    move(row, Action.CANCEL, by=tomas, reason="Ill")
    text = calendar.invitation(row, nia, organiser="Tomas Lind", now=NOW)
    assert {"METHOD:CANCEL", "STATUS:CANCELLED"} <= set(unfolded(text)) and "Ill" not in text
