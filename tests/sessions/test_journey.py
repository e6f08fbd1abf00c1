"""The life of a session: what may become of it, and when."""

from datetime import timedelta

import pytest
from django.utils import timezone

from documents import pipeline, signing
from documents.models import Version
from policy.machine import NotNow, move
from policy.permissions import Action
from sessions import planning
from sessions.models import Meeting
from tests import stories

pytestmark = pytest.mark.django_db


def fresh(meeting: Meeting) -> Meeting:
    return Meeting.objects.select_related("group__programme", "group__space").get(pk=meeting.pk)


def test_no_task_session_is_held_before_the_contract_is_in_force(group, mara, tomas):
    meeting = stories.meeting(group, by=tomas)
    with pytest.raises(NotNow, match="The contract is not in force yet"):
        planning.hold(fresh(meeting), {}, by=tomas)
    version = stories.offered_contract(group, by=mara)
    with pytest.raises(NotNow, match="The contract is not in force yet"):
        planning.hold(fresh(meeting), {}, by=tomas)
    assert fresh(meeting).state == "planned"
    for row in version.signatories.select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)
    planning.hold(fresh(meeting), {}, by=tomas)
    assert fresh(meeting).state == "held"


def test_a_contract_that_is_being_amended_stays_in_force(working_group, mara, tomas):
    pipeline.amend(Version.objects.get(document__kind_slug="contract"), by=mara)
    meeting = stories.meeting(working_group, by=tomas)
    planning.hold(fresh(meeting), {}, by=tomas)
    assert fresh(meeting).state == "held"


@pytest.mark.parametrize("kind", ["initial", "monitoring", "final"])
def test_other_sessions_are_held_without_a_contract(group, mara, tomas, kind):
    by = mara if kind == "monitoring" else tomas
    meeting = stories.meeting(group, by=by, kind=kind)
    planning.hold(fresh(meeting), {}, by=by)
    assert fresh(meeting).state == "held"


def test_a_missed_session_never_blocks_the_next(working_group, tomas):
    missed = stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(days=1))
    move(fresh(missed), Action.MISS, by=tomas)
    following = stories.meeting(working_group, by=tomas)
    planning.hold(fresh(following), {}, by=tomas)
    assert (fresh(missed).state, fresh(following).state) == ("missed", "held")
    planning.hold(fresh(missed), {}, by=tomas)
    assert fresh(missed).state == "held", "it did take place after all"


def test_a_status_can_be_set_back_by_hand(working_group, tomas):
    meeting = stories.meeting(working_group, by=tomas)
    for act in (Action.CANCEL, Action.MISS, Action.HOLD):
        move(fresh(meeting), act, by=tomas)
        assert fresh(meeting).state != "planned"
        move(fresh(meeting), Action.REOPEN, by=tomas)
        assert fresh(meeting).state == "planned"


@pytest.mark.parametrize(("state", "act"), [("cancelled", Action.HOLD), ("held", Action.CANCEL)])
def test_what_cannot_be_says_why(working_group, tomas, state, act):
    meeting = stories.meeting(working_group, by=tomas)
    Meeting.objects.update(state=state)
    with pytest.raises(NotNow, match=f"This is “{state}” now, so it is not possible to"):
        move(fresh(meeting), act, by=tomas)
    assert fresh(meeting).state == state
