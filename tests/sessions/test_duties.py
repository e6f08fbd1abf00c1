"""The dossier of a group as a checklist: what is there, who owes the rest, what waits for whom."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import pipeline
from documents.dossier.checklist import Checklist
from people.models import User
from policy.models import Participation
from programmes.models import Group, Programme
from sessions import duties, planning
from sessions.document_kinds.goals import PERSONAL_GOALS
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


def papers(group: Group, person: User) -> Checklist:
    group = Group.objects.select_related("space", "programme__space").get(pk=group.pk)
    return duties.checklist_of(group, person, group.space.people())


def stand(group: Group, person: User, slug: str) -> list[tuple[str, str, str]]:
    """For each document of a kind: what it is called, its state in words, who owes it."""
    entry = next((entry for entry in papers(group, person).entries if entry.kind.slug == slug), None)
    return [(item.title, item.words, item.owed_by) for item in entry.items] if entry else []


def waiting(group: Group, person: User) -> set[tuple[str, str]]:
    return {(item.verb, item.kind.slug) for item in papers(group, person).waiting}


def goals(group: Group, of: User, *, by: User | None = None):
    version = pipeline.start(PERSONAL_GOALS, group.space, by=of, person=of)
    pipeline.write(version, complete(PERSONAL_GOALS), by=of)
    pipeline.submit(version, by=of)
    if by:
        pipeline.publish(version, by=by)
    return version


def page(browser: Client, group: Group) -> str:
    answer = browser.get(reverse("sessions:dossier", args=(group.pk,)))
    assert answer.status_code == 200
    return answer.content.decode()


def test_it_names_who_owes_what_is_missing(group, mara, tomas, nia, ela):
    assert stand(group, tomas, "contract") == [("", "missing", "Mara Vilks")]
    goals(group, nia, by=tomas)
    due = {("Nia Berg", "published", "Nia Berg"), ("Ela Žukaitė", "missing", "Ela Žukaitė")}
    assert set(stand(group, tomas, "personal-goals")) == set(stand(group, mara, "personal-goals")) == due
    assert stand(group, tomas, "conclusions") == [("", "not there yet", "Tomas Lind, Ela Žukaitė, Nia Berg")]


def test_nobody_learns_that_something_is_missing_which_they_would_not_know_of(group, tomas, nia, ela):
    goals(group, nia, by=tomas)
    assert stand(group, nia, "personal-goals") == [("Nia Berg", "published", "Nia Berg")]
    assert stand(group, ela, "personal-goals") == [("Ela Žukaitė", "missing", "Ela Žukaitė")]
    every = {entry.kind.slug for entry in papers(group, ela).entries}
    assert "check-in" not in every and "contract" in every
    assert not any(entry.kind.parts.is_private for entry in papers(group, tomas).entries)


def test_what_waits_for_whom(group, mara, tomas, nia, ela, signed_in):
    assert ("Begin", "contract") in waiting(group, mara) and ("Begin", "contract") not in waiting(group, tomas)
    assert ("Begin", "personal-goals") in waiting(group, nia) and "final" not in str(waiting(group, nia))
    version = goals(group, nia)
    assert ("Comment and publish", "personal-goals") in waiting(group, tomas)
    assert "personal-goals" not in {slug for _verb, slug in waiting(group, nia)}
    pipeline.send_back(version, by=tomas, text="Smaller steps.")
    assert ("Finish", "personal-goals") in waiting(group, nia)
    assert reverse("documents:write", args=(version.pk,)) in page(signed_in(nia), group)
    stories.offered_contract(group, by=mara)
    assert all(("Sign", "contract") in waiting(group, person) for person in (mara, tomas, nia, ela))
    assert ("Begin", "session-plan") in waiting(group, tomas)


def test_every_held_session_calls_for_a_diary_by_its_keeper(working_group, mara, tomas, nia, ela):
    assert stand(working_group, nia, "diary") == []
    stories.meeting(working_group, by=tomas)
    assert stand(working_group, nia, "diary") == [], "not before it was held"
    first = stories.held_meeting(working_group, by=tomas, keeper=nia)
    stories.held_meeting(working_group, by=tomas, keeper=ela)
    pipeline.publish(stories.submitted_diary(first, by=nia), by=tomas)
    states = [(words, who) for _title, words, who in stand(working_group, mara, "diary")]
    assert states == [("published", "Nia Berg"), ("missing", "Ela Žukaitė")]
    assert ("Begin", "diary") in waiting(working_group, ela) and ("Begin", "diary") not in waiting(working_group, nia)
    (item,) = [item for item in papers(working_group, ela).waiting if item.kind.slug == "diary"]
    assert item.url.startswith("/s/"), "it is begun where its session is"


def test_a_session_whose_diary_nobody_keeps_misses_none(working_group, tomas, nia):
    stories.held_meeting(working_group, by=tomas)
    assert stand(working_group, nia, "diary") == [] and ("Begin", "diary") not in waiting(working_group, nia)


def test_a_withheld_diary_is_filed_and_says_who_reads_it(working_group, mara, tomas, nia, signed_in):
    Programme.objects.update(diary_readers="group")
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    entry = next(entry for entry in papers(working_group, mara).entries if entry.kind.slug == "diary")
    assert "manager" not in entry.readers and "the mentor" in entry.readers, "also before it is written"
    group = Group.objects.get(pk=working_group.pk)
    meeting.group = group
    version = stories.submitted_diary(meeting, by=nia)
    pipeline.publish(version, by=tomas)
    assert [words for _title, words, _who in stand(working_group, mara, "diary")] == ["filed"]
    text = page(signed_in(mara), working_group)
    assert "not yours to read" in text and str(version.pk) not in text
    assert str(version.pk) in page(signed_in(nia), working_group)


def test_who_left_owes_nothing_and_what_they_wrote_stays(group, tomas, nia, ela):
    goals(group, nia, by=tomas)
    before = papers(group, tomas)
    Participation.objects.filter(person__in=(nia, ela), space=group.space).update(ends_at="2026-01-01T00:00Z")
    assert stand(group, tomas, "personal-goals") == [("Nia Berg", "published", "")]
    assert papers(group, tomas).required < before.required


def test_in_a_group_that_has_ended_what_is_missing_was_never_written(group, tomas, nia, mara, signed_in):
    goals(group, nia, by=tomas)
    Group.objects.filter(pk=group.pk).update(**{"state": "ended"})
    group.refresh_from_db()
    assert stand(group, tomas, "conclusions")[0][1] == "never written"
    assert {words for _title, words, _who in stand(group, tomas, "personal-goals")} == {"published", "never written"}
    text = page(signed_in(mara), group)
    assert "never written" in text and "to be written by" not in text and "not there yet" not in text


def test_the_page_counts_in_one_sentence_and_begins_what_may_be_begun(group, tomas, nia, signed_in):
    goals(group, nia, by=tomas)
    text = " ".join(re.sub(r"<[^>]+>", " ", page(signed_in(nia), group)).split())
    own = papers(group, nia)
    assert own.there == 1 < own.required
    assert f"1 of {own.required} required documents are there. {len(own.waiting)} wait" in text
    assert "Getting started" in text and "Version 1" in text and "to be written by" in text
    browser = signed_in(nia)
    address = re.search(r'action="([^"]+/group-goals/)"', page(browser, group)).group(1)
    assert browser.post(address).status_code == 302
    assert ("Finish", "group-goals") in waiting(group, nia)


def test_in_a_group_that_has_ended_nothing_waits_and_nothing_is_begun(group, mara, tomas, nia, signed_in):
    goals(group, nia, by=tomas)
    Group.objects.update(state="ended")
    for person in (mara, tomas, nia):
        assert waiting(group, person) == set()
        begun = re.findall(rf"/d/in/{group.space_id}/([a-z-]+)/\"", page(signed_in(person), group))
        after_the_end = {mara: ["certificate"], nia: ["outcome-sheet"]}
        assert [slug for slug in begun if slug != "bundle"] == after_the_end.get(person, [])


def test_ten_documents_ask_the_database_what_one_does(working_group, mara, tomas, nia, signed_in):
    def cost() -> list[int]:
        counts = []
        for person in (mara, tomas, nia):
            browser = signed_in(person)
            page(browser, working_group)
            with CaptureQueriesContext(connection) as queries:
                page(browser, working_group)
            counts.append(len(queries))
        return counts

    stories.held_meeting(working_group, by=tomas, keeper=nia)
    with_one = cost()
    for _session in range(9):
        meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
        pipeline.publish(stories.submitted_diary(meeting, by=nia), by=tomas)
    planning.publish(working_group, by=tomas)
    assert cost() == with_one
    assert max(with_one) <= 15
    (entry,) = [entry for entry in papers(working_group, mara).entries if entry.kind.slug == "diary"]
    assert [len(entry.folded), len(entry.shown)] == [6, 4], "the last three, and the one that is missing"
    assert "6 earlier ones" in page(signed_in(mara), working_group)
