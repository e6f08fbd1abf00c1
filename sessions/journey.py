"""The life of a session as a table, and the guards that read documents."""

from typing import Any

from django.utils.translation import gettext as _

from policy.machine import Machine, Transition
from policy.permissions import Action, Role

_EVERYONE = frozenset({Role.MENTOR, Role.MENTEE})


def contract_in_force(meeting: Any) -> str | None:
    """Guard: no task session is held before the contract is in force (R25). The initial session is."""
    if meeting.kind != "task":
        return None
    if meeting.group.space.documents.filter(kind_slug="contract", versions__state="sealed").exists():
        return None
    return _("The contract is not in force yet: everyone signs it first.")


def group_still_runs(meeting: Any) -> str | None:
    """Guard: an ended group is an archive."""
    return _("The group has ended. It can only be read.") if meeting.group.has_ended else None


MEETING = Machine(
    "planned",
    (
        Transition(Action.HOLD, ("planned", "missed"), "held", when=(group_still_runs, contract_in_force)),
        Transition(Action.CANCEL, "planned", "cancelled", when=(group_still_runs,), tells=_EVERYONE),
        Transition(Action.MISS, ("planned", "held"), "missed", when=(group_still_runs,)),
        Transition(Action.REOPEN, ("held", "cancelled", "missed"), "planned", when=(group_still_runs,)),
        Transition(Action.FALL_AWAY, "planned", "cancelled"),  # with its group; one letter tells of all of them
    ),
)
