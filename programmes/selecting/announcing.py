"""What was noted is told: at the moment that the programme has set, or when a manager says so."""

from dataclasses import dataclass
from time import monotonic
from typing import Any
from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.db.models import Count, Q, QuerySet, Sum
from django.db.models.functions import Least
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from jobs.models import Job
from jobs.queue import NotDoneYet, enqueue, handles
from people.models import User
from policy.machine import NotNow
from policy.permissions import Action, Role, may, require

from ..models import Application, Programme, SelectionRules
from . import reserve
from .deciding import settle

JOB = "programmes.announce"
TURN = 40  # seconds; then other jobs get the worker


@dataclass(frozen=True)
class Standing:
    """What will have become of those who applied in one role: how many, and for how many mentees there is room."""

    role: str
    words: str
    selected: int
    reserve: int
    declined: int
    open: int
    room: int


def noted(programme: Programme) -> QuerySet[Application]:
    """The applications whose decision is noted and not told yet."""
    rows = programme.applications.exclude(noted="").select_related("person", "noted_by")
    return rows.order_by("role", "noted", "person__name", "pk")


def overview(programme: Programme) -> list[Standing]:
    """How it will stand once all is told, for mentees and mentors. One query."""
    room: Any = Sum("capacity") if programme.is_individual else Sum(Least("capacity", programme.group_at_most))
    found: Any = programme.applications.order_by().values("role", "state", "noted")
    found = found.annotate(n=Count("pk"), room=room)
    return [_count(role, [row for row in found if row["role"] == role]) for role in (Role.MENTEE, Role.MENTOR)]


def _count(role: Role, rows: list[dict[str, Any]]) -> Standing:
    becomes = {"select": "selected", "reserve": "reserve", "decline": "declined"}
    n = dict.fromkeys(("selected", "reserve", "declined", "applied"), 0)
    room = 0
    for row in rows:
        state = becomes.get(row["noted"], row["state"])
        if state in n:
            n[state] += row["n"]
        room += row["room"] if state == "selected" else 0
    return Standing(role.value, str(role.label), n["selected"], n["reserve"], n["declined"], n["applied"], room)


def announce_now(programme: Programme, *, by: Any) -> Job:
    """Have all that is noted told now; from now on decisions are told at once. Asking twice tells once."""
    require(by, Action.RUN, programme)
    with transaction.atomic():
        rules, _new = SelectionRules.objects.select_for_update().get_or_create(programme=programme)
        if rules.waits():
            SelectionRules.objects.filter(pk=rules.pk).update(announce_at=timezone.now())
        return enqueue(JOB, by=by, key=f"{JOB}:{programme.pk}", programme=str(programme.pk))


@handles(JOB, seconds=TURN + 30)
def announce(job: Any, *, programme: str, at: str = "") -> None:
    """Tell all that is noted, each in a transaction of its own. A second run finds nothing to tell.

    ``at``: the moment for which it was set; nothing is told where the programme has another one by now.
    """
    row = Programme.objects.select_related("space", "selection_rules").filter(pk=programme).first()
    if row is None or (at and SelectionRules.of(row).announce_at != parse_datetime(at)):
        return
    began = monotonic()
    asked_by = job.asked_by if job else None
    for pk in list(noted(row).filter(noted_problem="").values_list("pk", flat=True)):
        _tell(pk, asked_by)
        if monotonic() - began > TURN:
            raise NotDoneYet
    reserve.fill_by_itself(row)


def _tell(pk: UUID, asked_by: User | None) -> None:
    with transaction.atomic():
        rows = Application.objects.select_for_update(of=("self",)).exclude(noted="")
        row = rows.select_related("noted_by", "person", "space", "programme__space").filter(pk=pk).first()
        if row is None:
            return
        seen = Q(noted=row.noted, noted_revision=row.noted_revision)
        try:
            with transaction.atomic():
                decision, reason, rank = Action(row.noted), row.noted_reason, row.noted_rank
                settle(row, decision, by=_speaker(row, asked_by), where=seen, reason=reason, rank=rank)
        except (NotNow, PermissionDenied) as problem:
            Application.objects.filter(seen, pk=pk).update(noted_problem=str(problem)[:300])


def _speaker(application: Application, asked_by: User | None) -> User:
    """Whose decision it is: who noted it, if that is still a manager here, else who asks for it to be told."""
    for who in (application.noted_by, asked_by):
        if who is not None and may(who, Action.SELECT, application):
            return who
    raise PermissionDenied(_("Whoever noted this is no manager of the programme any more. Decide anew."))
