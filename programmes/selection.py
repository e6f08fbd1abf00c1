"""Selection: applicants come in from a file, the manager decides, and the person is told."""

from collections.abc import Iterable, Sequence
from typing import Any

from django.db import transaction

from people.invitations import NewAccount, accounts_of
from people.models import User
from policy.machine import NotNow
from policy.models import Participation, Space
from policy.permissions import Action, Role, require

from .models import Application, Programme
from .selecting import criteria, reserve
from .selecting.deciding import settle


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
        place=cells.get("place", ""),
        wishes=cells.get("wishes", []),
        reports_to=cells.get("reports to", ""),
        **{name: cells[name] for name in told},
    )


def decide(
    applications: Iterable[Application], decision: Action, *, by: Any, reason: str = "", rank: int | None = None
) -> tuple[int, int]:
    """Decide on several applications; returns how many were decided and how many it was not possible for.

    Selected people take part in the programme from now on; others' part in it ends. Each person is told at once; where
    that is to wait, see ``selecting.noting``.
    """
    decided = refused = 0
    for application in applications:
        require(by, decision, application)
        try:
            settle(application, decision, by=by, reason=reason, rank=rank)
        except NotNow:
            refused += 1
        else:
            decided += 1
    return decided, refused


def withdraw(application: Application, *, by: Any, reason: str = "") -> None:
    """The applicant steps back before the groups are formed; raises ``NotNow`` afterwards. ``reason``: for managers."""
    was_selected = application.state == Application.State.SELECTED
    with transaction.atomic():
        criteria.hold(application.programme)  # first, as everybody does who needs both: nobody waits for each other
        settle(application, Action.WITHDRAW, by=by, reason=reason)
        if was_selected:
            reserve.place_is_free(application)
