"""People keep what counts for their own matching up to date, until the groups are final (R10)."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from policy.machine import NotNow, record
from policy.permissions import Action, require

from .models import Application, Programme

TOLD = (
    *("languages", "goals", "field", "availability", "mode", "experience", "place", "capacity"),
    *("wishes", "not_with", "reports_to"),
)
FINAL = (Programme.State.MENTORING, Programme.State.CLOSING, Programme.State.CLOSED)  # the groups are


def why_closed(application: Application) -> str:
    """Why nothing can be changed any more, in a sentence; empty while it can."""
    if not application.is_open:
        return _("This application is closed. It can only be read.")
    if application.programme.state in FINAL:
        return _("The groups are final, so nothing is changed here any more. If something is wrong, ask a manager.")
    return ""


def tell(application: Application, told: Mapping[str, Any], *, by: Any, now: datetime) -> None:
    """Keep what somebody told for their matching: the next proposal is made with it, those that stand stay.

    ``told``: fields of ``TOLD``. Raises ``NotNow`` when the groups are final or the application is closed.
    """
    require(by, Action.TELL, application)
    with transaction.atomic():
        programme = Programme.objects.select_for_update(no_key=True).get(pk=application.programme_id)
        held = Application.objects.select_for_update(of=("self",)).select_related("space").get(pk=application.pk)
        held.programme = programme
        if closed := why_closed(held):
            raise NotNow(closed)
        changes = {name: told[name] for name in TOLD if name in told}
        if any(getattr(held, name) != value for name, value in changes.items()):
            Application.objects.filter(pk=held.pk).update(**changes, told_at=now)
            record(held, Action.TELL, by=by)
