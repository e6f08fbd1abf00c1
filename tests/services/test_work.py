"""A real worker prints, matches and sends; nothing is lost when it dies, is late, or the broker is away."""

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from django.core import mail
from django.urls import reverse

from documents import pipeline, printing
from documents.models import Version
from jobs import tasks
from jobs.models import Job
from people.models import Letter
from policy.permissions import Role
from programmes import proposing
from programmes.models import Placement
from sessions import planning
from tests import stories

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.timeout(300)]
LONG = "one line\n" * 2_000  # many pages: some seconds
TOO_LONG = "x\n" * 10_000


@pytest.fixture(autouse=True)
def _files_where_the_worker_writes_them(settings):
    settings.MEDIA_ROOT = Path(settings.DATA_DIR) / "files"


def wait_until(true: Callable[[], bool], seconds: float = 120) -> None:
    end = time.monotonic() + seconds
    while not true():
        assert time.monotonic() < end, list(
            Job.objects.exclude(state="done").values_list("name", "state", "attempts", "error")
        )
        time.sleep(0.1)


def printed(version: Version) -> bool:
    version.refresh_from_db()
    return bool(version.pdf)


def published_diary(group, mentor, keeper, text: str) -> Version:
    version = stories.submitted_diary(stories.held_meeting(group, by=mentor, keeper=keeper), by=keeper)
    version.answers["agenda"]["target"] = text
    Version.objects.filter(pk=version.pk).update(answers=version.answers)
    pipeline.publish(version, by=mentor)
    version.refresh_from_db()
    return version


def test_what_is_published_is_printed_and_told_by_a_real_worker(worker, working_group, tomas, nia, ela, signed_in):
    worker()
    stories.meeting(working_group, by=tomas)
    version = planning.publish(working_group, by=tomas)
    wait_until(lambda: printed(version))
    assert printing.is_intact(version)
    answer = signed_in(nia).get(reverse("documents:pdf", args=(version.pk,)))
    assert b"".join(answer.streaming_content).startswith(b"%PDF-")
    plan_told = Letter.objects.filter(about__startswith="meeting ", state="sent")
    wait_until(lambda: set(plan_told.values_list("person", flat=True)) == {tomas.pk, nia.pk, ela.pk})
    assert mail.outbox == []  # it was the worker that sent them, not this process


def caught_printing(worker, group, mentor, keeper) -> tuple[Version, Job]:
    """A diary whose worker was killed while it was printed; where the machine was too quick or we too slow, another."""
    for _again in range(5):
        running = worker(JOB_LEASE_SECONDS="3")
        version = published_diary(group, mentor, keeper, LONG)
        job = printing.job_of(version)
        wait_until(lambda job=job: Job.objects.get(pk=job.pk).state != Job.State.WAITING)
        running.kill()
        job.refresh_from_db()
        if job.state == Job.State.RUNNING:
            return version, job
    raise AssertionError("Five diaries were printed before their workers could be killed.")


def test_a_worker_killed_in_the_middle_of_a_render_loses_nothing(worker, working_group, tomas, nia):
    version, job = caught_printing(worker, working_group, tomas, nia)
    version.refresh_from_db()
    assert (version.state, version.pdf) == ("sealed", "")
    worker(JOB_LEASE_SECONDS="60")
    wait_until(lambda: printed(version))
    job.refresh_from_db()
    assert job.state in (Job.State.DONE, Job.State.RUNNING) and job.attempts >= 2
    assert printing.is_intact(version)
    assert list(printing.file_of(version).parent.glob("*.pdf")) == [printing.file_of(version)]


def test_a_render_that_takes_too_long_fails_alone_with_a_reason_and_a_way_to_try_again(
    worker, working_group, tomas, nia, signed_in, settings
):
    settings.CELERY_BROKER_URL = "none://"  # only the worker's own sweep finds the jobs, with its own shorter limit
    endless = published_diary(working_group, tomas, nia, TOO_LONG)
    plan = planning.publish(working_group, by=tomas)
    worker(RENDER_SECONDS="4")
    job = printing.job_of(endless)
    wait_until(lambda: Job.objects.get(pk=job.pk).state == Job.State.FAILED)
    wait_until(lambda: printed(plan))
    page = signed_in(nia).get(reverse("documents:pdf", args=(endless.pk,))).content.decode()
    assert "It took too long." in page and "Try again" in page
    assert "x" in signed_in(nia).get(reverse("documents:read", args=(endless.pk,))).content.decode()
    signed_in(nia).post(reverse("documents:print", args=(endless.pk,)))
    assert Job.objects.get(pk=job.pk).state in (Job.State.WAITING, Job.State.RUNNING)


def test_a_real_worker_proposes_groups_within_its_memory(worker, programme, mara):
    worker()
    for n in range(40):
        who = stories.person(f"mentee{n}@example.org", f"Mentee {n}")
        stories.application(programme, who, Role.MENTEE, by=mara)
    for n in range(12):
        who = stories.person(f"mentor{n}@example.org", f"Mentor {n}")
        stories.application(programme, who, Role.MENTOR, by=mara)
    stories.in_matching(programme, by=mara)
    job = proposing.ask_for_proposal(programme, by=mara)
    wait_until(lambda: Job.objects.get(pk=job.pk).state == Job.State.DONE)
    assert Placement.objects.filter(proposal__programme=programme).exclude(mentor=None).count() == 40


def test_saving_asks_a_broker_that_is_away_once_and_not_for_every_letter(working_group, tomas, broker_at, caplog):
    broker_at("redis://127.0.0.1:1/0")
    before = time.monotonic()
    stories.meeting(working_group, by=tomas)
    version = planning.publish(working_group, by=tomas)
    assert Job.objects.filter(state=Job.State.WAITING).count() > 10
    tries = sum("could not be announced" in line for line in caplog.messages)
    assert 1 <= tries <= 1 + (time.monotonic() - before) / tasks.NOT_ASKED_AGAIN_SECONDS
    assert printing.job_of(version).state == Job.State.WAITING
    assert tasks.sweep() > 0  # and the sweeper goes on trying
