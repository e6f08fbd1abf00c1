"""What awaits mentors and mentees of trainings: say whether you come, the training itself, units to read."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import CharField, Exists, OuterRef, Q, QuerySet, Subquery, Value
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.moments import date_format
from policy.standing import Standing
from policy.tasks import Task

from ..models import Programme, TrainingAttendance, TrainingEvent, TrainingPlace, TrainingUnit, UnitPassed
from ..models.trainings import ROLES

SOON = timedelta(days=14)
AT_MOST = 20
UNIT = "~unit"  # behind whatever somebody says of a training
OVER = (Programme.State.CLOSING, Programme.State.CLOSED)


def tasks_for(standing: Standing, *, now: datetime) -> list[Task]:
    """The lines for somebody's page, trainings by their date and then units. One query."""
    found = _coming(standing, now).union(_units(standing), all=True)[:AT_MOST]
    rows = [_Row(*values) for values in found]
    return [_event(row) if row.is_event else _unit(row) for row in sorted(rows)]


@dataclass(frozen=True, order=True)
class _Row:
    """A training to come, or a unit to read, as one query finds both; a unit has no ``said`` and sorts behind."""

    said: str
    at: datetime
    pk: UUID
    programme: UUID
    title: str
    minutes: int

    @property
    def is_event(self) -> bool:
        return self.said != UNIT

    @property
    def url(self) -> str:
        return reverse(f"programmes:{'training' if self.is_event else 'unit'}", args=(self.programme, self.pk))


def _mine(standing: Standing) -> Q:
    """What is for somebody in the programmes in which they are mentor or mentee."""
    found = Q(pk=None)
    for audience, roles in ROLES.items():
        found |= Q(audience=audience, programme__space__in=standing.spaces(*roles))
    return found


def _coming(standing: Standing, now: datetime) -> QuerySet[Any, Any]:
    own = TrainingPlace.objects.filter(event=OuterRef("pk"), person=standing.person)
    rows = TrainingEvent.objects.filter(
        _mine(standing), state=TrainingEvent.State.PLANNED, starts_at__gt=now, starts_at__lt=now + SOON
    )
    rows = rows.exclude(Exists(own.filter(said=TrainingPlace.Said.CANNOT)))
    said = Coalesce(Subquery(own.values("said")[:1]), Value(""), output_field=CharField())
    return (
        rows.order_by().annotate(what=said).values_list("what", "starts_at", "pk", "programme_id", "title", "minutes")
    )


def _units(standing: Standing) -> QuerySet[Any, Any]:
    """Units that are needed and not passed; none where the person was at a training, which counts as much."""
    there = TrainingAttendance.objects.filter(person=standing.person, was=TrainingAttendance.Was.THERE)
    passed = UnitPassed.objects.filter(person=standing.person)
    rows = TrainingUnit.objects.filter(_mine(standing), is_on=True, is_needed=True).exclude(programme__state__in=OVER)
    rows = rows.exclude(pk__in=passed.values("unit")).exclude(programme__in=there.values("event__programme"))
    what = Value(UNIT, output_field=CharField())
    return (
        rows.order_by().annotate(what=what).values_list("what", "created_at", "pk", "programme_id", "title", "minutes")
    )


def _event(row: _Row) -> Task:
    local = timezone.localtime(row.at)
    # Translators: when a training is: a day, then hours with their time zone
    when = _("on %(day)s, %(time)s") % {"day": date_format(local, "D j F"), "time": date_format(local, "H:i")}
    if row.said == TrainingPlace.Said.COMES:
        return Task(_("Training"), when, row.url, _("You come: %(title)s.") % {"title": row.title})
    if row.said == TrainingPlace.Said.WAITS:
        return Task(_("Training"), when, row.url, _("You are on the waiting list: %(title)s.") % {"title": row.title})
    thing = _("to the training %(when)s") % {"when": when}
    return Task(_("Say whether you come"), thing, row.url, row.title, due=row.at, harm=1)


def _unit(row: _Row) -> Task:
    words = ngettext("It takes about %(n)d minute.", "It takes about %(n)d minutes.", row.minutes)
    return Task(_("Read and check yourself"), row.title, row.url, words % {"n": row.minutes})
