"""Questionnaires for tests: one with a question of every kind, opened, answered."""

from typing import Any
from uuid import uuid4

from django.http import QueryDict

from documents import pipeline
from documents.models import Version
from documents.questions import TYPES, WITH_OPTIONS, Question
from monitoring.models import Questionnaire
from monitoring.questionnaires import answering, keeping
from people.models import User
from programmes.models import Group, Programme
from tests.answers import complete


def question(type: str = "text", text: str = "", **more: str) -> Question:
    """One question of a kind."""
    options = "Tea\nCoffee\nWater" if type in WITH_OPTIONS else ""
    told = {"key": "", "section": "", "type": type, "text": text or f"What about {TYPES[type]}?", "help": ""}
    return {**told, "options": options, "required": "", **more}


def of_every_kind() -> list[Question]:
    """One question of each kind, in two sections."""
    asked = [question(type) for type in TYPES]
    return [{**asked[0], "section": "First things"}, *asked[1:4], {**asked[4], "section": "And then"}, *asked[5:]]


def draft(programme: Programme, *, by: User, questions: list[Question] | None = None, **more: Any) -> Questionnaire:
    """A questionnaire of a programme that nobody has been asked yet."""
    told = {
        "title": "Your first month",
        "purpose": "We want to know how you are.",
        "audience": "mentees",
        "readers": "managers",
        "answer_by": None,
        "questions": of_every_kind() if questions is None else questions,
    }
    return keeping.make(programme, {**told, **more}, by=by, pk=uuid4())


def opened(programme: Programme, *, by: User, **more: Any) -> Questionnaire:
    """The same, asking."""
    row = draft(programme, by=by, **more)
    keeping.open_(row, by=by, seen=row.revision)
    return row


def answered(group: Group, row: Questionnaire, *, by: User, word: str = "something", **given: Any) -> Version:
    """Somebody's answers, sent; ``given`` by the type of the question."""
    version = answering.begin(group, row, by=by)
    assert version.kind is not None
    answers = complete(version.kind, word=word)
    types = {one["key"]: one["type"] for one in row.texts["questions"]}
    for section in answers.values():
        section.update({key: given[types[key]] for key in section if types[key] in given})
    pipeline.write(version, answers, by=by)
    pipeline.file(version, by=by)
    return version


def as_sent(questions: list[Question], blank: int = 0, **about: str) -> QueryDict:
    """What the desk sends with these questions."""
    told = {"title": "Your first month", "purpose": "We ask.", "audience": "mentees", "readers": "managers"}
    data = QueryDict(mutable=True)
    data.update({"once": str(uuid4()), "answer_by": "", **told, **about})
    data.update({"question-TOTAL_FORMS": str(len(questions) + blank), "question-INITIAL_FORMS": "0"})
    for place, one in enumerate(questions):
        data.update({f"question-{place}-{name}": value for name, value in one.items() if value or name != "required"})
    return data
