"""The six stages in words: where a programme or a group stands, and what its manager does next."""

from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from policy.machine import move
from policy.permissions import Action

from .models import Group, Programme
from .selecting import criteria

_PROGRAMME_AT = {"draft": -1, "selection": 0, "training": 1, "matching": 2, "mentoring": 4, "closing": 5, "closed": 6}
_GROUP_AT = {"forming": 3, "initial": 3, "working": 4, "final": 5, "ended": 6}


def names() -> list[str]:
    """The six stages (R8)."""
    return [
        _("Selection"),
        _("Training"),
        _("Matching"),
        _("Initial session"),
        _("Task-oriented sessions"),
        _("Final session"),
    ]


def stage_bar(thing: Programme | Group) -> list[dict[str, Any]]:
    """The six stages with where ``thing`` stands: ``done``, ``current`` or ``todo``."""
    at = (_PROGRAMME_AT if isinstance(thing, Programme) else _GROUP_AT)[thing.state]
    return [
        {"name": name, "state": "done" if i < at else "current" if i == at else "todo"}
        for i, name in enumerate(names())
    ]


def stages_reached(group: Group) -> tuple[str, ...]:
    """The stages whose documents are due in a group now."""
    final = () if group.state in (Group.State.FORMING, Group.State.INITIAL, Group.State.WORKING) else ("final",)
    working = () if group.state in (Group.State.FORMING, Group.State.INITIAL) else ("task", "monitoring")
    return ("selection", "training", "initial", *working, *final)


@dataclass(frozen=True)
class Step:
    """A step the manager can take now, or why not yet."""

    action: Action
    words: str
    why_not: str


def advance(programme: Programme, action: Action, *, by: Any) -> None:
    """Take a step that leads on. It looks at the groups while nobody can found one: whoever places somebody waits."""
    with transaction.atomic():
        criteria.hold(programme)
        move(programme, action, by=by)


def next_steps(programme: Programme) -> list[Step]:
    """The transitions that lead on from where the programme is (confirming groups has its own page)."""
    words = {
        Action.OPEN_SELECTION: _("Open the selection"),
        Action.OPEN_TRAINING: _("Begin the training"),
        Action.OPEN_MATCHING: _("Begin the matching"),
        Action.WIND_UP: _("Begin the closing"),
        Action.CLOSE: _("Close the programme"),
    }
    return [
        Step(arrow.action, words[arrow.action], str(programme.machine.why_not(programme, arrow.action) or ""))
        for arrow in programme.machine.transitions
        if programme.state in arrow.sources and arrow.action in words
    ]
