"""Notes on the page of a running session, and the record saved at the same moment from its own page: nothing is lost."""

from typing import Any

import pytest
from django.urls import reverse

from documents import pipeline
from documents.models import Version
from documents.seen import mark_of
from policy.machine import NotNow
from sessions import papers
from sessions.document_kinds.session_record import SESSION_RECORD
from sessions.running import take_notes
from tests.pages import revision_in
from tests.races import at_once, meanwhile

pytestmark = pytest.mark.django_db(transaction=True)

TOLD: dict[str, Any] = {
    "session": {"mentees": "Nia", "minutes": "60"},
    "covered": {"areas": "CV", "points": "First notes."},
    "ahead": {"next": "In May"},
}  # fmt: skip


@pytest.fixture
def record(running, tomas) -> Version:
    """Tomas's record, complete, with the notes he took so far."""
    return pipeline.write(papers.begin(running, SESSION_RECORD, by=tomas), TOLD, by=tomas)


@pytest.fixture
def of_record(record, tomas, signed_in) -> Any:
    """Sends the record's own page as it was opened before, with another next session in it."""
    address, browser = reverse("documents:write", args=(record.pk,)), signed_in(tomas)
    sent = {"revision": revision_in(browser.get(address).content), "covered-areas": "CV", "ahead-next": "In June"}
    return lambda **more: browser.post(address, {**sent, "covered-points": "First notes.", **more})


def kept(record: Version) -> tuple[str, str]:
    record.refresh_from_db()
    return record.answers["covered"]["points"], record.answers["ahead"]["next"]


def test_notes_that_are_taken_while_the_record_is_saved_leave_the_rest_of_it(running, record, of_record, tomas):
    saved, noted = meanwhile(
        of_record, lambda: take_notes(running, "Later notes.", by=tomas, seen=mark_of("First notes."))
    )
    assert saved.status_code == 302 and noted == record
    assert kept(record) == ("Later notes.", "In June")


def test_a_record_that_is_saved_while_notes_are_taken_is_not_written_over_them(running, record, of_record, tomas):
    _noted, answer = meanwhile(lambda: take_notes(running, "Later notes.", by=tomas), of_record)
    page = answer.content.decode()
    assert answer.status_code == 409 and "Later notes." in page and 'value="In June"' in page
    assert kept(record) == ("Later notes.", "In May")
    answer = of_record(**{"revision": revision_in(answer.content), "covered-points": "Both notes."})
    assert answer.status_code == 302 and kept(record) == ("Both notes.", "In June")


def test_notes_and_a_record_that_are_begun_at_once_are_one_record(running, tomas):
    noted, begun = at_once(
        lambda: take_notes(running, "First notes.", by=tomas), lambda: papers.begin(running, SESSION_RECORD, by=tomas)
    )
    assert noted == begun == Version.objects.get(document__kind_slug=SESSION_RECORD.slug)
    begun.refresh_from_db()
    assert begun.answers["covered"]["points"] == "First notes."


def test_notes_that_come_while_the_record_is_filed_begin_no_other_version(running, record, tomas):
    _filed, late = meanwhile(
        lambda: pipeline.file(record, by=tomas), lambda: take_notes(running, "Too late.", by=tomas)
    )
    assert isinstance(late, NotNow) and "is filed" in str(late)
    assert Version.objects.filter(document=record.document).count() == 1
