"""What Celery knows of us: run one outbox row, and sweep for rows that nobody woke."""

import logging
import time
import uuid
from datetime import timedelta

from celery import shared_task
from celery.exceptions import SoftTimeLimitExceeded
from django.conf import settings
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from .limits import TookTooLong, processor_seconds
from .models import Job
from .queue import ATTEMPTS, GivenUp, NotDoneYet, enqueue, handler_of

log = logging.getLogger(__name__)
SWEEP_AT_MOST = 200
NOT_ASKED_AGAIN_SECONDS = 5
_broker = {"away_until": 0.0}  # on the clock of this process


def wake(pk: uuid.UUID, seconds: int) -> bool:
    """Tell a worker that a row waits; whether that worked. A broker that is away costs one try: the sweeper comes by."""
    if settings.CELERY_BROKER_URL == "none://":  # the fast tests: rows are run by hand
        return False
    if time.monotonic() < _broker["away_until"]:  # a save with thirty letters waits for one of them at most
        return False
    try:
        run.apply_async((str(pk),), soft_time_limit=seconds, time_limit=seconds + 5, ignore_result=True)
    except Exception as broker_is_away:  # any transport raises its own kinds
        _broker["away_until"] = time.monotonic() + NOT_ASKED_AGAIN_SECONDS
        log.warning("Job %s could not be announced (%s); the sweeper will find it.", pk, type(broker_is_away).__name__)
        return False
    return True


@shared_task(name="jobs.run")
def run(pk: str) -> None:
    """Do the job of this id, unless another worker holds its lease or it is already done."""
    if job := _take(pk):
        _do(job)


@shared_task(name="jobs.sweep")
def sweep() -> int:
    """Wake every due row of which no worker has heard lately, and forget old finished ones. Returns how many were woken."""
    Job.objects.forgotten().delete()
    due = list(Job.objects.due().unheard().values_list("pk", "name")[:SWEEP_AT_MOST])
    told = []
    for pk, name in due:
        try:
            if wake(pk, handler_of(name).seconds):
                told.append(pk)
        except GivenUp as gone:
            Job.objects.filter(pk=pk).update(state=Job.State.FAILED, error=str(gone))
    Job.objects.filter(pk__in=told).update(woken_at=timezone.now())
    return len(due)


@shared_task(name="jobs.ask")
def ask(name: str) -> None:
    """Write an outbox row for work that comes round by the clock, unless one waits already."""
    enqueue(name, key=name)


def run_all(at_most: int = 1000) -> int:
    """Do every due job in this process, one after another. Used where no worker runs: the demo and the fast tests."""
    for done in range(at_most):
        job = Job.objects.due().first()
        if job is None:
            return done
        run(str(job.pk))
    return at_most


def _take(pk: str) -> Job | None:
    """Take the lease by compare-and-set, so that two workers never do the same job at the same time."""
    job = Job.objects.due().filter(pk=pk).first()
    if job is None:
        return None
    if job.attempts >= ATTEMPTS:  # every attempt took its worker down with it
        _park(job, _("It was tried five times and stopped the worker each time."))
        return None
    taken = Job.objects.filter(pk=pk, state=job.state, attempts=job.attempts, lease_until=job.lease_until).update(
        state=Job.State.RUNNING,
        attempts=job.attempts + 1,
        lease_until=timezone.now() + timedelta(seconds=settings.JOB_LEASE_SECONDS),
        woken_at=None,
    )
    job.attempts += 1
    return job if taken else None


def _do(job: Job) -> None:
    try:
        handler = handler_of(job.name)
        with translation.override(settings.LANGUAGE_CODE), processor_seconds(handler.processor_seconds):
            handler.function(job, **job.arguments)
    except GivenUp as reason:
        _park(job, str(reason))
    except NotDoneYet:
        _next_turn(job)
    except (SoftTimeLimitExceeded, TookTooLong):
        _park(job, _("It took too long."))
    except MemoryError:
        _park(job, _("It needed too much memory."))
    except Exception as fault:
        log.exception("Job %s (%s), attempt %s", job.pk, job.name, job.attempts)
        _again_later(job, fault)
    else:
        Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
            state=Job.State.DONE, finished_at=timezone.now(), lease_until=None, error=""
        )


def _next_turn(job: Job) -> None:
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=Job.State.WAITING, attempts=0, not_before=timezone.now(), lease_until=None, error=""
    )
    wake(job.pk, handler_of(job.name).seconds)


def _again_later(job: Job, fault: Exception) -> None:
    if job.attempts >= ATTEMPTS:
        _park(job, _("It failed five times (%(fault)s).") % {"fault": type(fault).__name__})
        return
    wait = timedelta(seconds=15 * 4 ** (job.attempts - 1))  # 15 s, 1 min, 4 min, 16 min
    Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
        state=Job.State.WAITING, not_before=timezone.now() + wait, lease_until=None, error=type(fault).__name__
    )


def _park(job: Job, reason: str) -> None:
    with transaction.atomic():
        Job.objects.filter(pk=job.pk, attempts=job.attempts).update(
            state=Job.State.FAILED, error=reason[:300], finished_at=timezone.now(), lease_until=None
        )
    log.error("Job %s (%s) was given up: %s", job.pk, job.name, reason)
