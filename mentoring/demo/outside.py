"""A mentee of the demo asks people at work how they see her; most have answered."""

from typing import Any
from uuid import uuid4

from monitoring.models import FeedbackLink
from monitoring.others import asking, links, statements
from people.models import User
from programmes.models import Group
from sessions.models import Goal

# for each person: name, relation, the ratings in turn, what to keep doing, what to do differently
PEOPLE = (
    ("Rasa Petraitytė", "superior", "43534345", "You ask before it is late.", "Say it when a shift is too much."),
    ("Jonas Kalnins", "peer", "34454334", "Everybody is in a good mood beside you.", ""),
    ("Milda Ozola", "peer", "43534445", "Your notes at the end of a shift.", "Speak first once in a while."),
    ("Ivar Dahl", "peer", "33443344", "", "Do not take every extra task."),
    ("Greta Saar", "customer", "545445n4", "You remember what we like.", ""),
    ("Lina Balode", "customer", "", "", ""),
    ("Petras Rimkus", "superior", "", "", ""),
)


def ask_others(group: Group, mentee: User) -> None:
    """One round, read together: five have answered, two have not yet."""
    goal = Goal.objects.kept().filter(space=group.space, person=mentee).first()
    asked: dict[str, Any] = {
        "goal": goal,
        "statements": statements.chosen(group, [key for key, _words in statements.SEEN_AT_WORK]),
        "names": "together",
    }
    row = asking.begin(group, asked, by=mentee, pk=uuid4())
    keys = [one["key"] for one in row.statements]
    asking.rate_oneself(row, dict(zip(keys, "43322334", strict=True)), by=mentee)
    for number, (name, relation, rated, keep, change) in enumerate(PEOPLE, start=1):
        told = {"name": name, "email": f"outside-{number}@example.org", "relation": relation}
        link = asking.invite(row, told, by=mentee, pk=uuid4())
        if rated:
            _answer(link, dict(zip(keys, rated.replace("n", "-"), strict=True)), keep, change)


def _answer(link: FeedbackLink, rated: dict[str, str], keep: str, change: str) -> None:
    said = {key: value if value != "-" else statements.CANNOT_SAY for key, value in rated.items()}
    links.answer(link, {"rated": said, "keep": keep, "change": change}, once=None)
