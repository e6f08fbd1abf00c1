"""Units to read by oneself: ours are switched on and adapted by a programme; a check at the end says who passed."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils import translation
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Action, Role, require

from ..models import Programme, TrainingUnit, UnitPassed
from ..models.trainings import ROLES
from .default_units import DEFAULTS, Default

QUESTIONS = 8


@dataclass(frozen=True)
class Question:
    """One question of a check with its answers in the order of the alphabet, which gives nothing away."""

    number: int
    question: str
    right: str
    answers: tuple[str, ...]
    why: str


@dataclass(frozen=True)
class Verdict:
    """What became of one answer. ``chosen`` is empty when none was given."""

    question: Question
    chosen: str

    @property
    def is_right(self) -> bool:
        """Whether it is the right one."""
        return self.chosen == self.question.right


def questions_of(unit: TrainingUnit) -> list[Question]:
    """The check of a unit."""
    return [
        Question(n, row["question"], row["right"], tuple(sorted({row["right"], *row["wrong"]})), row["why"])
        for n, row in enumerate(unit.questions[:QUESTIONS], start=1)
    ]


def not_taken(programme: Programme) -> list[Default]:
    """Those of ours that the programme has not switched on yet."""
    taken = set(programme.units.values_list("slug", flat=True))
    return [one for one in DEFAULTS if one.slug not in taken]


def take(programme: Programme, slug: str, *, by: Any) -> TrainingUnit:
    """Switch on one of ours, in the language of the programme, for it to adapt; twice gives the same. Raises ``NotNow``."""
    require(by, Action.RUN, programme)
    found = next((one for one in DEFAULTS if one.slug == slug), None)
    if found is None:
        raise NotNow(_("There is no such unit. Choose one from the list."))
    with translation.override(programme.language):
        told = {
            "title": str(found.title),
            "audience": found.audience,
            "minutes": found.minutes,
            "text": "\n\n".join(str(part) for part in found.text),
            "questions": [row.as_json() for row in found.questions],
        }
    return TrainingUnit.objects.get_or_create(programme=programme, slug=slug, defaults=told)[0]


def change(unit: TrainingUnit, questions: Sequence[Mapping[str, Any]], *, by: Any) -> None:
    """Save a unit as the next version of itself. Who has passed it, has passed it."""
    require(by, Action.RUN, unit.programme)
    unit.questions = [dict(row) for row in questions][:QUESTIONS]
    with transaction.atomic():
        unit.save(
            update_fields=("title", "audience", "minutes", "text", "questions", "is_on", "is_needed"),
        )
        TrainingUnit.objects.filter(pk=unit.pk).update(version=F("version") + 1)
    unit.refresh_from_db()


def say_what_is_needed(programme: Programme, needed: str, *, by: Any) -> None:
    """What follows in this programme from having had no training."""
    require(by, Action.RUN, programme)
    programme.training_needed = Programme.TrainingNeeded(needed)
    programme.save(update_fields=("training_needed",))


def check(unit: TrainingUnit, chosen: Mapping[int, str], *, by: Any) -> list[Verdict]:
    """Judge the answers of somebody, by the number of the question; when all are right, the unit is passed from today.

    As often as one likes: passing a second time changes nothing.
    """
    require(by, Action.ATTEND, unit)
    verdicts = [Verdict(question, chosen.get(question.number, "")) for question in questions_of(unit)]
    if verdicts and all(verdict.is_right for verdict in verdicts):
        UnitPassed.objects.get_or_create(unit=unit, person=by, defaults={"version": unit.version})
    return verdicts


def those_for(programme: Programme, person: Any, held: frozenset[Role]) -> list[tuple[TrainingUnit, UnitPassed | None]]:
    """The units that are on for somebody who holds these roles, each with when they passed it. Two queries."""
    audiences = [audience for audience, roles in ROLES.items() if held & set(roles)]
    units = list(programme.units.filter(is_on=True, audience__in=audiences))
    passed = {row.unit_id: row for row in UnitPassed.objects.filter(person=person, unit__in=units)}
    return [(unit, passed.get(unit.pk)) for unit in units]


def who_passed(unit: TrainingUnit) -> list[tuple[Participation, UnitPassed | None]]:
    """Everyone whom a unit is for, each with when they passed it. Two queries."""
    passed = {row.person_id: row for row in unit.passed.all()}
    people = unit.programme.space.people(*ROLES[unit.audience])
    return [(row, passed.get(row.person_id)) for row in people]


def blocks(text: str) -> list[tuple[bool, list[str]]]:
    """A text as paragraphs and lists (``True``: lines that begin with a hyphen), for a template to draw."""
    found: list[tuple[bool, list[str]]] = []
    for part in text.replace("\r\n", "\n").split("\n\n"):
        for line in filter(None, (line.strip() for line in part.split("\n"))):
            is_point = line.startswith(("- ", "* ", "• "))
            words = line[2:].strip() if is_point else line
            if found and found[-1][1] and found[-1][0] == is_point:
                found[-1][1].append(words)
            else:
                found.append((is_point, [words]))
        found.append((False, []))
    return [(is_list, lines) for is_list, lines in found if lines]
