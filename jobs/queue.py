"""Ask for work to be done later, and say how far it is."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from math import ceil
from typing import Any

from django.db import transaction
from django.utils import timezone

from .models import Job

ATTEMPTS = 5  # then a job is parked with its reason


class GivenUp(Exception):
    """Raised by a handler when trying again cannot help; its text is the plain reason that people read."""


class NotDoneYet(Exception):
    """Raised by a handler of long work when its turn is over: the job waits for its next turn and goes on from there.

    What was done so far must be kept; other jobs get the worker in between, and no attempt is counted.
    """


@dataclass(frozen=True)
class Handler:
    """What a job's name stands for: a function, and the seconds (by the clock, of processor time) it may take.

    ``leads_to`` gives the address where what the job has made is found.
    """

    function: Callable[..., None]
    seconds: int
    processor_seconds: int
    leads_to: Callable[[Job], str] | None = None


_HANDLERS: dict[str, Handler] = {}


def handles(
    name: str, *, seconds: int = 60, processor_seconds: int = 0, leads_to: Callable[[Job], str] | None = None
) -> Callable[[Callable[..., None]], Callable[..., None]]:
    """Register a function as the handler of jobs called ``name``.

    The function takes the job and the arguments by keyword. It must be safe to run twice (the worker may die after
    the work and before the tick). ``seconds``: by the clock; the child process that runs it is killed soon after. ``processor_seconds``:
    of processor time, which a busy machine does not shorten; 0 is no limit. ``leads_to``: where its page leads when
    it is done.
    """

    def register(function: Callable[..., None]) -> Callable[..., None]:
        _HANDLERS[name] = Handler(function, seconds, processor_seconds, leads_to)
        return function

    return register


def handler_of(name: str) -> Handler:
    """The handler of jobs called ``name``; raises ``GivenUp`` for a name that no code answers to any more."""
    if name not in _HANDLERS:
        raise GivenUp(f"No code handles jobs called “{name}”.")
    return _HANDLERS[name]


def enqueue(name: str, *, by: Any = None, key: str = "", not_before: datetime | None = None, **arguments: Any) -> Job:
    """Write an outbox row in the current transaction and wake a worker once it is committed.

    With ``not_before`` no worker is woken: the sweeper finds the row when its time has come. ``key`` saves work: while a job with the same key waits, that one is returned and no second is written (two
    racing callers may still write two; handlers are safe to run twice). ``arguments`` must be JSON. ``by`` is the
    person who asks and who may see the progress. Never fails because the broker is away: the sweeper finds the row.
    """
    seconds = handler_of(name).seconds
    if key and (waiting := Job.objects.filter(key=key, state=Job.State.WAITING).first()):
        return waiting
    now = timezone.now()
    job = Job.objects.create(name=name, key=key, arguments=arguments, asked_by=by, not_before=not_before or now)
    if job.not_before <= now:
        transaction.on_commit(partial(_wake, job.pk, seconds))
    return job


def report_progress(job: Job, done: int, of: int) -> None:
    """Tell whoever waits how far a job is: ``done`` pieces out of ``of``."""
    Job.objects.filter(pk=job.pk).update(done_so_far=done, done_in_all=of)


def seconds_left(job: Job) -> int | None:
    """About how many seconds a job still takes, from how long it has taken so far; ``None`` when nobody can say."""
    if not 0 < job.done_so_far < job.done_in_all:
        return None
    passed = (timezone.now() - job.created_at).total_seconds()
    return ceil(passed / job.done_so_far * (job.done_in_all - job.done_so_far))


def end_of(job: Job) -> str:
    """The address where what a job has made is found; empty when it leads nowhere."""
    handler = _HANDLERS.get(job.name)
    return handler.leads_to(job) if handler and handler.leads_to else ""


def try_again(job: Job) -> bool:
    """Put a failed job back into the queue with fresh attempts; false when it was not failed (any more)."""
    again = Job.objects.filter(pk=job.pk, state=Job.State.FAILED).update(
        state=Job.State.WAITING, attempts=0, error="", not_before=timezone.now()
    )
    if again and job.name in _HANDLERS:  # the sweep says it of one that no code handles any more
        transaction.on_commit(partial(_wake, job.pk, handler_of(job.name).seconds))
    return bool(again)


def _wake(pk: Any, seconds: int) -> None:
    from .tasks import wake

    wake(pk, seconds)
