"""Invitations: one letter each for one publication, with what a calendar enters; nobody is told the same twice."""

import email
from datetime import UTC, datetime, timedelta
from email import policy

import pytest
from django.core import mail
from icalendar import Calendar

from jobs.models import Job
from people.models import Letter, User
from policy.machine import NotNow
from sessions import inviting, planning
from sessions.models import Meeting
from tests import stories

pytestmark = pytest.mark.django_db
AT = datetime(2027, 3, 4, 16, 0, tzinfo=UTC)  # 18:00 in Vilnius, 17:00 in Oslo


@pytest.fixture
def told(run_jobs):
    """What goes out by mail since it was asked last: by whom it is read, as mail programs read it."""

    def found(start: str = "") -> dict[str, email.message.EmailMessage]:
        mail.outbox.clear()
        run_jobs()
        parsed = [email.message_from_bytes(one.message().as_bytes(), policy=policy.default) for one in mail.outbox]
        return {one["To"].split("@")[0]: one for one in parsed if start in one["Subject"]}

    return found


def events(letter: email.message.EmailMessage) -> list:
    """What a calendar program finds in the files of a letter: method, sequence, status."""
    files = [Calendar.from_ical(part.get_payload(decode=True)) for part in letter.iter_attachments()]
    return [
        (str(file["method"]), file.walk("VEVENT")[0]["sequence"], file.walk("VEVENT")[0]["status"]) for file in files
    ]


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("group__programme", "group__space").get(pk=meeting.pk)


def test_a_published_plan_invites_mentor_and_mentees_once_and_no_manager(group, tomas, told) -> None:
    stories.meeting(group, by=tomas, at=AT)
    told()
    planning.publish(group, by=tomas)
    letters = told()
    assert {name: str(one["Subject"]) for name, one in letters.items()} == dict.fromkeys(
        ("tomas", "nia", "ela"), f"Thu 4 March, 18:00: session of {group}"
    )
    Job.objects.filter(name=inviting.JOB).update(state="waiting", attempts=0)
    assert told() == {}
    planning.publish(group, by=tomas)
    assert told() == {}, "nothing has changed"
    held = Letter.objects.filter(state="held", subject=f"New: Session plan, {group}")
    assert sorted(row.person.called or row.person.name for row in held) == ["Ela Žukaitė", "Nia Berg"]


def test_mail_programs_see_an_invitation_in_the_letter(group, tomas, nia, told) -> None:
    meeting = stories.meeting(group, by=tomas, at=AT, place="Библиотека, ground floor")
    planning.publish(group, by=tomas)
    letter = told()["nia"]
    (main, file) = letter.iter_parts()
    assert [part.get_content_type() for part in main.iter_parts()] == ["text/plain", "text/calendar"]
    calendar = main.get_payload()[1]
    assert (calendar.get_param("method"), calendar.get_content_charset()) == ("REQUEST", "utf-8")
    assert (file.get_content_type(), file.get_filename()) == ("application/ics", "session-1.ics")
    (event,) = Calendar.from_ical(calendar.get_content()).walk("VEVENT")
    assert event == Calendar.from_ical(file.get_content()).walk("VEVENT")[0]
    assert (event["location"], event["attendee"]) == ("Библиотека, ground floor", "mailto:nia@example.org")
    assert event.decoded("dtstart").astimezone(UTC) == AT
    body = main.get_payload()[0].get_content()
    assert "Библиотека, ground floor" in body and meeting.get_absolute_url() in body
    assert not [word for word in ("Writing a CV", "meet.example") if word in letter.as_string()]
    assert not Letter.objects.exclude(files=[]).exists(), "files are gone once they are sent"


def test_several_sessions_come_in_one_letter_with_a_file_each(group, tomas, told) -> None:
    for week in range(3):
        stories.meeting(group, by=tomas, at=AT + timedelta(weeks=week))
    planning.publish(group, by=tomas)
    letters = told()
    assert sorted(letters) == ["ela", "nia", "tomas"]
    assert str(letters["nia"]["Subject"]) == f"Thu 4 March, 18:00: session of {group}, and 2 more"
    assert events(letters["nia"]) == [("REQUEST", 0, "CONFIRMED")] * 3
    stories.meeting(group, by=tomas, at=AT + timedelta(weeks=4))
    planning.publish(group, by=tomas)
    assert len(events(told()["nia"])) == 1, "of what was told before nothing is said again"


def test_a_moved_session_says_when_it_was_as_the_group_knew_it_and_in_the_reader_s_time(
    group, tomas, nia, told
) -> None:
    User.objects.filter(pk=nia.pk).update(time_zone="Europe/Oslo")
    meeting = stories.meeting(group, by=tomas, at=AT)
    planning.publish(group, by=tomas)
    told()
    for hours in (1, 2):  # nobody has heard of the first move
        meeting = fresh(meeting)
        meeting.starts_at, meeting.ends_at = AT + timedelta(hours=hours), AT + timedelta(hours=hours + 1)
        planning.plan(meeting, [], by=tomas)
    planning.publish(group, by=tomas)
    letter = told()["nia"]
    assert str(letter["Subject"]) == f"Moved to Thu 4 March, 19:00: session of {group}"
    body = letter.get_body().get_content()
    assert "Session 1: Thu 4 March 2027, 19:00 for you (Oslo) · 20:00 in Vilnius\n" in body
    assert "was: Thu 4 March 2027, 17:00 for you (Oslo) · 18:00 in Vilnius\n" in body
    assert events(letter) == [("REQUEST", 2, "CONFIRMED")]


def test_only_time_place_link_and_mode_make_a_new_invitation(group, tomas) -> None:
    meeting = stories.meeting(group, by=tomas, at=AT)
    for name, value in (("topic", "Work"), ("remarks", "x"), ("place", "Park"), ("link", ""), ("mode", "face-to-face")):
        setattr(meeting, name, value)
        planning.plan(meeting, ["Bring a CV"], by=tomas)
        meeting = fresh(meeting)
    assert (meeting.sequence, meeting.place) == (3, "Park")


def test_a_cancelled_session_is_struck_out_and_comes_back(group, tomas, mara, told) -> None:
    meeting = stories.meeting(group, by=tomas, at=AT)
    planning.publish(group, by=tomas)
    told()
    planning.cancel(fresh(meeting), "Ill", by=tomas)
    letters = told("Cancelled")
    assert {name: events(letter) for name, letter in letters.items()} == {
        name: [("CANCEL", 1, "CANCELLED")] for name in ("tomas", "nia", "ela")
    }
    planning.publish(group, by=tomas)
    assert told("session of") == {}, "they know it from the letter before"
    planning.reopen(fresh(meeting), by=mara)
    planning.publish(group, by=tomas)
    assert events(told()["ela"]) == [("REQUEST", 2, "CONFIRMED")]


def test_a_session_that_nobody_was_invited_to_is_cancelled_without_a_file(group, tomas, told) -> None:
    planning.cancel(stories.meeting(group, by=tomas, at=AT), "Ill", by=tomas)
    letters = told("Cancelled")
    assert {name: events(letter) for name, letter in letters.items()} == {"nia": [], "ela": []}


def test_who_has_left_is_not_invited_and_what_is_over_neither(working_group, tomas, ela, told) -> None:
    stories.held_meeting(working_group, by=tomas)
    stories.meeting(working_group, by=tomas, at=AT)
    ela.participations.filter(role="mentee").update(ends_at=datetime(2026, 1, 1, tzinfo=UTC))
    planning.publish(working_group, by=tomas)
    letters = told("session of")
    assert {name: len(events(letter)) for name, letter in letters.items()} == {"tomas": 1, "nia": 1}


def test_one_session_can_be_told_while_the_plan_is_still_being_made(group, tomas, told) -> None:
    first, _second = (stories.meeting(group, by=tomas, at=AT + timedelta(days=day)) for day in range(2))
    for _twice in range(2):
        inviting.invite(group, by=tomas, only=[first])
    assert {name: len(events(letter)) for name, letter in told("session of").items()} == dict.fromkeys(
        ("tomas", "nia", "ela"), 1
    )
    assert list(Meeting.objects.filter(told_sequence=None).values_list("number", flat=True)) == [2]


def test_more_sessions_than_one_letter_carries_are_all_told(group, tomas, nia, told) -> None:
    for day in range(23):
        stories.meeting(group, by=tomas, at=AT + timedelta(days=day))
    planning.publish(group, by=tomas)
    told()
    assert Letter.objects.filter(person=nia, subject__contains="session of").count() == 2
    assert not Meeting.objects.filter(told_sequence=None).exists()


def test_calling_off_what_somebody_moves_at_this_moment_is_refused(group, tomas) -> None:
    mine = stories.meeting(group, by=tomas, at=AT)
    theirs = fresh(mine)
    theirs.place = "Park"
    planning.plan(theirs, [], by=tomas)
    with pytest.raises(NotNow, match="Somebody else was faster"):
        planning.cancel(mine, "Ill", by=tomas)
    assert (fresh(mine).state, fresh(mine).place) == ("planned", "Park")
