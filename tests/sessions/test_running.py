"""The page a mentor has open while the group meets."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline
from documents.models import Version
from people.models import User
from policy.machine import NotNow
from sessions import homework, running
from sessions.models import Meeting
from tests import stories
from tests.pages import revision_in


@pytest.fixture
def running_now(working_group, tomas, nia):
    at = timezone.now() - timedelta(minutes=5)
    return stories.meeting(working_group, by=tomas, at=at, keeper=nia, homework=["Bring a CV"], topic="Writing a CV")


def file_record(meeting: Meeting, tomas: User) -> None:
    """Tomas's record of it is complete, and filed."""
    record = running.take_notes(meeting, "Key point.", by=tomas)
    told = {"session": {"mentees": "Nia", "minutes": "60"}, "covered": {"areas": "CV"}, "ahead": {"next": "In May"}}
    pipeline.write(record, told, by=tomas)
    pipeline.file(record, by=tomas)


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
    told = signed_in(tomas).post(address, {"notes": "Saved by itself.", "autosave": "1"}).json()
    assert told == {"revision": revision_in(signed_in(tomas).get(address).content)}


def test_notes_from_another_window_are_not_written_over_without_a_word(running_now, tomas, signed_in):
    address, mentor = reverse("sessions:run", args=(running_now.pk,)), signed_in(tomas)
    seen = revision_in(mentor.get(address).content)
    record = running.take_notes(running_now, "From the phone.", by=tomas)
    told = {**record.answers, "ahead": {"next": "In May"}}
    pipeline.write(record, told, by=tomas)
    older = {"notes": "From the laptop.", "revision": seen}
    assert mentor.post(address, {**older, "autosave": "1"}).status_code == 409
    answer = mentor.post(address, older)
    page = answer.content.decode()
    assert answer.status_code == 409 and "From the phone." in page and "From the laptop.</textarea>" in page
    assert running.notes_of(running_now, tomas) == "From the phone."
    assert mentor.post(address, {**older, "revision": revision_in(answer.content)}).status_code == 302
    assert running.notes_of(running_now, tomas) == "From the laptop."
    record.refresh_from_db()
    assert record.answers["ahead"] == {"next": "In May"}, "what stands beside the notes stays"


def test_notes_that_say_nothing_new_leave_the_record_alone(running_now, tomas):
    record = running.take_notes(running_now, "They are tired.", by=tomas)
    again = running.take_notes(running_now, "They are tired.", by=tomas)
    assert (again.pk, again.revision) == (record.pk, record.revision), "whoever has the record open goes on saving"


def test_the_same_notes_sent_twice_and_a_page_without_an_answer_meet_no_conflict(running_now, tomas, signed_in):
    address, mentor = reverse("sessions:run", args=(running_now.pk,)), signed_in(tomas)
    sent = {"notes": "They are tired.", "revision": revision_in(mentor.get(address).content)}
    assert [mentor.post(address, sent).status_code for _twice in range(2)] == [302, 302]
    assert mentor.post(address, {**sent, "notes": "They sleep.", "unanswered": "1"}).status_code == 302


def test_a_record_saved_from_its_own_page_with_the_same_notes_is_no_other_text(running_now, tomas, signed_in):
    """Browsers send other line ends than are kept, here and there."""
    address, mentor = reverse("sessions:run", args=(running_now.pk,)), signed_in(tomas)
    mentor.post(address, {"notes": "They are tired.\r\nAsk about the bus."})
    seen = revision_in(mentor.get(address).content)
    own = running.take_notes(running_now, running.notes_of(running_now, tomas), by=tomas)
    page = reverse("documents:write", args=(own.pk,))
    sent = {"covered-points": "They are tired.\r\nAsk about the bus.", "ahead-next": "In May"}
    sent["revision"] = revision_in(mentor.get(page).content)
    assert mentor.post(page, sent).status_code == 302
    newer = {"notes": "They are tired.\r\nAsk about the bus.\r\nOr the tram.", "revision": seen}
    assert mentor.post(address, newer).status_code == 302


def test_a_page_that_says_what_is_wrong_still_knows_what_its_writer_had_seen(running_now, tomas, signed_in):
    address, mentor = reverse("sessions:run", args=(running_now.pk,)), signed_in(tomas)
    seen = revision_in(mentor.get(address).content)
    running.take_notes(running_now, "From the phone.", by=tomas)
    again = mentor.post(address, {"notes": "x" * 20_001, "revision": seen})
    assert again.status_code == 422
    answer = mentor.post(address, {"notes": "Shorter.", "revision": revision_in(again.content)})
    assert answer.status_code == 409 and running.notes_of(running_now, tomas) == "From the phone."


def test_what_was_typed_while_the_record_was_filed_stays_on_the_page(running_now, tomas, signed_in):
    address, mentor = reverse("sessions:run", args=(running_now.pk,)), signed_in(tomas)
    file_record(running_now, tomas)
    answer = mentor.post(address, {"notes": "Typed <b>meanwhile</b>."})
    page = answer.content.decode()
    assert answer.status_code == 409 and "Typed &lt;b&gt;meanwhile&lt;/b&gt;." in page
    assert "begin a new version to add to it" in page and "is filed. Open it" in page
    assert mentor.post(address, {"notes": "Typed meanwhile.", "autosave": "1"}).status_code == 409


def test_notes_that_are_too_long_come_back_as_they_were_typed(running_now, tomas, signed_in):
    address = reverse("sessions:run", args=(running_now.pk,))
    answer = signed_in(tomas).post(address, {"notes": "x" * 20_001})
    assert answer.status_code == 422 and "x" * 20_001 in answer.content.decode()


def test_a_filed_record_is_not_opened_again_by_a_note(running_now, tomas, signed_in):
    file_record(running_now, tomas)
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
