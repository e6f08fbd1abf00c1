"""People come in after a yes: up to fifty at once, more by a job that goes on where it was."""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import IntegrityError, transaction
from django.db.models import F
from django.db.models.functions import Coalesce
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.queue import GivenUp, NotDoneYet, enqueue, handles, report_progress
from policy.machine import NotNow
from policy.models import Event
from policy.permissions import Action, require

from .. import selection
from ..models import Application, Arrival, Import, Inviting, Programme
from . import inviting

JOB = "programmes.enter"
AT_ONCE = 50
SOME, A_TURN = 50, 200  # people in one transaction, and in one turn of the job
HELD, HELD_OF_MANY = timedelta(seconds=60), timedelta(minutes=5)  # how long letters wait: a job takes its time


def begin(
    programme: Programme, way: str, *, by: Any, pk: UUID, batch: Import | None = None, chosen: list[str] | None = None
) -> tuple[Arrival, Job | None]:
    """Let the good rows of ``batch``, or the applications ``chosen``, come in by ``way``; and the job that does it.

    There is none when they are few: then it is done. The same ``pk`` a second time is the first one. Raises ``NotNow``
    when it was used for something else.
    """
    require(by, Action.RUN, programme)
    told = {"by": by, "way": way, "batch": batch, "chosen": chosen or [], "letters_at": timezone.now()}
    try:
        with transaction.atomic():
            arrival, is_new = Arrival.objects.get_or_create(pk=pk, programme=programme, defaults=told)
            return (arrival, _start(arrival)) if is_new else (arrival, _job_of(arrival))
    except IntegrityError:
        raise NotNow(_("This page is old. Go back to the programme and begin again.")) from None


def _start(arrival: Arrival) -> Job | None:
    many = len(arrival.steps) > AT_ONCE
    arrival.letters_at += HELD_OF_MANY if many else HELD
    arrival.save(update_fields=("letters_at",))
    if many:
        return enqueue(JOB, by=arrival.by, arrival=str(arrival.pk))
    while not some(arrival.pk):
        pass
    arrival.refresh_from_db()
    return None


def _job_of(arrival: Arrival) -> Job | None:
    return Job.objects.filter(name=JOB, asked_by=arrival.by_id, arguments__arrival=str(arrival.pk)).first()


def _end(job: Job) -> str:
    return Arrival.objects.get(pk=job.arguments["arrival"]).get_absolute_url()


@handles(JOB, seconds=55, leads_to=_end)
def enter(job: Job, *, arrival: str) -> None:
    """One turn of bringing many people in, if whoever said yes still manages the programme."""
    row = Arrival.objects.select_related("programme__space", "by", "batch").get(pk=arrival)
    try:
        require(row.by, Action.RUN, row.programme)
    except PermissionDenied:
        raise GivenUp(_("Whoever began this does not manage the programme any more.")) from None
    in_all = len(row.steps)
    for _turn in range(A_TURN // SOME):
        is_done = some(row.pk)
        report_progress(job, min(Arrival.objects.values_list("done", flat=True).get(pk=row.pk), in_all), in_all)
        if is_done:
            return
    raise NotDoneYet


@transaction.atomic
def some(pk: UUID) -> bool:
    """Let the next few people of an arrival come in; whether that were all of them."""
    arrival = Arrival.objects.select_related("programme__space", "by", "batch").get(pk=pk)
    Programme.objects.select_for_update().get(pk=arrival.programme_id)  # whoever else adds people waits here
    arrival.done = Arrival.objects.values_list("done", flat=True).get(pk=pk)  # as it is behind the lock
    steps, began = arrival.steps, timezone.now()
    people, added = _people(arrival, steps[arrival.done : arrival.done + SOME])
    selected = _select(people, arrival) if arrival.way == Arrival.Way.TAKE_PART else []
    _hush(selected, began)
    with translation.override(arrival.programme.language):
        invited = [] if arrival.way == Arrival.Way.LIST else [inviting.write(row, arrival) for row in people]
    Inviting.objects.bulk_create(invited)
    done = min(arrival.done + SOME, len(steps))
    Arrival.objects.filter(pk=pk).update(done=done, added=F("added") + added, invited=F("invited") + len(invited))
    if arrival.batch:
        Import.objects.filter(pk=arrival.batch.pk).update(added=Coalesce(F("added"), 0) + added)
    return done >= len(steps)


def _people(arrival: Arrival, steps: list[Any]) -> tuple[list[Application], int]:
    """Whom these steps are about, and how many of them are new; nobody who came in another way in the meantime."""
    if arrival.batch:
        fresh = selection.add_all(arrival.programme, steps)
        return [row for row in fresh if row.person.is_active], len(fresh)
    rows = arrival.programme.applications.select_related("person", "space", "programme__space")
    return list(rows.filter(pk__in=steps, person__is_active=True).order_by("created_at", "pk")), 0


def _select(people: list[Application], arrival: Arrival) -> list[UUID]:
    """Select those who are not decided yet; ids of which."""
    waiting = [row for row in people if row.state == Application.State.APPLIED]
    selection.decide(waiting, Action.SELECT, by=arrival.by)
    return [row.pk for row in waiting]


def _hush(selected: list[UUID], began: datetime) -> None:
    """The invitation tells of the decision: no second letter about it is written."""
    events = Event.objects.filter(thing="programmes.application", thing_id__in=selected, at__gte=began)
    told = Job.objects.filter(name="policy.tell", state=Job.State.WAITING, not_before__gte=began)
    told.filter(arguments__event__in=list(events.values_list("pk", flat=True))).delete()
