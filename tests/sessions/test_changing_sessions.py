"""Sessions after somebody left: what was held can be put right, and diaries and calendars do not hang on who is gone."""

from typing import Any

import pytest
from django.urls import reverse

from documents import pipeline
from policy.permissions import Role
from programmes import grouping
from sessions import changing, diaries, planning
from sessions.models import Meeting
from tests import stories
from tests.sessions.changes import asked, files_of, seat, subjects

pytestmark = pytest.mark.django_db


def as_it_stands(form: Any) -> dict[str, Any]:
    """What a browser would send when nothing was touched."""
    told = {name: form.get_initial_for_field(field, name) for name, field in form.fields.items()}
    return {name: getattr(value, "pk", value) or "" for name, value in told.items()}


def saved(browser: Any, name: str, meeting: Meeting) -> int:
    page = reverse(f"sessions:{name}", args=(meeting.pk,))
    return browser.post(page, as_it_stands(browser.get(page).context["form"])).status_code


@pytest.mark.parametrize("is_published", [True, False])
def test_a_session_whose_diary_was_handed_in_by_who_left_can_be_put_right(
    working_group, tomas, nia, mara, signed_in, is_published
):
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    diary = stories.submitted_diary(meeting, by=nia)
    if is_published:
        pipeline.publish(diary, by=tomas)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    assert [saved(signed_in(tomas), name, meeting) for name in ("held", "change")] == [302, 302]
    meeting.refresh_from_db()
    assert meeting.keeper == nia, "she wrote it"


def test_a_diary_that_who_left_had_only_begun_is_given_to_another(working_group, tomas, nia, ela, mara, signed_in):
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    begun = diaries.begin(meeting, by=nia)
    assert meeting.has_diary
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    meeting.refresh_from_db()
    assert meeting.keeper is None and not meeting.has_diary
    page = reverse("sessions:held", args=(meeting.pk,))
    told = as_it_stands(signed_in(tomas).get(page).context["form"])
    assert signed_in(tomas).post(page, {**told, "keeper": str(ela.pk)}).status_code == 302
    meeting.refresh_from_db()
    written = stories.submitted_diary(meeting, by=ela)
    assert diaries.of(meeting) == written.document != begun.document and meeting.has_diary
    pipeline.publish(written, by=tomas)


def test_who_moves_and_then_leaves_keeps_no_session_in_the_calendar(working_group, other, tomas, nia, mara, run_jobs):
    """Even when no letter has gone in between: each strikes out the sessions of one group."""
    stories.meeting(working_group, by=tomas)
    planning.publish(working_group, by=tomas)
    run_jobs()
    changing.move(seat(working_group, nia), other, asked=asked(working_group, other), by=mara)
    third = stories.person("third@example.org", "Third Mentee")
    grouping.take_seat(other, stories.application(other.programme, third, Role.MENTEE, by=mara))
    changing.leave(seat(other, nia), asked=asked(other), by=mara)
    assert files_of(nia, "sessions/change_moved") == ["text/calendar; method=CANCEL"]
    assert "Your part in Step into work 2026 has ended" in subjects(nia)
