"""People who were selected and are in no group: who they are, in words; they end with the programme, or come back."""

from collections.abc import Callable, Iterable
from typing import Any
from uuid import UUID

from django.db import transaction
from django.db.models import OuterRef, QuerySet, Subquery
from django.utils import timezone
from django.utils.translation import gettext as _

from people.moments import date_format
from policy.machine import move
from policy.models import Event, Participation
from policy.permissions import Action, Role

from .models import Application, Group, Programme, Seat
from .selecting import criteria, interviews
from .selecting.deciding import NOTHING_NOTED, take_no_part, take_part
from .training import places

WORKING = (Programme.State.MENTORING, Programme.State.CLOSING)  # the groups are formed and at work


def mentees(programme: Programme) -> QuerySet[Application]:
    """Those who have left their group, whose group ended early, or who were selected when the groups were formed already.

    By name. Whoever was in a group to its end has had what the programme is for and is not among them.
    """
    held = Seat.objects.filter(group__programme=programme).exclude(group__in=_ended_early(programme))
    return _selected(programme, Role.MENTEE).exclude(pk__in=held.values("application"))


def mentors(programme: Programme) -> QuerySet[Application]:
    """Those who could lead a group and lead none: they never did, another took it over, or it ended early.

    By name. Whoever led a group to its end has done what the programme is for and is not among them; nor is whoever
    cannot sign in any more, as nobody can give them one.
    """
    return _leading_none(programme).filter(person__is_active=True)


def _leading_none(programme: Programme) -> QuerySet[Application]:
    led = Participation.objects.running().filter(space__group__programme=programme, role=Role.MENTOR)
    led = led.exclude(space__group__in=_ended_early(programme))
    return _selected(programme, Role.MENTOR).exclude(person__in=led.values("person"))


_OF_ROLE: dict[str, Callable[[Programme], QuerySet[Application]]] = {Role.MENTEE: mentees, Role.MENTOR: _leading_none}


def is_one(application: Application) -> bool:
    """Whether this one, mentee or mentor, is in no group."""
    return _OF_ROLE[application.role](application.programme).filter(pk=application.pk).exists()


def _selected(programme: Programme, role: Role) -> QuerySet[Application]:
    rows = programme.applications.filter(role=role, state=Application.State.SELECTED)
    return rows if programme.state in WORKING else rows.none()


def _ended_early(programme: Programme) -> QuerySet[Any]:
    return Event.objects.filter(space__within=programme.space_id, action=Action.END_EARLY).values("thing_id")


def in_words(programme: Programme, applications: Iterable[Any]) -> dict[UUID, str]:
    """Of those among these applications who are in no group: which they were in last, and until when.

    Two queries for mentees, two for mentors.
    """
    by_role: dict[str, list[UUID]] = {}
    for row in applications:
        by_role.setdefault(row.role, []).append(row.pk)
    told: dict[UUID, str] = {}
    for role, shown in by_role.items():
        rows = dict(_OF_ROLE[role](programme).filter(pk__in=shown).values_list("pk", "person"))
        last = _last_stays(programme, role, rows.values())
        told |= {pk: _WORDS[role](last.get(person)) for pk, person in rows.items()}
    return told


def _last_stays(programme: Programme, role: str, people: Iterable[UUID]) -> dict[UUID, Participation]:
    """By person, the last part that these had in a group of the programme; ``group_ended_at`` if early. One query."""
    early = Event.objects.filter(thing_id=OuterRef("space__group"), action=Action.END_EARLY).values("at")[:1]
    stays = Participation.objects.filter(space__group__programme=programme, role=role, person__in=people)
    stays = stays.annotate(group_ended_at=Subquery(early)).select_related("space__group")
    return {stay.person_id: stay for stay in stays.order_by("starts_at")}


def _told_of_mentee(stay: Any) -> str:
    if stay is None:
        return _("in no group yet")
    group: Group = stay.space.group
    if stay.ends_at is None:
        return _("%(group)s ended early; in no group now") % {"group": group}
    return _("left %(group)s on %(day)s; in no group now") % {"group": group, "day": _day(stay.ends_at)}


def _told_of_mentor(stay: Any) -> str:
    if stay is None:
        return _("has led no group yet")
    told = {"group": stay.space.group, "day": _day(stay.ends_at or stay.group_ended_at)}
    if stay.ends_at is None:
        return _("led %(group)s until it ended early on %(day)s; leads no group now") % told
    return _("led %(group)s until %(day)s; leads no group now") % told


_WORDS: dict[str, Callable[[Any], str]] = {Role.MENTEE: _told_of_mentee, Role.MENTOR: _told_of_mentor}


def _day(moment: Any) -> str:
    return date_format(timezone.localtime(moment), "j F Y")


def let_go(application: Application, reason: str, *, by: Any) -> None:
    """Note that somebody who is in no group has ended with the programme, and why; no letter tells of it.

    An interview still to come is called off, and who waits for their place in a training moves up: those are told.
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
    """Somebody who had ended with the programme can be placed, or lead, again.

    Who never was in a group takes part again, as everybody does who is selected: else nobody could train them first.
    The others read no more than before until then.
    """
    with transaction.atomic():
        criteria.hold(application.programme)
        move(application, Action.BRING_IN, by=by)
        if not _last_stays(application.programme, application.role, [application.person_id]):
            take_part(application)
