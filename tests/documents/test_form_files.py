"""Forms to download: asked for by a button, made by a job, fetched by whoever may have them, forgotten after a week."""

import os
import time
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone
from django.utils.html import escape

from documents import files, kinds, pipeline
from documents.blank_forms import kept
from documents.fillable import identity_of
from documents.models import Version
from jobs.models import Job
from people.models import User
from policy.models import Participation
from programmes.models import Group, Programme
from sessions import diaries
from tests import stories
from tests.documents.filling import fields

pytestmark = pytest.mark.django_db
GOALS = kinds.get("group-goals")


@pytest.fixture
def goals(group: Group, nia: User) -> Version:
    version = pipeline.start(GOALS, group.space, by=nia)
    return pipeline.write(version, {"common": {"goal": "A garden in Šiauliai"}}, by=nia)


def of_draft(version: Version, **more: str) -> str:
    asked = "&".join(f"{key}={value}" for key, value in {"as": "fill", **more}.items())
    return f"{reverse('documents:prefilled', args=(version.pk,))}?{asked}"


def blank(space, slug: str, way: str = "print") -> str:
    return f"{reverse('documents:blank', args=(space.pk, slug))}?as={way}"


def fetch(browser: Client, address: str) -> bytes:
    """The file: where it is made, the page says so and leads there."""
    page = browser.get(address).content.decode()
    assert "Download the form" in page and f'href="{escape(address)}&amp;file=1"' in page
    answer = browser.get(f"{address}&file=1")
    assert answer["Content-Type"] == "application/pdf" and "sandbox" in answer["Content-Security-Policy"]
    assert answer["Content-Disposition"].startswith("attachment")
    return b"".join(answer.streaming_content)


def lying_there() -> list[Path]:
    return [path for path in files.place_of(kept.FOLDER).glob("*") if path.is_file()]


def test_a_draft_is_fetched_as_a_form_with_its_answers_and_blank(
    goals: Version, nia: User, signed_in, run_jobs
) -> None:
    browser, got = signed_in(nia), []
    for address in (of_draft(goals), of_draft(goals, blank="1")):
        assert "Prepare the form" in browser.get(address).content.decode()
        assert browser.post(address).url == address
        waiting = browser.get(address)
        assert waiting.status_code == 202 and "being prepared" in waiting.content.decode()
        run_jobs()
        got.append(fields(fetch(browser, address)))
    assert [one["common-goal"] for one in got] == ["A garden in Šiauliai", ""]
    for one in got:
        found = identity_of(one)
        assert found and (found.kind, found.document) == ("group-goals", str(goals.document_id))
    jobs = Job.objects.filter(name=kept.JOB)
    assert not any("garden" in str(job.arguments) for job in jobs)
    for address in (of_draft(goals), of_draft(goals, blank="1")):  # a second time it is there at once
        assert browser.post(address).url == f"{address}&file=1"
    assert (jobs.count(), len(lying_there())) == (2, 2)


def test_asked_for_twice_it_is_one_job(goals: Version, nia: User, signed_in) -> None:
    for _time in range(2):
        signed_in(nia).post(of_draft(goals))
    assert Job.objects.filter(name=kept.JOB).count() == 1


def test_what_was_written_since_is_another_form(goals: Version, nia: User, signed_in, run_jobs) -> None:
    signed_in(nia).post(of_draft(goals))
    run_jobs()
    pipeline.write(goals, {"common": {"goal": "An orchard"}}, by=nia)
    assert "Prepare the form" in signed_in(nia).get(of_draft(goals, file="1")).content.decode()


def test_a_blank_form_of_a_programme_is_for_all_its_groups(
    group: Group, programme: Programme, mara: User, nia: User, oto: User, signed_in, run_jobs
) -> None:
    address = blank(programme.space, "contract")
    signed_in(mara).post(address)
    run_jobs()
    assert fetch(signed_in(mara), address).startswith(b"%PDF")
    assert signed_in(oto).get(address).status_code == 404
    assert signed_in(nia).get(blank(group.space, "contract")).status_code == 200


@pytest.mark.parametrize("slug", ["session-plan", "no-such-kind", "mentee-profile"])
def test_what_is_not_filled_in_there_has_no_form(slug: str, group: Group, mara: User, signed_in) -> None:
    for ask in (signed_in(mara).get, signed_in(mara).post):
        assert ask(blank(group.space, slug)).status_code == 404


def test_no_other_way_than_print_and_fill(goals: Version, nia: User, signed_in) -> None:
    assert signed_in(nia).get(of_draft(goals, **{"as": "docx"})).status_code == 404


def test_a_private_kind_has_a_form_for_its_writers_alone(
    group: Group, tomas: User, nia: User, mara: User, signed_in
) -> None:
    address = blank(group.space, "reflective-log")
    assert [signed_in(who).get(address).status_code for who in (tomas, nia, mara)] == [200, 404, 404]


def test_what_is_handed_in_has_no_form_any_more(goals: Version, nia: User, tomas: User, signed_in) -> None:
    assert signed_in(tomas).get(of_draft(goals)).status_code == 200  # the group's goals: its mentor writes them, too
    Version.objects.filter(pk=goals.pk).update(**{"state": "submitted"})
    assert signed_in(nia).get(of_draft(goals)).status_code == 404


def test_who_has_left_before_the_job_ran_gets_nothing(goals: Version, nia: User, signed_in, run_jobs) -> None:
    signed_in(nia).post(of_draft(goals))
    Participation.objects.filter(person=nia).update(ends_at=timezone.now())
    run_jobs()
    assert lying_there() == [] and signed_in(nia).get(of_draft(goals)).status_code == 404


def test_forms_older_than_a_week_are_forgotten(goals: Version, nia: User, signed_in, run_jobs) -> None:
    files.keep_as(f"{kept.FOLDER}/old.pdf", b"old")
    files.keep_as(f"{kept.FOLDER}/new.pdf", b"new")
    week = time.time() - 7 * 24 * 3600 - 60
    os.utime(files.place_of(f"{kept.FOLDER}/old.pdf"), (week, week))
    signed_in(nia).post(of_draft(goals))
    run_jobs()
    assert {path.name for path in lying_there()} > {"new.pdf"} and "old.pdf" not in {
        path.name for path in lying_there()
    }


def test_a_form_that_could_not_be_made_says_why_and_is_tried_again(
    goals: Version, nia: User, signed_in, run_jobs
) -> None:
    signed_in(nia).post(of_draft(goals))
    Job.objects.update(state="failed", error="It took too long.")
    assert "It took too long." in signed_in(nia).get(of_draft(goals)).content.decode()
    signed_in(nia).post(of_draft(goals))
    run_jobs()
    assert fetch(signed_in(nia), of_draft(goals)).startswith(b"%PDF")


def test_the_form_of_a_diary_names_its_session(working_group: Group, tomas: User, nia: User) -> None:
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    form = kept.of_draft(diaries.begin(meeting, by=nia), is_fillable=True)
    assert form is not None and "Session" in form.heading["label"] and "Nia Berg" in form.heading["readers"]
