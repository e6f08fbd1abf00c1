"""The page a mentor has open while the group meets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline
from documents.models import Version
from policy.machine import NotNow
from sessions import homework, running
from tests import stories


@pytest.fixture
def running_now(working_group, tomas, nia):
    at = timezone.now() - timedelta(minutes=5)
    return stories.meeting(working_group, by=tomas, at=at, keeper=nia, homework=["Bring a CV"], topic="Writing a CV")


def test_everything_for_the_session_is_on_one_page(running_now, programme, mara, tomas, nia, signed_in):
    homework.answer(running_now.homework.get(), "partly", "Page one.", None, by=nia)
    record = pipeline.start(kinds.get("training-record"), programme.space, by=mara, occasion=running_now.pk)
    told = {"event": {"topic": "First meeting", "on": "2026-09-01", "audience": "joint"},
            "people": [{"name": "Nia", "there": "yes"}],
            "findings": {"dos": "Ask what the other expects\nTake time", "donts": "- Hand out advice",
                         "etiquette": "between managers"}}  # fmt: skip
    pipeline.write(record, told, by=mara)
    pipeline.file(record, by=mara)
    page = signed_in(tomas).get(reverse("sessions:run", args=(running_now.pk,))).content.decode()
    for words in ("Dealing with the target", "Page one.", "Ask what the other expects", "Hand out advice", "My notes"):
        assert words in page, words
    assert "between managers" not in page
    shown = signed_in(nia).get(running_now.get_absolute_url()).content.decode()
    assert "Take time" in shown and "between managers" not in shown


def test_notes_are_the_mentors_alone_and_open_the_session_record(running_now, mara, tomas, nia, signed_in):
    address = reverse("sessions:run", args=(running_now.pk,))
    for notes in ("They are tired.", "They are tired. Ask about the bus."):
        assert signed_in(tomas).post(address, {"notes": notes}).status_code == 302
    record = Version.objects.get(document__kind_slug="session-record", document__occasion=running_now.pk)
    assert record.answers["covered"]["points"] == "They are tired. Ask about the bus."
    assert "Ask about the bus." in signed_in(tomas).get(address).content.decode()
    assert [signed_in(who).get(address).status_code for who in (mara, nia)] == [403, 403]
    assert signed_in(tomas).post(address, {"notes": "Saved by itself.", "autosave": "1"}).json() == {"revision": 0}


def test_a_filed_record_is_not_opened_again_by_a_note(running_now, tomas, signed_in):
    record = running.take_notes(running_now, "Key point.", by=tomas)
    told = {"session": {"mentees": "Nia", "minutes": "60"}, "covered": {"areas": "CV"}, "ahead": {"next": "In May"}}
    pipeline.write(record, told, by=tomas)
    pipeline.file(record, by=tomas)
    with pytest.raises(NotNow):
        running.take_notes(running_now, "Later.", by=tomas)
    page = signed_in(tomas).get(reverse("sessions:run", args=(running_now.pk,))).content.decode()
    assert "is filed. Open it" in page and "Save my notes" not in page


def test_before_it_begins_there_is_nothing_to_note(working_group, tomas, signed_in):
    meeting = stories.meeting(working_group, by=tomas, at=timezone.now() + timedelta(days=2))
    page = signed_in(tomas).get(reverse("sessions:run", args=(meeting.pk,))).content.decode()
    assert "from the moment the session begins" in page
    with pytest.raises(NotNow):
        running.take_notes(meeting, "Too early.", by=tomas)
