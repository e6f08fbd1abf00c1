"""An entry keeps its identity while it changes, and is struck out when it is cancelled."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

from icalendar import Calendar

from people import calendar_file
from people.calendar_file import Entry
from people.models import User

AT = datetime(2026, 7, 1, 14, tzinfo=UTC)
TALK = Entry(
    UUID(int=7), 0, AT, AT + timedelta(hours=1), "Europe/Vilnius", "Interview", "Library, room 2", "/a/7/"
)  # fmt: skip
NIA = User(name="Nia Berg", email="nia@example.org")


def entered(entry: Entry) -> tuple:
    file = calendar_file.file_of(entry, NIA, name="interview.ics", organiser="Mara Vilks", now=AT)
    calendar = Calendar.from_ical(file["text"])
    (event,) = calendar.walk("VEVENT")
    assert file["type"] == f"text/calendar; method={calendar['method']}"
    return str(calendar["method"]), str(event["uid"]), event["sequence"], str(event["status"]), event["dtstart"].dt


def test_what_is_moved_or_cancelled_is_the_same_entry_with_a_greater_number():
    later = replace(TALK, sequence=1, starts_at=AT + timedelta(days=1), ends_at=AT + timedelta(days=1, hours=1))
    told = [entered(one) for one in (TALK, later, replace(later, sequence=2, is_cancelled=True))]
    assert [(method, number, status) for method, _uid, number, status, _at in told] == [
        ("REQUEST", 0, "CONFIRMED"),
        ("REQUEST", 1, "CONFIRMED"),
        ("CANCEL", 2, "CANCELLED"),
    ]
    assert {uid.partition("@")[0] for _method, uid, *_more in told} == {str(TALK.pk)}
    assert [at for *_more, at in told] == [AT, AT + timedelta(days=1), AT + timedelta(days=1)]
    assert all(at.utcoffset() == timedelta(hours=3) for *_more, at in told)


def test_nobody_else_stands_in_the_invitation():
    said = calendar_file.invitation(TALK, NIA, organiser="Mara Vilks", now=AT).replace("\r\n ", "")
    assert said.count("ATTENDEE") == 1 and "mailto:nia@example.org" in said
    assert "Library\\, room 2" in said and "/a/7/" in said
