"""One decision and what follows from it, in one transaction."""

from typing import Any

from django.db import models, transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow, move
from policy.models import Participation
from policy.permissions import Action

from ..models import Application
from . import interviews

NOTHING_NOTED: dict[str, Any] = {
    "noted": "",
    "noted_reason": "",
    "noted_rank": None,
    "noted_by": None,
    "noted_problem": "",
}


def settle(
    application: Application, action: Action, *, by: Any, where: models.Q | None = None, rank: int | None = None,
    **changes: Any,
) -> None:  # fmt: skip
    """Select, reserve, decline or withdraw; whoever is concerned is told. Raises ``NotNow`` and ``PermissionDenied``.

    Selected people take part in the programme from now on; others' part in it ends. What was noted before is gone.
    The seat is asked for last: by then nobody else can be giving one.
    """
    with transaction.atomic():
        settled = {"decided_at": timezone.now(), "rank": rank if action == Action.RESERVE else None}
        told = {**settled, **NOTHING_NOTED, "noted_revision": application.noted_revision + 1}
        move(application, action, by=by, where=where, **told, **changes)
        if has_seat(application):
            raise NotNow(_("There is a place in a group already. The manager can help."))
        _take_part(application, action == Action.SELECT)
        if action in (Action.DECLINE, Action.WITHDRAW):
            interviews.strike_out(application)


def has_seat(application: Application) -> bool:
    """Whether the person has a place in a group: who has one leaves it first; that is not a matter of selection."""
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
        Participation.objects.filter(**where).end(at=timezone.now())
