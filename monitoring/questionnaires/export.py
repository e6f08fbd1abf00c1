"""The answers as rows: a line for each person and group, a column for each question.

Without names each column stands for itself, in an order of its own: a line belongs to nobody.
"""

from collections.abc import Callable, Sequence
from itertools import zip_longest
from typing import Any

from django.utils import timezone
from django.utils.translation import gettext as _

from documents.questions import Question, field_of
from documents.sheet import in_words
from policy.models import Participation

from ..models import Questionnaire
from ..spreadsheet import Cell, as_csv, as_xlsx
from . import together
from .results import Answer, answers_to

SHAPES: dict[str, tuple[Callable[[Any], bytes], str]] = {
    "csv": (as_csv, "text/csv; charset=utf-8"),
    "xlsx": (as_xlsx, "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"),
}


def rows(questionnaire: Questionnaire, reader: Any) -> list[list[Cell]]:
    """A head, and what ``reader`` may read below it. The same number of queries, however many answers there are."""
    questions = questionnaire.texts["questions"]
    if questionnaire.is_nameless:
        return _without_names(questionnaire, questions, reader)
    answers = answers_to(questionnaire, reader)
    roles = _roles(answers)
    head: list[Cell] = [_("Name"), _("Group"), _("Role"), _("Sent on"), *(question["text"] for question in questions)]
    return [head, *(_row(answer, questions, roles) for answer in answers)]


def _without_names(questionnaire: Questionnaire, questions: Sequence[Question], reader: Any) -> list[list[Cell]]:
    """What the page shows, and no more: only the questions stand above it."""
    given = together.shown(questionnaire, by=reader)
    columns = [[_cell(question, value) for value in given[question["key"]]] for question in questions]
    return [[question["text"] for question in questions], *map(list, zip_longest(*columns, fillvalue=""))]


def _row(answer: Answer, questions: Sequence[Question], roles: dict[Any, str]) -> list[Cell]:
    version = answer.version
    sent = timezone.localtime(version.sealed_at).date().isoformat() if version.sealed_at else ""
    role = roles.get((version.document.space_id, version.document.person_id), "")
    cells: list[Cell] = [_cell(question, answer.answers.get(question["key"])) for question in questions]
    if answer.is_on_paper and cells:
        cells[0] = _("on paper, see the document")
    return [answer.name, str(answer.group), role, sent, *cells]


def _cell(question: Question, given: Any) -> Cell:
    """Numbers as numbers and days as 2027-03-04, to be reckoned with; everything else in words."""
    if given in (None, "", []):
        return ""
    if question["type"] in ("scale", "number") and str(given).isdecimal():
        return int(str(given))
    return str(given) if question["type"] == "day" else in_words(field_of(question), given)


def _roles(answers: Sequence[Answer]) -> dict[Any, str]:
    """What each of them is, or was, in the group. One query."""
    spaces = {answer.version.document.space_id for answer in answers}
    held = Participation.objects.filter(space__in=spaces).order_by("starts_at")
    return {(row.space_id, row.person_id): str(row.get_role_display()) for row in held}
