"""The lives of a recommendation and of a questionnaire, as tables."""

from policy.machine import Machine, Transition
from policy.permissions import Action

TELL = "monitoring.questionnaire-opened"  # the job that tells whoever is asked
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
        Transition(Action.OPEN_QUESTIONNAIRE, "draft", "open", then=(TELL,)),
        Transition(Action.CLOSE_QUESTIONNAIRE, "open", "closed", by_itself=True),
        Transition(Action.ASK_LONGER, ("open", "closed"), "open"),
    ),
)
