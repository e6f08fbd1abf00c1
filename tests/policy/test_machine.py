"""The one door for change: who, when, compare-and-set, what is recorded, who is told."""

import pytest
from django.core.exceptions import PermissionDenied
from django.db.models import Q

from jobs.models import Job
from people.models import User
from policy.machine import Machine, NotNow, Transition, move
from policy.models import Event
from policy.permissions import Action, Role
from programmes.models import Application, Group, Programme
from sessions.models import Meeting
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def planned(group: Group, tomas: User) -> Meeting:
    return stories.meeting(group, by=tomas, kind="initial")


def again(meeting: Meeting) -> Meeting:
    """The same meeting, as another request has loaded it."""
    return Meeting.objects.get(pk=meeting.pk)


def test_a_move_changes_the_row_and_the_thing_in_hand(planned: Meeting, tomas: User) -> None:
    move(planned, Action.CANCEL, by=tomas, reason="The library is closed.")
    assert (planned.state, planned.reason) == ("cancelled", "The library is closed.")
    assert (again(planned).state, again(planned).reason) == ("cancelled", "The library is closed.")


def test_a_move_is_recorded_without_what_was_written(planned: Meeting, tomas: User) -> None:
    event = move(planned, Action.CANCEL, by=tomas, reason="The library is closed.")
    assert event == Event.objects.get(thing_id=planned.pk, action="cancel")
    assert (event.by, event.space, event.thing) == (tomas, planned.space, "mentoring_sessions.meeting")
    assert (event.source, event.target) == ("planned", "cancelled")
    assert "library" not in str(vars(event))


def test_of_two_moves_from_one_state_the_second_is_not_now(planned: Meeting, tomas: User, mara: User) -> None:
    first, second = again(planned), again(planned)
    move(first, Action.HOLD, by=tomas)
    with pytest.raises(NotNow, match="Somebody else was faster"):
        move(second, Action.CANCEL, by=mara, reason="Nobody can.")
    assert (again(planned).state, again(planned).reason) == ("held", "")
    assert second.state == "planned"
    assert list(Event.objects.filter(thing_id=planned.pk).exclude(action="plan").values_list("action")) == [("hold",)]


def test_the_wrong_person_is_refused_before_the_moment_is_looked_at(planned: Meeting, nia: User) -> None:
    move(planned, Action.HOLD, by=planned.group.mentor)
    with pytest.raises(PermissionDenied):
        move(planned, Action.CANCEL, by=nia)


def test_a_step_that_is_no_arrow_says_how_it_stands(planned: Meeting, tomas: User) -> None:
    with pytest.raises(NotNow, match="This is “planned” now, so it is not possible to set back to planned."):
        move(planned, Action.REOPEN, by=tomas)


def test_a_guard_says_why_not(working_group: Group, tomas: User) -> None:
    with pytest.raises(NotNow, match="The group ends when its conclusions are published."):
        move(working_group, Action.END, by=tomas)
    assert working_group.machine.why_not(working_group, Action.FINISH) is None


def test_guards_are_asked_in_order_and_the_first_reason_counts() -> None:
    arrow = Transition(Action.HOLD, "a", "b", when=(lambda _t: None, lambda _t: "first", lambda _t: "second"))
    thing = type("Thing", (), {"state": "a"})()
    assert Machine("a", (arrow,)).why_not(thing, Action.HOLD) == "first"


def test_a_condition_in_the_statement_itself_holds_the_move_back(planned: Meeting, tomas: User) -> None:
    with pytest.raises(NotNow):
        move(planned, Action.CANCEL, by=tomas, where=Q(topic="another one"))
    assert again(planned).state == "planned"
    move(planned, Action.CANCEL, by=tomas, where=Q(topic=planned.topic))
    assert again(planned).state == "cancelled"


def test_a_move_that_fails_later_leaves_no_outbox_rows(planned: Meeting, tomas: User) -> None:
    before = Job.objects.count()
    first, second = again(planned), again(planned)
    move(first, Action.CANCEL, by=tomas)
    assert Job.objects.count() == before + 1
    with pytest.raises(NotNow):
        move(second, Action.CANCEL, by=tomas)
    assert Job.objects.count() == before + 1


def test_who_is_told_stands_in_the_outbox(programme: Programme, mara: User, oto: User) -> None:
    row = stories.application(programme, oto, Role.MENTEE, by=mara, select=False)
    event = move(row, Action.RESERVE, by=mara)
    job = Job.objects.get(name="policy.tell", arguments__event=event.pk)
    assert (job.asked_by, job.arguments["roles"]) == (mara, ["applicant"])
    assert Application.objects.get(pk=row.pk).state == "reserve"
