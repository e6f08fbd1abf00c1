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
from ..models import Application, Arrival, Import, Programme
from . import inviting

JOB = "programmes.enter"
AT_ONCE = 50
SOME, A_TURN = 25, 200  # people in one transaction, and in one turn of the job
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
    counted, selected = {"added": 0, "invited": 0}, list[UUID]()
    for step in steps[arrival.done : arrival.done + SOME]:
        with translation.override(arrival.programme.language):
            _one(arrival, step, counted, selected)
    _hush(selected, began)
    done = min(arrival.done + SOME, len(steps))
    more = {name: F(name) + n for name, n in counted.items()}
    Arrival.objects.filter(pk=pk).update(done=done, **more)
    if arrival.batch:
        Import.objects.filter(pk=arrival.batch.pk).update(added=Coalesce(F("added"), 0) + counted["added"])
    return done >= len(steps)


def _one(arrival: Arrival, step: Any, counted: dict[str, int], selected: list[UUID]) -> None:
    """Let one person come in; adds to what is counted, and to those who were selected by it."""
    rows = arrival.programme.applications.select_related("person", "space", "programme__space")
    if arrival.batch:
        if not selection.add(arrival.programme, step):
            return  # came in another way in the meantime
        counted["added"] += 1
        if arrival.way == Arrival.Way.LIST:
            return
        application = rows.filter(role=step["role"], person__email__iexact=step["email"]).first()
    else:
        application = rows.filter(pk=step).first()
    if application is None or not application.person.is_active:
        return
    if arrival.way == Arrival.Way.TAKE_PART and application.state == Application.State.APPLIED:
        selection.decide([application], Action.SELECT, by=arrival.by)
        selected.append(application.pk)
    inviting.write(application, arrival)
    counted["invited"] += 1


def _hush(selected: list[UUID], began: datetime) -> None:
    """The invitation tells of the decision: no second letter about it is written."""
    events = Event.objects.filter(thing="programmes.application", thing_id__in=selected, at__gte=began)
    told = Job.objects.filter(name="policy.tell", state=Job.State.WAITING, not_before__gte=began)
    told.filter(arguments__event__in=list(events.values_list("pk", flat=True))).delete()
