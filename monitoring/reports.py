"""Answers to the five questions about one programme, from what is recorded."""

from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from documents import wordings
from programmes.models import Programme

from .document_kinds import statements
from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .evidence import gather
from .questions import QUESTIONS, Answer, Asked, Question
from .scorecard import Card


def answer(question: Question, programme: Programme, *, now: datetime) -> Answer | None:
    """The answer to one question; ``None`` as long as there is nothing to say."""
    evidence = gather([programme], now=now)[programme.pk]
    return question.answer(Asked(evidence, ZoneInfo(programme.time_zone), _aspects(programme)))


def sentences(card: Card) -> list[tuple[Question, str]]:
    """Each question with the sentence that answers it, or when there will be one. No queries."""
    asked = Asked(card.evidence, ZoneInfo(card.programme.time_zone))
    answers = [(question, question.answer(asked)) for question in QUESTIONS]
    return [(question, found.sentence if found else str(question.empty)) for question, found in answers]


def _aspects(programme: Programme) -> dict[str, str]:
    """The statements on the programme that it asks now, in words, by key."""
    kind: Any = FINAL_QUESTIONNAIRE_MENTEE
    texts = wordings.texts_of(kind, programme.space, wordings.newest(kind, programme.space))
    return {name: str(field.label) for name, field in statements.on_the_programme(texts).form().fields.items()}
