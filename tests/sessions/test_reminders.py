"""The letter of the day: at most one a person and day, each reminder once, by the reader's own clock."""

import uuid
from collections import Counter
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.core import mail
from django.db import connection
from django.test.utils import CaptureQueriesContext

from conversations import topics
from documents import pipeline
from people import mail as mail_of
from people.mail import write_to
from people.models import Letter, MailChoice, User
from policy.models import Participation
from programmes.models import Group
from sessions import changing, diaries, homework, planning, reminders
from sessions.models import Meeting
from tests import stories
from tests.races import at_once, meanwhile
from tests.sessions.changes import asked, seat

pytestmark = pytest.mark.django_db
VILNIUS = ZoneInfo("Europe/Vilnius")
ZONES = ("Oslo", "Vilnius", "Sofia", "Berlin", "Madrid", "London")


def at(day: str, hour: float = 9, zone: ZoneInfo = VILNIUS) -> datetime:
    """A moment on a wall clock."""
    return datetime.combine(date.fromisoformat(day), datetime.min.time(), zone) + timedelta(hours=hour)


def days(person: User | None = None) -> list[Letter]:
    """The letters of the day, the first one first."""
    rows = Letter.objects.filter(about__startswith="day ").order_by("created_at")
    return list(rows.filter(person=person) if person else rows)


def planned(group: Group, tomas: User, start: datetime, **more) -> Meeting:
    """A session that the group was invited to."""
    meeting = stories.meeting(group, by=tomas, at=start, **more)
    planning.publish(group, by=tomas)
    return meeting


def held_back(person: User, n: int = 0) -> Letter | None:
    """Something that can wait."""
    words = {"title": "Diary", "heading": {"group": "Aušra", "programme": "Work"}, "by": None}
    return write_to(person, "documents/version_publish", about=f"thing {n}", words=words, path=f"/d/{n}/")


def test_the_letter_before_a_session_says_when_where_and_how_much_is_open(group, tomas, nia, ela, run_jobs) -> None:
    tasks = ["Bring a CV", "Call", "Nia: rest"]
    meeting = planned(group, tomas, at("2027-03-04", 18), homework=tasks, place="Library")
    homework.tick(meeting.homework.get(task="Call"), True, by=nia)
    run_jobs()
    mail.outbox.clear()
    reminders.write(now=at("2027-03-03"))
    run_jobs()
    letters = {letter.to[0].split("@")[0]: letter for letter in mail.outbox}
    assert {name: letter.subject for name, letter in letters.items()} == dict.fromkeys(
        ("tomas", "nia", "ela"), f"Tomorrow 18:00: session of {group}"
    )
    about = f"Tomorrow 18:00: session of {group}\nThu 4 March 2027, 18:00\nOnline, Library\n"
    link = f"http://127.0.0.1:8000{meeting.get_absolute_url()}\n"
    assert f"{about}Homework: 2 tasks are open.\n{link}" in letters["nia"].body
    assert f"{about}{link}" in letters["tomas"].body
    assert not [word for word in ("Bring a CV", "Call", "Writing a CV", "meet.example") if word in letters["ela"].body]


def test_two_days_before_mentees_are_asked_to_bring_something(group, tomas, nia, ela) -> None:
    planned(group, tomas, at("2027-03-04", 18))
    reminders.write(now=at("2027-03-02"))
    subject = f"For Thursday 18:00, session of {group}: bring one concrete thing to talk about"
    assert {(letter.person, letter.subject) for letter in days()} == {(nia, subject), (ela, subject)}


def test_a_session_on_another_day_is_a_new_reminder_and_one_that_was_missed_comes_on_the_day(group, tomas, nia) -> None:
    meeting = planned(group, tomas, at("2027-03-04", 18))
    for hour in range(24):
        reminders.write(now=at("2027-03-03", hour))
    start = at("2027-03-09", 18)
    meeting.starts_at, meeting.ends_at = start, start + timedelta(hours=1)
    planning.plan(meeting, [], by=tomas)
    for day in ("2027-03-04", "2027-03-05", "2027-03-09", "2027-03-10"):  # on the 7th and 8th nothing ran
        reminders.write(now=at(day))
    assert [(letter.about, letter.subject.split(":")[0]) for letter in days(nia)] == [
        ("day 2027-03-03", "Tomorrow 18"),
        ("day 2027-03-09", "Today 18"),
    ]


def test_a_diary_is_asked_for_twice_and_not_when_it_is_handed_in(working_group, tomas, nia, ela) -> None:
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    begun = diaries.begin(meeting, by=nia)
    for day in range(12):
        reminders.write(now=meeting.ends_at.replace(hour=12) + timedelta(days=day))
    words = "The diary of Session 1 is awaited for %d days: " + str(working_group)
    assert [letter.subject for letter in days()] == [words % 2, words % 7]
    Letter.objects.all().delete()
    pipeline.write(begun, stories.diary_answers(begun), by=nia)
    pipeline.submit(begun, by=nia)
    assert reminders.write(now=meeting.ends_at.replace(hour=12) + timedelta(days=3)) == 0


def test_nobody_is_woken_up(group, tomas, nia, ela) -> None:
    User.objects.filter(pk=ela.pk).update(time_zone="Europe/Lisbon")
    held_back(nia), held_back(ela)
    told = {}
    for hour in range(24):
        reminders.write(now=at("2027-03-03", hour, ZoneInfo("UTC")))
        for letter in days():
            told.setdefault(letter.person, hour)
    assert told == {nia: 6, ela: 8}
    held_back(nia, 1)
    assert [reminders.write(now=at("2027-03-04", hour)) for hour in (7.9, 8, 8.2)] == [0, 1, 0]
    held_back(nia, 2)
    assert [reminders.write(now=at("2027-03-05", hour)) for hour in (0, 21, 23.9)] == [0, 0, 0]


def test_what_somebody_may_not_know_of_any_more_is_forgotten(working_group, tomas, nia, ela, run_jobs) -> None:
    version = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    pipeline.publish(version, by=tomas)
    run_jobs()
    Participation.objects.filter(person=ela).update(ends_at=datetime(2026, 1, 1, tzinfo=UTC))
    reminders.write(now=at("2027-03-03"))
    assert sorted(letter.person.name for letter in days()) == ["Nia Berg", "Tomas Lind"]
    assert not Letter.objects.filter(person=ela, state="held").exists()


def test_a_clock_that_jumps_writes_nothing_twice(group, tomas, nia) -> None:
    planned(group, tomas, at("2027-03-04", 18))
    for moment in (at("2027-03-03", 10), at("2027-03-03", 8), at("2027-03-04", 10), at("2027-03-03", 10)):
        held_back(nia, len(days(nia)))
        reminders.write(now=moment)
    assert [letter.about for letter in days(nia)] == ["day 2027-03-03", "day 2027-03-04"]
    assert Letter.objects.filter(person=nia, about__startswith="soon ").count() == 1


@pytest.mark.django_db(transaction=True)
def test_two_who_write_at_the_same_moment_write_one_letter_each(group, tomas, nia, ela) -> None:
    planned(group, tomas, at("2027-03-04", 18))
    done = at_once(*[lambda: reminders.write(now=at("2027-03-03"))] * 3)
    assert sum(done) == 3, done
    assert Counter(letter.person for letter in days()) == {tomas: 1, nia: 1, ela: 1}
    assert not Letter.objects.filter(state="held").exists()


@pytest.mark.parametrize("change", ["2026-03-29", "2026-10-25"])
def test_around_a_change_of_the_clocks_each_reminder_comes_once(group, tomas, change: str) -> None:
    """The programme runs in Vilnius, its mentees read in six other places, hour by hour over the change."""
    readers = [stories.person(f"{city}@example.org", city, time_zone=f"Europe/{city}") for city in ZONES]
    for who in readers:
        group.space.participations.create(person=who, role="mentee")
    day = date.fromisoformat(change)
    for n in range(4):
        stories.meeting(group, by=tomas, at=at((day + timedelta(days=n - 1)).isoformat(), 18))
    start = at((day - timedelta(days=4)).isoformat(), 0)
    for hour in range(24 * 8):
        reminders.write(now=start + timedelta(hours=hour))
    for who in readers:
        told = Letter.objects.filter(person=who)
        assert [told.filter(about__startswith=kind).count() for kind in ("soon ", "prepare ")] == [4, 4]
        assert len(days(who)) == len({letter.about for letter in days(who)}) == 5


def test_in_thirty_days_nobody_gets_two_letters_of_the_day(working_group, tomas, nia, ela, mara) -> None:
    """Two groups, sessions every few days, moved and cancelled ones, and something that can wait every few hours."""
    User.objects.filter(pk=nia.pk).update(time_zone="America/Los_Angeles")
    everyone, start = [tomas, nia, ela, mara], at("2027-03-01", 0)
    meetings = [planned(working_group, tomas, start + timedelta(days=3 * n, hours=18)) for n in range(10)]
    for step in range(30 * 24 // 3):
        now = start + timedelta(hours=3 * step)
        if step % 5 == 0:
            held_back(everyone[step // 5 % 4], step)
        if step % 61 == 0:
            meeting = meetings[step // 24 % 10]
            meeting.refresh_from_db()
            meeting.starts_at += timedelta(days=1)
            meeting.ends_at += timedelta(days=1)
            planning.plan(meeting, [], by=tomas)
        reminders.write(now=now)
    per_day = Counter((letter.person_id, letter.about) for letter in days())
    assert len(per_day) > 75 and set(per_day.values()) == {1}
    other = Letter.objects.exclude(about__startswith="day ").exclude(state="sent")
    urgent_ones = {"meeting", "meetings", "sign", "event", "invitation", "application", "participation"}
    assert {letter.about.split()[0] for letter in other.filter(state="waiting")} <= urgent_ones
    assert Letter.objects.filter(about__startswith="thing ", state="held").count() <= 4, (
        "no more than the last ones wait"
    )


def test_a_hundred_groups_cost_as_many_questions_as_one(programme, group, tomas, nia) -> None:
    counts = []
    for more in (1, 9):
        for n in range(more):
            space = type(group.space).objects.create(kind="group", within=programme.space)
            other = Group.objects.create(programme=programme, number=20 + n + more, name="Another", space=space)
            for person, role in ((tomas, "mentor"), (nia, "mentee")):
                space.participations.create(person=person, role=role)
            stories.meeting(other, by=tomas, at=at("2027-03-04", 18), homework=["Bring a CV"])
        with CaptureQueriesContext(connection) as found:
            reminders.write(now=at("2027-03-03", 7))  # asked, and nobody is awake
        counts.append(len(found))
    assert counts[0] == counts[1] > 0


def test_whoever_wants_only_what_they_must_do_gets_no_letter_of_the_day(group, tomas, nia, ela) -> None:
    held_back(nia)
    mail_of.choose(nia, MailChoice.MUST)
    mail_of.choose(ela, MailChoice.AT_ONCE)
    planned(group, tomas, at("2027-03-04", 18))
    reminders.write(now=at("2027-03-03"))
    assert {letter.person for letter in days()} == {tomas, ela}
    assert Letter.objects.get(about="thing 0").state == "kept"
    mail_of.choose(nia, MailChoice.DAILY)
    reminders.write(now=at("2027-03-03", 10))
    assert [letter.subject for letter in days(nia)] == [f"Tomorrow 18:00: session of {group}"], "nothing comes later"


def two_groups_of_nia(group: Group, tomas: User, nia: User, mara: User) -> Group:
    """Another programme, where Nia's group with Rasa meets at the same time."""
    programme = stories.programme(by=mara, name="Second chance")
    rasa = stories.person("rasa@example.org", "Rasa Petraitytė")
    second = stories.group(
        programme, mentor=rasa, mentees=[nia, stories.person("jan@example.org", "Jan Novak")], by=mara
    )
    planned(group, tomas, at("2027-03-04", 18))
    planned(second, rasa, at("2027-03-04", 20))
    Group.objects.filter(pk=group.pk).update(name="Viltis")
    Group.objects.filter(pk=second.pk).update(name="Banga")
    return second


def leaves(group: Group, person: User, mara: User) -> None:
    changing.leave(seat(group, person), asked=asked(group), by=mara)


def test_of_a_letter_that_has_not_gone_only_the_lines_of_a_group_that_was_left_are_taken_out(
    group, tomas, nia, ela, mara, run_jobs
) -> None:
    two_groups_of_nia(group, tomas, nia, mara)
    topic = topics.open_topic(group.space, "Lunch?", "At noon.", key=uuid.uuid4(), by=ela)
    held_back(nia)
    run_jobs()
    mail.outbox.clear()
    reminders.write(now=at("2027-03-03"))
    (before,) = days(nia)
    assert "Viltis" in before.body and "Banga" in before.body and str(topic.pk) in before.body
    leaves(group, nia, mara)
    (letter,) = days(nia)
    assert (letter.about, letter.state) == (before.about, "waiting") and letter.pk != before.pk
    run_jobs()
    (sent,) = [one for one in mail.outbox if one.to == [nia.email] and "Banga" in one.body]
    assert sent.subject == "Tomorrow 20:00: session of Banga, and 1 more"
    assert "Viltis" not in sent.body and str(topic.pk) not in sent.body and "/d/0/" in sent.body
    assert reminders.write(now=at("2027-03-03", 10)) == 0, "that day had its letter"


def test_where_only_a_group_that_was_left_had_something_no_letter_goes(group, tomas, nia, ela, mara) -> None:
    planned(group, tomas, at("2027-03-04", 18))
    reminders.write(now=at("2027-03-03"))
    leaves(group, nia, mara)
    assert days(nia) == [] and len(days(ela)) == 1
    assert reminders.write(now=at("2027-03-03", 10)) == 0


def test_a_letter_that_says_nothing_of_the_group_that_was_left_stays_as_it_is(group, tomas, nia, mara) -> None:
    held_back(nia)
    reminders.write(now=at("2027-03-03"))
    (before,) = days(nia)
    leaves(group, nia, mara)
    assert days(nia) == [before]


def test_a_letter_that_has_gone_is_not_written_again(group, tomas, nia, mara, run_jobs) -> None:
    two_groups_of_nia(group, tomas, nia, mara)
    reminders.write(now=at("2027-03-03"))
    run_jobs()
    (before,) = days(nia)
    leaves(group, nia, mara)
    assert days(nia) == [before] and Letter.objects.get(pk=before.pk).state == "sent"


def test_what_was_held_about_a_group_after_somebody_left_it_is_not_told(group, tomas, nia, ela, mara) -> None:
    """A job that gathered its readers before they left keeps its line a moment too late."""
    meeting = planned(group, tomas, at("2027-03-04", 18))
    leaves(group, nia, mara)
    for person in (nia, ela):
        words = {"group": group, "meeting": meeting, "programme": group.programme, "days": 3}
        told = {"about": f"no session {group.pk}", "words": words, "path": f"/g/{group.pk}/"}
        write_to(person, "monitoring/no_session", **told)
    reminders.write(now=at("2027-03-03"))
    assert days(nia) == [] and str(group.pk) in days(ela)[0].body


@pytest.mark.django_db(transaction=True)
def test_a_letter_written_while_its_reader_leaves_says_nothing_of_the_group(group, tomas, nia, mara) -> None:
    """Its reminders were gathered before; it waits until the part in the group has ended."""
    two_groups_of_nia(group, tomas, nia, mara)
    now = at("2027-03-03")
    ((person, lines),) = [one for one in reminders._awaiting(now) if one[0] == nia]
    assert len(lines) == 2
    meanwhile(
        lambda: leaves(group, nia, mara),
        lambda: reminders._write(person, lines, date.fromisoformat("2027-03-03")),
    )
    (letter,) = days(nia)
    assert "Banga" in letter.body and "Viltis" not in letter.body


@pytest.mark.django_db(transaction=True)
def test_whoever_leaves_while_their_letter_is_written_has_its_lines_taken_out(group, tomas, nia, mara) -> None:
    two_groups_of_nia(group, tomas, nia, mara)
    wanted, place = asked(group), seat(group, nia)
    meanwhile(
        lambda: reminders.write(now=at("2027-03-03")),
        lambda: changing.leave(place, asked=wanted, by=mara),
    )
    (letter,) = days(nia)
    assert "Banga" in letter.body and "Viltis" not in letter.body
