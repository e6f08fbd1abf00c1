"""One worker at a time does a job; what fails is tried again, and then put aside with a reason."""

import logging
from datetime import timedelta

import pytest
from django.utils import timezone

from jobs import tasks
from jobs.models import Job
from jobs.queue import GivenUp, NotDoneYet, enqueue
from tests.races import at_once


def later(**more) -> None:
    """Let time pass: whatever waits for a later moment is due."""
    Job.objects.filter(state="waiting").update(not_before=timezone.now() - timedelta(**more or {"seconds": 1}))


def as_it_is(job: Job) -> Job:
    return Job.objects.get(pk=job.pk)


@pytest.mark.django_db
def test_a_job_is_done_once(notebook):
    notebook.handler("tests.note")
    job = enqueue("tests.note")
    tasks.run(str(job.pk))
    tasks.run(str(job.pk))
    assert len(notebook) == 1
    assert (as_it_is(job).state, as_it_is(job).attempts, as_it_is(job).lease_until) == ("done", 1, None)
    assert as_it_is(job).finished_at is not None


@pytest.mark.django_db
def test_a_job_whose_row_is_gone_is_no_fault():
    tasks.run("6f9619ff-8b86-4d01-b42d-00cf4fc964ff")


@pytest.mark.django_db
def test_while_one_works_another_leaves_the_job_alone(notebook):
    notebook.handler("tests.note", before=lambda job: tasks.run(str(job.pk)))
    job = enqueue("tests.note")
    tasks.run(str(job.pk))
    assert len(notebook) == 1
    assert as_it_is(job).state == "done"


@pytest.mark.django_db
def test_a_job_whose_worker_died_is_taken_again_when_its_lease_ends(notebook):
    notebook.handler("tests.note")
    job = enqueue("tests.note")
    held = Job.objects.filter(pk=job.pk)
    held.update(state="running", attempts=1, lease_until=timezone.now() + timedelta(seconds=30))
    assert tasks.run_all() == 0
    held.update(lease_until=timezone.now() - timedelta(seconds=1))
    assert tasks.run_all() == 1
    assert notebook == [("tests.note", {})]
    assert (as_it_is(job).state, as_it_is(job).attempts) == ("done", 2)


@pytest.mark.django_db
def test_after_five_attempts_a_job_is_put_aside_with_a_reason(notebook):
    notebook.handler("tests.note", fails_with=ConnectionRefusedError("no such host"))
    job = enqueue("tests.note")
    waits = []
    for _attempt in range(5):
        before = timezone.now()
        assert tasks.run_all() == 1
        if as_it_is(job).state == "waiting":
            waits.append(round((as_it_is(job).not_before - before).total_seconds()))
            assert tasks.run_all() == 0, "it waits before it is tried again"
            assert as_it_is(job).error == "ConnectionRefusedError"
        later()
    assert waits == [15, 60, 240, 960]
    assert (as_it_is(job).state, as_it_is(job).error) == (
        "failed",
        "It failed five times (ConnectionRefusedError).",
    )
    assert tasks.run_all() == 0
    assert len(notebook) == 5


@pytest.mark.django_db
def test_a_job_that_takes_its_worker_down_each_time_is_put_aside(notebook):
    notebook.handler("tests.note")
    job = enqueue("tests.note")
    Job.objects.update(state="running", attempts=5, lease_until=timezone.now() - timedelta(seconds=1))
    tasks.run_all()
    assert notebook == []
    assert as_it_is(job).error == "It was tried five times and stopped the worker each time."
    assert as_it_is(job).state == "failed"


@pytest.mark.django_db
def test_long_work_is_done_in_turns_and_lets_others_in_between(notebook):
    turns = iter((NotDoneYet(), NotDoneYet(), None))

    def work(job) -> None:
        if over := next(turns):
            notebook.append(("tests.long", job.attempts))
            raise over

    notebook.handler("tests.long", before=work)
    notebook.handler("tests.note")
    long = enqueue("tests.long")
    tasks.run(str(long.pk))
    assert (as_it_is(long).state, as_it_is(long).attempts, as_it_is(long).lease_until) == ("waiting", 0, None)
    enqueue("tests.note")
    assert tasks.run_all() == 3
    assert notebook == [("tests.long", 1), ("tests.long", 1), ("tests.long", {}), ("tests.note", {})]
    assert as_it_is(long).state == "done"


@pytest.mark.django_db
def test_a_job_that_cannot_help_is_given_up_at_once(notebook):
    notebook.handler("tests.note", fails_with=GivenUp("The programme is not in the matching stage any more."))
    job = enqueue("tests.note")
    tasks.run_all()
    assert (as_it_is(job).state, as_it_is(job).error, as_it_is(job).attempts) == (
        "failed",
        "The programme is not in the matching stage any more.",
        1,
    )


@pytest.mark.django_db
def test_a_job_that_needs_too_much_memory_is_put_aside(notebook):
    notebook.handler("tests.note", fails_with=MemoryError())
    job = enqueue("tests.note")
    tasks.run_all()
    assert (as_it_is(job).state, as_it_is(job).error) == ("failed", "It needed too much memory.")


@pytest.mark.django_db
def test_a_poison_job_does_not_hold_up_the_others(notebook):
    notebook.handler("tests.poison", fails_with=ValueError("bad row"))
    notebook.handler("tests.note")
    poison = enqueue("tests.poison")
    others = [enqueue("tests.note", n=n) for n in range(3)]
    tasks.run_all()
    assert as_it_is(poison).state == "waiting"
    assert [as_it_is(other).state for other in others] == ["done", "done", "done"]


@pytest.mark.django_db
def test_a_worker_that_comes_back_late_does_not_undo_what_another_has_done(notebook):
    def somebody_else_does_it(job) -> None:
        Job.objects.filter(pk=job.pk).update(state="done", attempts=2, lease_until=None)

    notebook.handler("tests.note", before=somebody_else_does_it, fails_with=GivenUp("Too late."))
    job = enqueue("tests.note")
    tasks.run_all()
    assert (as_it_is(job).state, as_it_is(job).error) == ("done", "")


@pytest.mark.django_db(transaction=True)
def test_of_two_workers_one_does_the_job(notebook):
    notebook.handler("tests.note")
    for _round in range(5):
        job = enqueue("tests.note", n=_round)
        at_once(*[lambda job=job: tasks.run(str(job.pk))] * 2)
        assert (as_it_is(job).state, as_it_is(job).attempts) == ("done", 1)
    assert [arguments["n"] for _name, arguments in notebook] == [0, 1, 2, 3, 4]


@pytest.mark.django_db(transaction=True)
def test_a_broker_that_is_away_costs_nothing(notebook, settings, monkeypatch, caplog):
    from mentoring.celery import app

    nowhere = "redis://127.0.0.1:1/0"  # port 1: nobody listens
    settings.CELERY_BROKER_URL = nowhere
    monkeypatch.setattr(app.conf, "broker_url", nowhere)
    app.pool.force_close_all()
    notebook.handler("tests.note")
    with caplog.at_level(logging.WARNING, "jobs"):
        job = enqueue("tests.note")
    assert "could not be announced" in caplog.text
    assert as_it_is(job).state == "waiting"
    assert tasks.sweep() == 1
    assert as_it_is(job).state == "waiting"


@pytest.mark.django_db
def test_the_sweep_wakes_what_is_due_and_nothing_else(notebook, monkeypatch):
    notebook.handler("tests.note")
    waiting, later_on, running, dead, done = [enqueue("tests.note", n=n) for n in range(5)]
    now = timezone.now()
    Job.objects.filter(pk=later_on.pk).update(not_before=now + timedelta(minutes=1))
    Job.objects.filter(pk=running.pk).update(state="running", lease_until=now + timedelta(minutes=1))
    Job.objects.filter(pk=dead.pk).update(state="running", lease_until=now - timedelta(minutes=1))
    Job.objects.filter(pk=done.pk).update(state="done")
    woken = []
    monkeypatch.setattr(tasks.run, "apply_async", lambda args, **more: woken.append(args[0]))  # the broker
    monkeypatch.setattr(tasks.settings, "CELERY_BROKER_URL", "memory://")
    assert tasks.sweep() == 2
    assert set(woken) == {str(waiting.pk), str(dead.pk)}
    assert tasks.sweep() == 0  # a worker with a long queue is not told of the same again and again
    tasks.run(str(waiting.pk))
    Job.objects.filter(pk=dead.pk).update(woken_at=now - timedelta(minutes=1))
    assert tasks.sweep() == 1 and woken[2:] == [str(dead.pk)]  # its message may be lost


@pytest.mark.django_db
def test_the_sweep_forgets_finished_jobs_after_seven_days_and_keeps_failed_ones(notebook):
    notebook.handler("tests.note")
    fresh, old, failed = [enqueue("tests.note", n=n) for n in range(3)]
    tasks.run_all()
    Job.objects.filter(pk=old.pk).update(finished_at=timezone.now() - timedelta(days=8))
    Job.objects.filter(pk=failed.pk).update(state="failed", finished_at=timezone.now() - timedelta(days=80))
    tasks.sweep()
    assert set(Job.objects.all()) == {fresh, failed}


@pytest.mark.django_db
def test_the_sweep_gives_up_what_no_code_handles_any_more(notebook):
    notebook.handler("tests.note")
    other = enqueue("tests.note")
    gone = Job.objects.create(name="tests.gone")
    tasks.sweep()
    assert (as_it_is(gone).state, as_it_is(gone).error) == ("failed", "No code handles jobs called “tests.gone”.")
    assert as_it_is(other).state == "waiting"


@pytest.mark.django_db
def test_what_comes_round_by_the_clock_waits_once_and_is_done(settings):
    asked = [entry["args"][0] for entry in settings.CELERY_BEAT_SCHEDULE.values() if entry["task"] == "jobs.ask"]
    assert len(asked) > 0
    for name in asked:
        for _twice in range(2):
            tasks.ask(name)
        assert tasks.run_all() == 1
        assert Job.objects.get(name=name).state == "done"
