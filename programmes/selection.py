"""Selection: applicants come in from a file, the manager decides, and the person is told."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.invitations import NewAccount, accounts_of
from people.models import User
from policy.machine import NotNow, move
from policy.models import Participation, Space
from policy.permissions import Action, Role, require

from .models import Application, Programme


def add(programme: Programme, cells: dict[str, Any]) -> bool:
    """Make somebody an applicant from the cells of a good row; false when they are one already."""
    return bool(add_all(programme, [cells]))


def add_all(programme: Programme, rows: Sequence[dict[str, Any]]) -> list[Application]:
    """The same for several good rows, in a few statements; the applications of those who were none yet."""
    wanted = {cells["email"]: NewAccount(cells["name"], cells["time zone"]) for cells in rows}
    people = accounts_of(wanted, language=programme.language)
    taken = set(programme.applications.filter(person__in=people.values()).values_list("person", "role"))
    fresh = []
    for cells in rows:
        person = people[cells["email"]]
        if (person.pk, cells["role"]) not in taken:
            taken.add((person.pk, cells["role"]))
            fresh.append(_application(programme, person, cells))
    with transaction.atomic():
        Space.objects.bulk_create([row.space for row in fresh])
        Participation.objects.bulk_create(
            [Participation(space=row.space, person=row.person, role=Role.APPLICANT) for row in fresh]
        )
        return Application.objects.bulk_create(fresh)


def _application(programme: Programme, person: User, cells: dict[str, Any]) -> Application:
    told = ("languages", "field", "situation", "experience", "goals", "availability", "mode", "capacity")
    return Application(
        space=Space(kind=Space.Kind.APPLICATION, within=programme.space),
        programme=programme,
        person=person,
        role=cells["role"],
        not_with=cells["not with"],
        **{name: cells[name] for name in told},
    )


def decide(applications: Iterable[Application], decision: Action, *, by: Any, reason: str = "") -> tuple[int, int]:
    """Decide on several applications; returns how many were decided and how many it was not possible for.

    Selected people take part in the programme from now on; others' part in it ends. Each person is told.
    """
    decided = refused = 0
    for application in applications:
        require(by, decision, application)
        try:
            _move(application, decision, by, reason=reason)
        except NotNow:
            refused += 1
        else:
            decided += 1
    return decided, refused


def withdraw(application: Application, *, by: Any) -> None:
    """The applicant steps back before the groups are formed; raises ``NotNow`` afterwards."""
    _move(application, Action.WITHDRAW, by)


def _move(application: Application, action: Action, by: Any, **changes: Any) -> None:
    """One decision and what follows from it. The seat is asked for last: by then nobody else can be giving one."""
    with transaction.atomic():
        move(application, action, by=by, decided_at=timezone.now(), **changes)
        if _has_seat(application):
            raise NotNow(_("There is a place in a group already. The manager can help."))
        _take_part(application, action == Action.SELECT)


def _has_seat(application: Application) -> bool:
    """Who has a place in a group leaves it first; that is not a matter of selection any more."""
    groups = application.programme.groups.filter(space__participations__person=application.person_id)
    return groups.exists()


def _take_part(application: Application, takes_part: bool) -> None:
    where: dict[str, Any] = {
        "space": application.programme.space,
        "person": application.person,
        "role": application.role,
    }
    if takes_part:
        Participation.objects.get_or_create(**where, ends_at=None)
    else:
        Participation.objects.filter(**where, ends_at=None).update(ends_at=timezone.now())
