"""The plan: numbers, moves, homework that keeps its ticks, publications, and what became of each session."""

from datetime import UTC, datetime, timedelta

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from documents.models import Version
from policy.machine import NotNow, move
from policy.models import Event
from policy.permissions import Action
from programmes.models import Group
from sessions import homework, planning
from sessions.models import Attendance, HomeworkAnswer, Meeting
from tests import stories
from tests.races import at_once, meanwhile

pytestmark = pytest.mark.django_db


def draft(group: Group, **more) -> Meeting:
    """A session that nobody has planned yet."""
    starts_at = timezone.now().replace(microsecond=0) + timedelta(days=7)
    return Meeting(group=group, starts_at=starts_at, ends_at=starts_at + timedelta(hours=1), topic="CV", **more)


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("group__programme", "group__space").get(pk=meeting.pk)


def end(group: Group) -> None:
    Group.objects.filter(pk=group.pk).update(state="ended")
    group.refresh_from_db()


def came(meeting: Meeting, **more: str) -> dict:
    return {row.person_id: more.get(row.person.name.split()[0].lower(), "present") for row in meeting.space.people()}


# numbers


def test_sessions_are_numbered_in_the_order_in_which_they_are_planned(group, mara, tomas):
    later = stories.meeting(group, by=tomas, at=timezone.now() + timedelta(days=30))
    sooner = stories.meeting(group, by=tomas, at=timezone.now() + timedelta(days=3))
    monitoring = stories.meeting(group, by=mara, kind="monitoring")
    assert [later.number, sooner.number, monitoring.number] == [1, 2, 3]
    assert str(sooner) == "Session 2"
    assert list(group.meetings.all()) == sorted([later, sooner, monitoring], key=lambda one: one.starts_at)
    version = planning.publish(group, by=tomas)
    assert [row["number"] for row in version.answers["sessions"]] == ["2", "3", "1"], "by date, each under its number"


def test_the_same_session_sent_twice_is_planned_once(group, tomas):
    first = planning.plan(draft(group), ["Bring a CV"], by=tomas)
    again = draft(group)
    again.pk = first.pk
    assert planning.plan(again, ["Bring a CV"], by=tomas) == first
    assert (group.meetings.count(), first.homework.count()) == (1, 1)


def test_a_session_s_id_of_another_group_is_refused(group, programme, tomas, oto, mara):
    first = planning.plan(draft(group), [], by=tomas)
    other = Group.objects.create(
        programme=programme,
        number=2,
        name="Another",
        space=type(group.space).objects.create(kind="group", within=programme.space),
    )
    other.space.participations.create(person=tomas, role="mentor")
    stolen = draft(other)
    stolen.pk = first.pk
    with pytest.raises(NotNow, match="belongs to another group"):
        planning.plan(stolen, [], by=tomas)
    assert fresh(first).group == group


@pytest.mark.django_db(transaction=True)
def test_two_people_who_plan_at_the_same_moment_get_two_numbers(group, mara, tomas):
    def plan(by, action=Action.PLAN, **more):
        own = Group.objects.select_related("space", "programme").get(pk=group.pk)
        return lambda: planning.plan(draft(own, **more), ["Task"], by=by, action=action)

    planned = at_once(plan(tomas), plan(mara, Action.MONITOR, kind="monitoring"), plan(tomas))
    assert sorted(meeting.number for meeting in planned) == [1, 2, 3], planned
    first, second = meanwhile(plan(tomas, kind="initial"), plan(tomas, kind="initial"))
    assert (first.number, second.number) == (4, 5), second
    group.refresh_from_db()
    assert group.state == "initial"


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_the_same_moment_plans_one_session(group, tomas):
    pk = draft(group).pk

    def plan():
        own = draft(Group.objects.select_related("space", "programme").get(pk=group.pk))
        own.pk = pk
        return planning.plan(own, ["Task"], by=tomas)

    first, second = meanwhile(plan, plan)
    assert first == second
    assert (group.meetings.count(), first.homework.count()) == (1, 1)


def test_only_the_mentor_plans_and_only_the_manager_monitors(group, mara, tomas, nia, oto):
    for somebody in (mara, nia, oto):
        with pytest.raises(PermissionDenied):
            planning.plan(draft(group), [], by=somebody)
    with pytest.raises(PermissionDenied):
        planning.plan(draft(group, kind="monitoring"), [], by=tomas, action=Action.MONITOR)
    assert not group.meetings.exists()


def test_nothing_is_planned_in_a_group_that_has_ended(group, tomas):
    meeting = stories.meeting(group, by=tomas)
    end(group)
    with pytest.raises(NotNow, match="The group has ended"):
        planning.plan(draft(group), [], by=tomas)
    meeting.topic = "Another"
    with pytest.raises(NotNow, match="The group has ended"):
        planning.plan(meeting, [], by=tomas)
    for act in (Action.CANCEL, Action.MISS):
        with pytest.raises(NotNow, match="The group has ended"):
            move(fresh(meeting), act, by=tomas)
    with pytest.raises(NotNow, match="The group has ended"):
        planning.hold(fresh(meeting), {}, by=tomas)
    assert (fresh(meeting).state, fresh(meeting).topic) == ("planned", "Writing a CV")


def test_the_first_session_begins_the_group_s_journey_and_the_final_one_its_end(working_group, programme, tomas):
    assert working_group.state == "working"
    stories.meeting(working_group, by=tomas, kind="initial")
    assert working_group.state == "working"
    stories.meeting(working_group, by=tomas, kind="final")
    working_group.refresh_from_db()
    assert working_group.state == "final"


# moving and homework


def test_a_moved_session_remembers_when_it_was_to_be(group, tomas):
    meeting = stories.meeting(group, by=tomas)
    before = meeting.starts_at
    meeting.topic = "Interviews"
    planning.plan(meeting, [], by=tomas)
    assert (fresh(meeting).moved_from, fresh(meeting).topic) == (None, "Interviews")
    meeting.starts_at, meeting.ends_at = before + timedelta(days=1), before + timedelta(days=1, hours=1)
    planning.plan(meeting, [], by=tomas)
    assert (fresh(meeting).moved_from, fresh(meeting).starts_at) == (before, before + timedelta(days=1))
    assert fresh(meeting).number == 1


def test_homework_that_stays_keeps_who_has_done_it(group, tomas, nia, ela):
    meeting = stories.meeting(group, by=tomas, homework=["Bring a CV", "Call the job centre"])
    for task in meeting.homework.all():
        homework.tick(task, True, by=nia)
    planning.plan(fresh(meeting), ["Read the advert", "Bring a CV"], by=tomas)
    assert [str(task) for task in meeting.homework.all()] == ["Read the advert", "Bring a CV"]
    assert [(str(done.homework), done.person) for done in HomeworkAnswer.objects.all()] == [("Bring a CV", nia)]


def test_homework_that_begins_with_a_mentees_name_is_for_that_one_alone(group, tomas, nia, ela):
    tasks = ["nia: bring a CV", "Ela Žukaitė: call", "Monday: rest", "Nia:", "Read"]
    meeting = stories.meeting(group, by=tomas, homework=tasks)
    assert [row.person for row in meeting.homework.all()] == [nia, ela, None, None, None]
    planning.plan(fresh(meeting), ["Nia: bring a CV", "Read"], by=tomas)
    assert [row.person for row in meeting.homework.all()] == [nia, None]


# publishing


def test_each_publication_is_the_next_version_of_the_plan(group, tomas):
    meeting = stories.meeting(group, by=tomas, homework=["Bring a CV"])
    assert not planning.is_published(group)
    first = planning.publish(group, by=tomas)
    assert planning.is_published(group)
    meeting.topic = "Interviews"
    planning.plan(meeting, ["Bring a CV", "Call"], by=tomas)
    assert not planning.is_published(group)
    second = planning.publish(group, by=tomas)
    assert planning.is_published(group)
    first.refresh_from_db()
    assert [(version.number, version.state) for version in (first, second)] == [(1, "superseded"), (2, "sealed")]
    assert first.document == second.document
    (row,) = second.answers["sessions"]
    assert (row["topic"], row["homework"]) == ("Interviews", "Bring a CV\nCall")
    assert first.answers["sessions"][0]["topic"] == "Writing a CV"


def test_the_plan_is_in_the_programme_s_time_whoever_publishes_it(group, tomas):
    with timezone.override("Asia/Tokyo"):
        stories.meeting(group, by=tomas, at=datetime(2027, 1, 12, 16, 0, tzinfo=UTC))
        planning.publish(group, by=tomas)
        assert planning.is_published(group)
    (row,) = Version.objects.get(document__kind_slug="session-plan").answers["sessions"]
    assert row["when"] == "Tue 12 January 2027, 18:00 – 19:00"


def test_an_empty_plan_is_not_published(group, tomas):
    with pytest.raises(NotNow):
        planning.publish(group, by=tomas)
    assert not Version.objects.filter(document__kind_slug="session-plan").exists()


def test_only_the_mentor_publishes_the_plan(group, mara, tomas, nia):
    stories.meeting(group, by=tomas)
    for somebody in (mara, nia):
        with pytest.raises(PermissionDenied):
            planning.publish(group, by=somebody)
    assert not planning.is_published(group)


def test_a_long_plan_is_published_whole(group, tomas):
    for n in range(20):
        stories.meeting(
            group, by=tomas, topic="x" * 200, homework=["y" * 500] * 1, at=timezone.now() + timedelta(n + 1)
        )
    assert len(planning.publish(group, by=tomas).answers["sessions"]) == 20


# what became of a session


def test_a_session_is_held_once_and_the_newer_attendance_counts(working_group, tomas, nia, ela):
    meeting = stories.meeting(working_group, by=tomas)
    planning.hold(fresh(meeting), came(meeting, nia="absent"), by=tomas)
    planning.hold(fresh(meeting), came(meeting, ela="excused"), by=tomas)
    assert fresh(meeting).state == "held"
    assert {(row.person.name, row.came) for row in Attendance.objects.all()} == {
        ("Tomas Lind", "present"),
        ("Nia Berg", "present"),
        ("Ela Žukaitė", "excused"),
    }
    assert Event.objects.filter(thing_id=meeting.pk, action="hold").count() == 1


def test_closing_a_session_says_who_keeps_its_diary(working_group, tomas, nia, ela):
    meeting = stories.meeting(working_group, by=tomas)
    planning.close(fresh(meeting), came(meeting), nia.pk, by=tomas)
    assert (fresh(meeting).state, fresh(meeting).keeper) == ("held", nia)
    planning.close(fresh(meeting), came(meeting), ela.pk, by=tomas)
    assert fresh(meeting).keeper == ela


def test_a_monitoring_session_has_no_diary(working_group, mara, nia):
    meeting = stories.meeting(working_group, by=mara, kind="monitoring")
    planning.close(fresh(meeting), came(meeting), nia.pk, by=mara)
    assert (fresh(meeting).state, fresh(meeting).keeper) == ("held", None)


def test_only_leaders_hold_a_session(working_group, tomas, nia, oto):
    meeting = stories.meeting(working_group, by=tomas)
    for somebody in (nia, oto):
        with pytest.raises(PermissionDenied):
            planning.hold(fresh(meeting), came(meeting), by=somebody)
    planning.hold(fresh(meeting), came(meeting), by=tomas)
    with pytest.raises(PermissionDenied):
        planning.hold(fresh(meeting), came(meeting, nia="absent"), by=nia)
    assert not Attendance.objects.filter(came="absent").exists()


def test_the_group_is_told_when_a_session_is_cancelled_without_the_reason(group, tomas, run_jobs):
    meeting = stories.meeting(group, by=tomas)
    move(meeting, Action.CANCEL, by=tomas, reason="Tomas is ill")
    run_jobs()
    told = [letter for letter in mail.outbox if letter.subject.startswith("Cancelled")]
    assert sorted(letter.to[0] for letter in told) == ["ela@example.org", "nia@example.org"]
    assert all("Tomas is ill" not in letter.body and meeting.topic not in letter.body for letter in told)
    assert fresh(meeting).reason == "Tomas is ill"


@pytest.mark.django_db(transaction=True)
def test_a_session_is_cancelled_or_held_never_both(working_group, tomas):
    meeting = stories.meeting(working_group, by=tomas)
    mine, other = fresh(meeting), fresh(meeting)
    _cancelled, held = meanwhile(
        lambda: move(mine, Action.CANCEL, by=tomas, reason="Ill"),
        lambda: planning.close(other, came(meeting), None, by=tomas),
    )
    assert isinstance(held, NotNow)
    assert fresh(meeting).state == "cancelled"
    assert not Attendance.objects.exists()


# whose turn


def test_the_diary_goes_round(group, tomas, nia, ela):
    turns = []
    for _session in range(4):
        keeper = planning.propose_keeper(group)
        turns.append(keeper)
        stories.meeting(group, by=tomas, keeper=keeper, at=timezone.now() + timedelta(days=1 + len(turns)))
    assert turns == [ela, nia, ela, nia]


def test_a_cancelled_session_does_not_count_as_a_turn(group, tomas, nia, ela):
    meeting = stories.meeting(group, by=tomas, keeper=ela)
    assert planning.propose_keeper(group) == nia
    move(meeting, Action.CANCEL, by=tomas, reason="Ill")
    assert planning.propose_keeper(group) == ela
