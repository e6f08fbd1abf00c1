"""What the people of the demo recommended, and what became of it."""

from datetime import timedelta

from django.utils import timezone

from monitoring import recommendations
from monitoring.models import Recommendation
from policy.permissions import Action
from programmes.models import Programme

from .cast import Cast

_SAID = (
    ("Tell us in the first week what the mentor does, and what not.\nI waited for a job to come.", "mentee", "meeting"),
    (
        "Let the groups meet once all together, half-way. Everybody thinks that the others are further.",
        "mentor",
        "call",
    ),
    ("Sessions after 18:00. Half of my group came straight from a shift, and hungry.", "mentor", "call"),
    ("Pay for the bus.", "mentee", "call"),
    ("A list of employers who know what mentoring is.", "mentee", "meeting"),
)


def tell_of_recommendations(programme: Programme, people: Cast) -> None:
    """Two wait for a decision; one is taken up and late, one is done, one is not followed."""
    today, mara = timezone.localdate(), people.mara
    rows = []
    for number, (words, said_by, source) in enumerate(_SAID):
        day = today - timedelta(days=60 + 20 * number)
        row = Recommendation(space=programme.space, words=words, said_by=said_by, source=source, said_on=day)
        rows.append(recommendations.note(row, by=mara))
    _first, together, evening, bus, _list = rows
    _take_up(together, "We book the hall of the library for one evening.", people, today - timedelta(days=9))
    _take_up(evening, "All groups are offered 18:30.", people, today - timedelta(days=80))
    done = "Four of five groups meet at 18:30 now. In spring nobody called off because of a shift."
    recommendations.decide(evening, Action.CARRY_OUT, by=mara, seen="accepted", changed=done)
    why = "The city pays for it already. We tell everybody how to ask for it."
    recommendations.decide(bus, Action.DECLINE, by=mara, seen="open", decision=why, owner=None, due_on=None)


def _take_up(row: Recommendation, decision: str, people: Cast, due_on: object) -> None:
    told = {"decision": decision, "owner": people.mara, "due_on": due_on}
    recommendations.decide(row, Action.TAKE_UP, by=people.mara, seen="open", **told)
