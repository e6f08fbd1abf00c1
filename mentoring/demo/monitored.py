"""How the groups of the demo are monitored: questionnaires at the start and at the end, and calls."""

from datetime import date, time, timedelta
from typing import Any
from uuid import uuid4

from django.utils import timezone

from documents import kinds, pipeline
from documents.kinds import Answers
from monitoring import rhythm
from people.models import User
from programmes.models import Group
from sessions import papers
from sessions.models import Meeting

from . import texts

STATEMENTS = ("goals", "strengths", "step", "confidence", "ask", "network", "rules", "mentor")


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


def agree(group: Group, *, by: User) -> None:
    """How often the group is looked at, as agreed with its mentor; its sessions are planned one by one."""
    none_more = rhythm.Rounds(uuid4(), in_days(0), time(17), 45, 1, 0, "online")
    rhythm.plan(group, none_more, every="two-months", agreed_on=in_days(-20), by=by)


def rate_competencies(meeting: Meeting, mentee: User, mentor: User) -> None:
    """What a mentee can do by now, as both see it."""
    keys = ("speak", "together", "plan", "begin", "present", "digital", "learn", "network")
    own = {"rated": _rated(keys, "23214321"), "words": {"example": "I rang the bakery myself.", "next": "Interviews"}}
    _file(meeting, "competencies", own, by=mentee)
    seen = {"rated": _rated(keys, "34323332"), "words": {"example": "She asked the second question.", "next": ""}}
    version = papers.begin(meeting, kinds.get("competencies-by-mentor"), by=mentor, person=mentee)
    pipeline.write(version, seen, by=mentor)
    pipeline.file(version, by=mentor)


def call(group: Group, person: User, *, by: User, on: date, agreed: str, again: date) -> None:
    """A check-in that was logged."""
    version = pipeline.start(
        kinds.get("check-in"),
        group.space,
        by=by,
        person=person,
        occasion=uuid4(),
        label=f"{person.name}, {on.day} {on:%B %Y}",
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
