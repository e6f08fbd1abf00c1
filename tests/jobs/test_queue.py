"""A job exists if and only if the change that asks for it does."""

from datetime import timedelta

import pytest
from django.conf import settings
from django.db import transaction
from django.utils import timezone

from jobs import queue, tasks
from jobs.models import Job
from jobs.queue import GivenUp, enqueue


@pytest.mark.django_db(transaction=True)
def test_a_change_that_is_rolled_back_leaves_no_job(notebook):
    notebook.handler("tests.note")

    def change(*, fails: bool) -> None:
        with transaction.atomic():
            enqueue("tests.note", which="this one")
            if fails:
                raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        change(fails=True)
    assert not Job.objects.exists()
    change(fails=False)
    assert [(job.name, job.arguments, job.state) for job in Job.objects.all()] == [
        ("tests.note", {"which": "this one"}, "waiting")
    ]
    tasks.run_all()
    assert notebook == [("tests.note", {"which": "this one"})]


@pytest.mark.django_db
def test_while_a_job_with_the_same_key_waits_no_second_is_written(notebook):
    notebook.handler("tests.note")
    first = enqueue("tests.note", key="tests.note:7", n=1)
    assert enqueue("tests.note", key="tests.note:7", n=2) == first
    other = enqueue("tests.note", key="tests.note:8", n=3)
    keyless = [enqueue("tests.note", n=4), enqueue("tests.note", n=5)]
    assert set(Job.objects.all()) == {first, other, *keyless}
    tasks.run_all()
    assert [arguments["n"] for _name, arguments in notebook] == [1, 3, 4, 5]
    assert enqueue("tests.note", key="tests.note:7", n=6) != first


@pytest.mark.django_db
def test_a_job_for_later_wakes_nobody_and_is_done_when_its_time_has_come(notebook, django_capture_on_commit_callbacks):
    notebook.handler("tests.note")
    with django_capture_on_commit_callbacks() as wakings:
        later = enqueue("tests.note", not_before=timezone.now() + timedelta(days=3), n=1)
    assert wakings == []
    with django_capture_on_commit_callbacks() as wakings:
        enqueue("tests.note", not_before=timezone.now() - timedelta(seconds=1), n=2)
    assert len(wakings) == 1
    tasks.run_all()
    assert [arguments["n"] for _name, arguments in notebook] == [2]
    Job.objects.filter(pk=later.pk).update(not_before=timezone.now())
    tasks.run_all()
    assert [arguments["n"] for _name, arguments in notebook] == [2, 1]


@pytest.mark.django_db
def test_a_name_that_nothing_handles_is_refused_when_asked_for():
    with pytest.raises(GivenUp, match=r"No code handles jobs called “tests\.nobody”"):
        enqueue("tests.nobody")
    assert not Job.objects.exists()


@pytest.mark.django_db
def test_progress_is_told_to_whoever_asks(notebook):
    notebook.handler("tests.note", before=lambda job: queue.report_progress(job, 3, of=8))
    job = enqueue("tests.note")
    tasks.run_all()
    job.refresh_from_db()
    assert (job.done_so_far, job.done_in_all) == (3, 8)


@pytest.mark.django_db
def test_a_failed_job_can_be_tried_again_with_fresh_attempts(notebook):
    notebook.handler("tests.note", fails_with=GivenUp("The printer is on fire."))
    job = enqueue("tests.note")
    assert not queue.try_again(job), "it has not failed yet"
    tasks.run_all()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "The printer is on fire.")
    notebook.handler("tests.note")
    assert queue.try_again(job)
    assert not queue.try_again(job), "it waits already"
    tasks.run_all()
    job.refresh_from_db()
    assert (job.state, job.error, job.attempts) == ("done", "", 1)


@pytest.mark.django_db
def test_trying_again_what_no_code_handles_any_more_fails_with_a_reason():
    job = Job.objects.create(name="tests.gone", state=Job.State.FAILED, error="It took too long.")
    assert queue.try_again(job)
    tasks.run_all()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "No code handles jobs called “tests.gone”.")


def test_no_handler_may_work_longer_than_its_lease():
    assert {name: handler.seconds for name, handler in queue._HANDLERS.items()}
    too_long = [name for name, handler in queue._HANDLERS.items() if handler.seconds + 5 >= settings.JOB_LEASE_SECONDS]
    assert too_long == []
