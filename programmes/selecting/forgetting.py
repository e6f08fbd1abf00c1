"""Declined and withdrawn applications are erased so many days after the decision. A job, every day.

What stays is a number, and who did what when, without the applicant's name. The account goes too when its person takes
part in nothing else.
"""

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import F, ProtectedError, Q, QuerySet, RestrictedError
from django.db.models.functions import Coalesce
from django.utils import timezone

from documents.forgetting import forget_spaces
from jobs.queue import NotDoneYet, handles
from people.models import Letter, User
from policy.machine import record
from policy.models import Event, Participation
from policy.permissions import Action

from ..models import (
    Application,
    ForgottenApplication,
    Import,
    SelectionRules,
    TrainingAttendance,
    TrainingExpectation,
    TrainingPlace,
    UnitPassed,
)
from ..models.selecting import KEPT_DAYS

JOB = "programmes.forget_declined"
AT_MOST = 100  # in one turn
OVER = (Application.State.DECLINED, Application.State.WITHDRAWN)


def due(*, now: datetime) -> QuerySet[Application]:
    """The applications whose days are over, by the rule of their programme."""
    rows = Application.objects.filter(state__in=OVER)
    rows = rows.annotate(days=Coalesce(F("programme__selection_rules__keep_declined_days"), KEPT_DAYS))
    known = {KEPT_DAYS, *SelectionRules.objects.order_by().values_list("keep_declined_days", flat=True).distinct()}
    over = Q(pk__in=[])
    for days in known:
        over |= Q(days=days, decided_at__lte=now - timedelta(days=days))
    return rows.filter(over)


@handles(JOB, seconds=90)
def forget(job: Any = None) -> None:
    """Erase what is due, each in a transaction of its own. Safe to run twice, and after it was stopped half-way."""
    found = list(due(now=timezone.now()).values_list("pk", flat=True)[: AT_MOST + 1])
    for pk in found[:AT_MOST]:
        _forget(pk)
    if len(found) > AT_MOST:
        raise NotDoneYet


def _forget(pk: UUID) -> None:
    with transaction.atomic():
        held = Application.objects.select_for_update().filter(pk=pk, state__in=OVER).first()
        if held is None or not due(now=timezone.now()).filter(pk=pk).exists():
            return
        row = Application.objects.select_related("space", "programme", "person").get(pk=pk)
        forget_spaces([row.space_id])
        _remove_letters(row)
        _remove_from_files(row)
        _remove_from_trainings(row)
        _keep_the_number(row)
        gone = Q(space=row.space_id) | Q(space=row.programme.space_id, role=row.role, ends_at__isnull=False)
        Participation.objects.filter(gone, person=row.person_id).delete()
        row.delete()
        _forget_account(row.person)


def _keep_the_number(application: Application) -> None:
    record(application, Action.FORGET, by=None, source=application.state)
    Event.objects.filter(space=application.space_id, by=application.person_id).update(by=None)
    ForgottenApplication.objects.create(
        space=application.space,
        programme=application.programme,
        role=application.role,
        state=application.state,
        applied_on=timezone.localdate(application.created_at),
        decided_on=timezone.localdate(application.decided_at),
    )


def _remove_letters(application: Application) -> None:
    """What was written to the person about this application."""
    events = Event.objects.filter(space=application.space_id).values_list("pk", flat=True)
    theirs = Letter.objects.filter(person=application.person_id)
    about_it = Q(about__in=[f"event {pk}" for pk in events]) | Q(about__startswith=f"offer {application.pk} ")
    if interview := getattr(application, "interview", None):
        about_it |= Q(about__startswith=f"interview {interview.pk} ")
    theirs.filter(about_it).delete()


def _remove_from_files(application: Application) -> None:
    """The lines of the person in the files that applicants of this role came in with."""
    address = application.person.email.lower()
    for batch in Import.objects.filter(programme=application.programme_id):
        rows = [row for row in batch.rows if not _is_of(row, address, application.role)]
        if len(rows) != len(batch.rows):
            Import.objects.filter(pk=batch.pk).update(rows=rows, pasted="")
    others = Application.objects.filter(programme=application.programme_id)
    others.filter(reports_to__iexact=address).update(reports_to="")
    for other in others.exclude(not_with=[], wishes=[]):
        if address in (*other.not_with, *other.wishes):
            other.not_with = [one for one in other.not_with if one != address]
            other.wishes = [one for one in other.wishes if one != address]
            other.save(update_fields=("not_with", "wishes"))


def _remove_from_trainings(application: Application) -> None:
    """What they said for trainings, and that they were there: unless they still take part in another role."""
    programme, person = application.programme, application.person_id
    if Participation.objects.running().filter(space=programme.space_id, person=person).exists():
        return
    for rows in (TrainingPlace, TrainingExpectation, TrainingAttendance):
        rows.objects.filter(event__programme=programme, person=person).delete()
    UnitPassed.objects.filter(unit__programme=programme, person=person).delete()


def _is_of(row: dict[str, Any], address: str, role: str) -> bool:
    cells = row.get("cells") or {}
    return str(cells.get("email", "")).lower() == address and cells.get("role") == role


def _forget_account(person: User) -> None:
    """Erase the account of who takes part in nothing, and never did; not where something else still names it."""
    there = User.objects.filter(pk=person.pk, is_staff=False, participations=None, applications=None)
    try:
        with transaction.atomic():
            there.delete()
    except (ProtectedError, RestrictedError):
        return
