"""The lives of a recommendation and of a questionnaire, as tables."""

from policy.machine import Machine, Transition
from policy.permissions import Action

RECOMMENDATION = Machine(
    "open",
    (
        Transition(Action.TAKE_UP, ("open", "declined"), "accepted"),
        Transition(Action.DECLINE, ("open", "accepted"), "declined"),
        Transition(Action.CARRY_OUT, "accepted", "done"),
        Transition(Action.RECONSIDER, ("accepted", "done", "declined"), "open"),
    ),
)

QUESTIONNAIRE = Machine(
    "draft",
    (
        Transition(Action.OPEN_QUESTIONNAIRE, "draft", "open"),
        Transition(Action.CLOSE_QUESTIONNAIRE, "open", "closed"),
    ),
)
