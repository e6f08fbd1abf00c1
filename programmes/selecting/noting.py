"""A decision is noted until the day on which all are told: the applicant sees nothing of it, and it can be changed."""

from typing import Any

from django.db.models import F
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action, require

from ..models import Application
from .deciding import NOTHING_NOTED, has_seat


class NotedMeanwhile(NotNow):
    """Another manager has noted something since this one looked; its text says who and what."""


def note(
    application: Application, decision: Action | None, *, seen: int, by: Any, reason: str = "", rank: int | None = None
) -> None:
    """Note ``decision``, or with ``None`` take back what was noted. ``seen``: the revision that ``by`` had before them.

    Raises ``NotNow`` when the decision is not possible, and ``NotedMeanwhile`` when somebody else was faster.
    """
    require(by, decision or Action.DECLINE, application)
    told = dict(NOTHING_NOTED)
    if decision is not None:
        if why_not := application.machine.why_not(application, decision):
            raise NotNow(why_not)
        if has_seat(application):
            raise NotNow(_("This person has a place in a group already."))
        rank = rank if decision == Action.RESERVE else None
        told |= {"noted": decision.value, "noted_reason": reason, "noted_rank": rank, "noted_by": by}
    rows = Application.objects.filter(pk=application.pk, state=application.state, noted_revision=seen)
    if rows.update(noted_revision=F("noted_revision") + 1, **told):
        return
    there = Application.objects.select_related("noted_by").get(pk=application.pk)
    if any(getattr(there, name) != value for name, value in told.items()):  # the same sent twice is noted once
        raise NotedMeanwhile(_what_is_there(there))


def _what_is_there(application: Application) -> str:
    told = {"person": application.person.name, "who": application.noted_by, "what": application.get_noted_display()}
    if application.noted:
        words = _("%(who)s has noted meanwhile: %(person)s %(what)s. Yours was not noted. Talk about it, then decide.")
    else:
        words = _("The application of %(person)s was changed meanwhile. Look at how it stands now, then decide.")
    return words % told
