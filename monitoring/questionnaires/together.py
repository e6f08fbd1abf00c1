"""Answers without names: what managers see of them. The one place that reads what none of them may read one by one.

Each question stands for itself. Its people are taken in the order in which they sent, by fives (docs/adr/0014), so that
two looks differ by five people or by nobody. Everybody counts once, with the first answer they sent, also somebody of two groups.
What is shown stands in an order made from the words themselves: no line of one question belongs to a line of another.
"""

from collections.abc import Mapping, Sequence
from hashlib import sha256
from typing import Any

from documents.models import Version
from documents.questions import Question
from policy.permissions import Action, require

from ..models import Questionnaire
from ..suppression import in_steps, is_enough
from .questions import parts_of
from .results import Part, Result, flat, result_of

Given = Mapping[str, Sequence[Any]]  # by the key of a question, the answers that may be shown


def results(questionnaire: Questionnaire, *, by: Any) -> list[Part]:
    """Each question with what may be shown of it, to somebody who manages the programme; raises ``PermissionDenied``."""
    given = shown(questionnaire, by=by)
    return [
        Part(str(title), [_result(question, given[question["key"]]) for question in questions])
        for _slug, title, questions in parts_of(questionnaire.texts["questions"])
    ]


def shown(questionnaire: Questionnaire, *, by: Any) -> Given:
    """By question, the answers that may be shown, without whose they are; nothing where that is fewer than five people."""
    require(by, Action.RUN, questionnaire)
    sent = _sent(questionnaire)
    return {
        question["key"]: _mixed(questionnaire, question, _counted(sent, question["key"]))
        for question in questionnaire.texts["questions"]
    }


def _sent(questionnaire: Questionnaire) -> list[tuple[Any, Mapping[str, Any]]]:
    """Who sent which answers, in the order of sending. One query. Never leaves this module with the person."""
    kind = questionnaire.kind
    if not kind.is_nameless:
        return []
    rows = Version.objects.in_force().filter(document__occasion=questionnaire.pk, document__kind_slug=kind.slug)
    rows = rows.select_related("document").defer("sheet").order_by("sealed_at", "pk")
    return [(version.document.person_id or version.document_id, flat(version)) for version in rows]


def _counted(sent: Sequence[tuple[Any, Mapping[str, Any]]], key: str) -> list[Any]:
    first: dict[Any, Any] = {}
    for person, answers in sent:
        if answers.get(key) not in (None, "", []):
            first.setdefault(person, answers[key])
    people = in_steps(list(first))
    return [first[person] for person in people] if is_enough(len(people)) else []


def _mixed(questionnaire: Questionnaire, question: Question, given: Sequence[Any]) -> list[Any]:
    """The answers in an order that only their words and the question make: who answered, and when, is not in it."""
    return sorted(
        given, key=lambda value: sha256(repr((str(questionnaire.pk), question["key"], value)).encode()).digest()
    )


def _result(question: Question, given: Sequence[Any]) -> Result:
    return result_of(question, [(None, value) for value in given])
