"""What was answered, question by question, as far as its reader may read it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from statistics import fmean
from typing import Any, cast
from uuid import UUID

from django import forms

from documents.models import Version
from documents.questions import Question, field_of
from documents.sheet import in_words
from people.alphabet import place_of
from programmes.models import Group

from ..models import Questionnaire
from .questions import parts_of

SHOWN_AT_MOST = 100
COUNTED = ("one", "several", "agreement", "scale", "yesno")
WITH_MEAN = ("agreement", "scale", "number")


@dataclass(frozen=True)
class Answer:
    """The answers of one person in one group. ``is_on_paper``: they came as a scan, so there are no words to count."""

    version: Version
    group: Group
    answers: Mapping[str, Any]

    @property
    def name(self) -> str:
        """Whose they are."""
        person = self.version.document.person
        return person.name if person else ""

    @property
    def is_on_paper(self) -> bool:
        """Whether the pages count and not the answers."""
        return self.version.is_scan


@dataclass(frozen=True)
class Bar:
    """One of the answers to choose from: how often it was chosen, and the share of those who answered (0 to 100)."""

    words: str
    n: int
    share: int


@dataclass(frozen=True)
class Result:
    """One question with what was said to it: bars where answers were chosen, else the answers with whose they are.

    Without names nobody stands beside what was said.
    """

    question: Question
    n: int
    bars: list[Bar]
    said: list[tuple[Answer | None, str]]
    mean: float | None
    more: int = 0


@dataclass(frozen=True)
class Part:
    """A section with its results."""

    title: str
    results: list[Result]


def answers_to(questionnaire: Questionnaire, reader: Any) -> list[Answer]:
    """Every answer in force that ``reader`` may read, by group and name. As many queries, however many there are."""
    rows = Version.objects.in_force().visible_to(reader).filter(document__occasion=questionnaire.pk)
    rows = rows.filter(document__kind_slug=questionnaire.kind.slug).defer("sheet").select_related("document__person")
    versions = list(rows.order_by("sealed_at"))
    groups = _groups({version.document.space_id for version in versions})
    found = [Answer(version, groups[version.document.space_id], flat(version)) for version in versions]
    return sorted(found, key=lambda answer: (place_of(answer.group.name), place_of(answer.name)))


def results(questionnaire: Questionnaire, answers: Sequence[Answer]) -> list[Part]:
    """Each question with what was said to it, in the order of the questionnaire. Asks the database for nothing."""
    return [
        Part(str(title), [_result(question, answers) for question in questions])
        for _slug, title, questions in parts_of(questionnaire.texts["questions"])
    ]


def _groups(spaces: set[UUID]) -> dict[UUID, Group]:
    return {group.space_id: group for group in Group.objects.filter(space__in=spaces)}


def flat(version: Version) -> dict[str, Any]:
    """The answers by the key of their question, whatever section it stood in."""
    given = version.answers.values() if isinstance(version.answers, dict) else ()
    return {key: value for section in given if isinstance(section, dict) for key, value in section.items()}


def _result(question: Question, answers: Sequence[Answer]) -> Result:
    key = question["key"]
    given = [(answer, answer.answers[key]) for answer in answers if answer.answers.get(key) not in (None, "", [])]
    return result_of(question, given)


def result_of(question: Question, answered: Sequence[tuple[Answer | None, Any]]) -> Result:
    """What was said to one question, of the answers that there are to it. Asks the database for nothing."""
    field, given = field_of(question), list(answered)
    if question["type"] in ("number", "day"):
        given.sort(key=lambda one: (len(str(one[1])), str(one[1])))  # from the least, from the first
    mean = _mean([value for _answer, value in given]) if question["type"] in WITH_MEAN else None
    if question["type"] in COUNTED:
        return Result(question, len(given), _bars(field, [value for _answer, value in given]), [], mean)
    said = [(answer, in_words(field, value)) for answer, value in given]
    return Result(question, len(given), [], said[:SHOWN_AT_MOST], mean, len(said[SHOWN_AT_MOST:]))


def _bars(field: forms.Field, given: Sequence[Any]) -> list[Bar]:
    chosen = [str(one) for value in given for one in (value if isinstance(value, list) else [value])]
    found = []
    for value, words in cast(Any, field).choices:
        n = chosen.count(str(value))
        found.append(Bar(str(words), n, round(100 * n / len(given)) if given else 0))
    return found


def _mean(given: Sequence[Any]) -> float | None:
    numbers = [int(value) for value in given if str(value).isdecimal()]
    return fmean(numbers) if numbers else None
