"""Patterns in a mentor's own reflective log, across groups, for nobody else."""

import pytest
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents import pipeline
from documents.models import Version
from sessions import log, papers
from sessions.document_kinds.reflective_log import REFLECTIVE_LOG
from sessions.document_kinds.session_record import SESSION_RECORD
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


def entry(group, by, tags: str, *, supervision: bool = False) -> Version:
    """An entry on a session that was just held."""
    version = papers.begin(stories.held_meeting(group, by=by), REFLECTIVE_LOG, by=by)
    deeper = {"tags": tags, "supervision": supervision, "learn": "To wait"}
    pipeline.write(version, {**complete(REFLECTIVE_LOG), "deeper": deeper}, by=by)
    pipeline.file(version, by=by)
    return version


def counted(person) -> list[tuple[str, int]]:
    return [(tag, len(entries)) for tag, entries in log.of(person).tags]


def test_words_are_counted_over_all_entries_and_groups(working_group, mara, tomas, ela):
    second = stories.programme(by=mara, name="One to one")
    other = stories.group(second, mentor=tomas, mentees=[ela], by=mara)
    stories.contract_in_force(other, by=mara)
    other.refresh_from_db()
    entry(working_group, tomas, "silence, advice")
    entry(other, tomas, "Silence , silence,")
    entry(other, tomas, "")
    assert counted(tomas) == [("silence", 2), ("advice", 1)]
    assert {one.group for one in log.of(tomas).tags[0][1]} == {working_group.name, other.name}


def test_what_is_for_supervision_waits_until_it_was_taken(working_group, tomas, signed_in):
    version = entry(working_group, tomas, "power", supervision=True)
    entry(working_group, tomas, "power")
    browser, address = signed_in(tomas), reverse("sessions:log_taken", args=(version.pk,))
    assert [one.version for one in log.of(tomas).waiting] == [version]
    for _time in range(2):
        browser.post(address, {"taken": "1"})
    assert ([], [version]) == (log.of(tomas).waiting, [one.version for one in log.of(tomas).taken])
    assert "Taken to supervision" in browser.get(reverse("sessions:log")).content.decode()
    browser.post(address, {"taken": "0"})
    assert [one.version for one in log.of(tomas).waiting] == [version]
    version.refresh_from_db()
    assert Version.objects.filter(document=version.document).count() == 1, "the entry stays as it is"


def test_nobody_else_reads_a_log_or_marks_in_it(working_group, mara, tomas, nia, ela, oto, signed_in):
    version = entry(working_group, tomas, "zebra", supervision=True)
    page, address = reverse("sessions:log"), reverse("sessions:log_taken", args=(version.pk,))
    assert "zebra" in signed_in(tomas).get(page).content.decode()
    for person in (mara, nia, ela, oto):
        browser = signed_in(person)
        assert "zebra" not in browser.get(page).content.decode()
        assert browser.post(address, {"taken": "1"}).status_code == 404
        with pytest.raises(PermissionDenied):
            log.take(version, True, by=person)
    record = papers.begin(stories.held_meeting(working_group, by=tomas), SESSION_RECORD, by=tomas)
    assert signed_in(tomas).post(reverse("sessions:log_taken", args=(record.pk,))).status_code == 404


def test_many_entries_cost_no_more_queries_than_one(working_group, tomas, django_assert_num_queries):
    for count in (1, 4):
        for _n in range(count):
            entry(working_group, tomas, "silence")
        with django_assert_num_queries(2):
            assert log.of(tomas).entries
