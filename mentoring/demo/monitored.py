"""How the groups of the demo are monitored: questionnaires at the start and at the end, and calls."""

from datetime import date, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from documents import kinds, pipeline
from documents.kinds import Answers
from people.models import User
from programmes.models import Group
from sessions import papers
from sessions.models import Meeting

from . import texts

STATEMENTS = ("goals", "strengths", "step", "confidence", "ask", "network", "rules", "mentor")
ASPECTS = ("training", "matching", "sessions", "platform", "manager")
_END = (  # how far each goal was reached, what else, what came of it, what is recommended
    ("1", "Courage on the telephone", ["job", "network"], "Meet in the library from the first day on"),
    ("0", "A friend to practise with", ["interviews"], "Say in the first week what a mentor does not do"),
    ("-1", "I know what I do not want", ["direction"], "Plan all dates at the start"),
)


def answer_at_the_start(meeting: Meeting, *, mentees: list[User], mentor: User) -> None:
    """Mentees say where they stand, and the mentor what they would say."""
    for number, person in enumerate(mentees):
        answers = {**texts.QUESTIONNAIRE, "start": _rated(STATEMENTS, "2322" if number % 2 else "3223")}
        _file(meeting, "initial-questionnaire", answers, by=person)
    hopes = {
        "mine": "That they ring each other, and not only me.",
        "support": "Somebody to ask about contracts of work.",
    }
    seen = {"statements": _rated(STATEMENTS, "2342"), "hopes": hopes}
    _file(meeting, "initial-questionnaire-mentor", seen, by=mentor)


def answer_at_the_end(meeting: Meeting, *, mentees: list[User], mentor: User) -> None:
    """What was reached and what is recommended, by both sides."""
    for number, person in enumerate(mentees):
        _file(meeting, "final-questionnaire-mentee", _final(*_END[number % len(_END)], number), by=person)
    _file(meeting, "final-questionnaire-mentor", _final_of_mentor(mentees), by=mentor)


def call(group: Group, person: User, *, by: User, on: date, agreed: str, again: date) -> None:
    """A check-in that was logged."""
    version = pipeline.start(
        kinds.get("check-in"), group.space, by=by, person=person, occasion=uuid4(), label=person.name
    )
    said: dict[str, Any] = {
        **version.answers,
        "call": {"because": "first", "on": on.isoformat(), "channel": "phone", "minutes": "8", "reached": "yes"},
        "meetings": {"met": "once", "next": "", "impression": "Shy at first, then it ran by itself.", "fit": "good"},
        "heard": {"well": "They laugh together.", "worrying": "no", "worry": "", "advice": "Bring something concrete."},
        "actions": [{"what": agreed, "who": person.greeting_name, "due": ""}],
        "afterwards": {"tell": "nothing", "sentence": "", "level": "green", "next_call": again.isoformat()},
    }
    pipeline.write(version, said, by=by)
    pipeline.file(version, by=by)


def _final(rating: str, gained: str, results: list[str], advice: str, number: int) -> Answers:
    goal = {"goal": "To find work that fits", "rating": rating, "why": "" if rating > "0" else "Time", "gained": gained}
    return {
        "statements": _rated(STATEMENTS, "4454" if number % 2 else "5345"),
        "goals": [goal],
        "outcome": {"steps": "I rang two employers without being asked to.", "results": results, "words": ""},
        "back": {
            "most": "To practise aloud",
            "least": "",
            "mine": "met",
            "others": "met",
            "group": "They waited for me.",
        },
        "programme": _rated(ASPECTS, "4543" if number % 2 else "5454"),
        "recommendations": [{"what": advice, "why": "It would have saved us a month"}],
        "onward": {"next": "I send three applications before 1 July.", "help": "", "later": True, "call": False},
    }


def _final_of_mentor(mentees: list[User]) -> Answers:
    part = {
        "prepared": "Well, but for the first evening.",
        "support": "A call when I needed it.",
        "learned": "To wait.",
        "most": "To practise aloud",
        "least": "",
        "mine": "beyond",
        "others": "met",
    }
    return {
        "statements": _rated(STATEMENTS, "4353"),
        "progress": [{"mentee": person.name, "rating": "1", "words": "Speaks first now."} for person in mentees],
        "part": part,
        "programme": _rated(ASPECTS, "4454"),
        "recommendations": [{"what": "Give new mentors a colleague to ask", "why": "The first evening is the hardest"}],
        "again": {"again": "yes", "words": "", "later": True, "call": False},
    }


def _rated(keys: tuple[str, ...], values: str) -> dict[str, str]:
    """The same few values over and over: nobody of the demo is a pattern."""
    return {key: values[place % len(values)] for place, key in enumerate(keys)}


def _file(meeting: Meeting, slug: str, answers: Answers, *, by: User) -> None:
    version = papers.begin(meeting, kinds.get(slug), by=by)
    pipeline.write(version, answers, by=by)
    pipeline.file(version, by=by)


def in_days(days: int) -> date:
    """That many days from today."""
    return timezone.localdate() + timedelta(days=days)
