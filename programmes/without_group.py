"""Mentees who were selected and are in no group: who they are, in words; they end with the programme, or come back."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from people.moments import date_format
from policy.machine import move
from policy.models import Event, Participation
from policy.permissions import Action, Role

from .models import Application, Group, Programme, Seat
from .selecting import criteria, interviews
from .selecting.deciding import NOTHING_NOTED, take_no_part
from .training import places

WORKING = (Programme.State.MENTORING, Programme.State.CLOSING)  # the groups are formed and at work


def mentees(programme: Programme) -> QuerySet[Application]:
    """Those who have left their group, whose group ended early, or who were selected when the groups were formed already.

    By name. Whoever was in a group to its end has had what the programme is for and is not among them.
    """
    rows = programme.applications.filter(role=Role.MENTEE, state=Application.State.SELECTED)
    if programme.state not in WORKING:
        return rows.none()
    ended_early = Event.objects.filter(space__within=programme.space_id, action=Action.END_EARLY)
    held = Seat.objects.filter(group__programme=programme).exclude(group__in=ended_early.values("thing_id"))
    return rows.exclude(pk__in=held.values("application"))


def in_words(programme: Programme, applications: Iterable[Any]) -> dict[UUID, str]:
    """Of those among these applications who are in no group: which they were in last, and until when. Two queries."""
    shown = [row.pk for row in applications]
    rows = dict(mentees(programme).filter(pk__in=shown).values_list("pk", "person")) if shown else {}
    stays = Participation.objects.filter(
        space__group__programme=programme, role=Role.MENTEE, person__in=rows.values()
    ).select_related("space__group")
    last = {stay.person_id: stay for stay in stays.order_by("starts_at")}
    return {pk: _told(last.get(person)) for pk, person in rows.items()}


def _told(stay: Participation | None) -> str:
    if stay is None:
        return _("in no group yet")
    group: Group = stay.space.group
    if stay.ends_at is None:
        return _("%(group)s ended early; in no group now") % {"group": group}
    day = date_format(timezone.localtime(stay.ends_at), "j F Y")
    return _("left %(group)s on %(day)s; in no group now") % {"group": group, "day": day}


def let_go(application: Application, reason: str, *, by: Any) -> None:
    """Note that somebody who is in no group has ended with the programme, and why; nobody is told.

    What is theirs and what they signed they keep. Raises ``NotNow`` when they are in a group (again).
    """
    with transaction.atomic():
        criteria.hold(application.programme)  # whoever places them in a group waits here, or was first
        told = {**NOTHING_NOTED, "noted_revision": application.noted_revision + 1, "ended_reason": reason}
        move(application, Action.LET_GO, by=by, **told)
        take_no_part(application)
        places.give_up(application.programme, application.person)
        interviews.strike_out(application)


def bring_in(application: Application, *, by: Any) -> None:
    """Somebody who had ended with the programme can be placed again; until they are, they read no more than before."""
    with transaction.atomic():
        criteria.hold(application.programme)
        move(application, Action.BRING_IN, by=by)
