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
        if reason := why_placed(application):
            raise NotNow(reason)
        if action == Action.SELECT:
            take_part(application)
        else:
            take_no_part(application)
        if action in (Action.DECLINE, Action.WITHDRAW):
            interviews.strike_out(application)


def why_placed(application: Application) -> str | None:
    """Why the selection does not decide on somebody any more; ``None`` while it does."""
    if has_seat(application):
        return _("There is a place in a group already, or there was one. The manager can help.")
    return None


def has_seat(application: Application) -> bool:
    """Whether the person has a place in a group, or had one: what comes of that is not a matter of selection."""
    groups = application.programme.groups.filter(space__participations__person=application.person_id)
    return groups.exists()


def take_part(application: Application) -> None:
    """The person takes part in the programme from now on, unless they do already. In the transaction of the deed."""
    Participation.objects.get_or_create(**_part(application), ends_at=None)


def take_no_part(application: Application) -> None:
    """The person takes part in the programme no more. In the transaction of the deed."""
    Participation.objects.filter(**_part(application)).end(at=timezone.now())


def _part(application: Application) -> dict[str, Any]:
    return {"space": application.programme.space, "person": application.person, "role": application.role}
