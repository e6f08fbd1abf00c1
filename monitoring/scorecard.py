"""How a programme stands: every measure with its value, its target and what others reached."""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.permissions import Role
from programmes.models import Programme

from . import saying
from .evidence import Evidence, gather
from .measures import MEASURES, values
from .measuring import Measure, Unit, Value
from .models import Benchmark, Objective, Target

EARLIER = 5  # programmes beside which one is put
MOST = {Unit.PERCENT: Decimal(100), Unit.AVERAGE: Decimal(5)}


@dataclass(frozen=True)
class Line:
    """One measure of one programme, ready to be shown."""

    measure: Measure
    value: Value
    wanted: Decimal | None = None
    benchmarks: Sequence[Benchmark] = ()

    @property
    def words(self) -> str:
        """The value, or why there is none."""
        return saying.value(self.measure, self.value)

    @property
    def basis(self) -> str:
        """What it rests on."""
        return saying.basis(self.measure, self.value)

    @property
    def target(self) -> str:
        """What is aimed at."""
        return saying.target(self.measure, self.wanted)

    @property
    def verdict(self) -> saying.Verdict:
        """Whether that is reached."""
        return saying.verdict(self.measure, self.value, self.wanted)

    @property
    def compared(self) -> list[str]:
        """What others reached, and who says so."""
        return [f"{saying.figure(self.measure.unit, row.value)} – {row.source}" for row in self.benchmarks]

    @property
    def part(self) -> Decimal | None:
        """How much of the whole it is, from 0 to 1; ``None`` where there is no whole or no value."""
        most = MOST.get(self.measure.unit)
        return None if most is None or self.value.number is None else self.value.number / most

    @property
    def wanted_part(self) -> Decimal | None:
        """The same of the target."""
        most = MOST.get(self.measure.unit)
        return None if most is None or self.wanted is None else min(self.wanted / most, Decimal(1))


@dataclass(frozen=True)
class Card:
    """A programme, what it is to reach, and its lines."""

    programme: Programme
    evidence: Evidence
    objectives: Sequence[Objective]
    lines: Sequence[Line]

    @property
    def is_empty(self) -> bool:
        """Whether nothing has happened yet that could be counted."""
        return not self.evidence.held

    @property
    def has_targets(self) -> bool:
        """Whether anything is aimed at."""
        return any(line.wanted is not None for line in self.lines)

    @property
    def sentence(self) -> str:
        """How it stands, in one sentence."""
        wanted = [line for line in self.lines if line.wanted is not None]
        if not wanted:
            return _("No targets are set. The figures say what has been counted so far.")
        reached = sum(line.verdict.tone == "done" for line in wanted)
        words = ngettext(
            "%(reached)d of %(n)d target is reached so far.",
            "%(reached)d of %(n)d targets are reached so far.",
            len(wanted),
        )
        return words % {"reached": reached, "n": len(wanted)}


def card(programme: Programme, *, now: datetime, outside: bool = False) -> Card:
    """How one programme stands; ``outside``: for readers who are not its managers. Thirteen queries."""
    evidence = gather([programme], now=now)[programme.pk]
    counted = values(evidence, outside=outside)
    wanted = dict(Target.objects.filter(space=programme.space_id).values_list("measure", "value"))
    known: Mapping[str, list[Benchmark]] = defaultdict(list)
    for row in Benchmark.objects.filter(space=programme.space_id):
        known[row.measure].append(row)
    lines = [Line(one, counted[one.slug], wanted.get(one.slug), known[one.slug]) for one in MEASURES]
    return Card(programme, evidence, list(Objective.objects.filter(space=programme.space_id)), lines)


@dataclass(frozen=True)
class Comparison:
    """Measures as rows; a programme, earlier ones and what others reached as columns."""

    programmes: Sequence[Programme]
    rows: Sequence[tuple[Measure, Sequence[tuple[Programme, str, str]], Sequence[str]]]


def compare(programme: Programme, *, by: Any, now: datetime) -> Comparison:
    """A programme beside the newest ones that ``by`` runs too and that began earlier. Twelve queries, however many."""
    mine = Programme.objects.where(by, Role.MANAGER).exclude(pk=programme.pk)
    earlier = mine.filter(starts_on__lte=programme.starts_on).exclude(state=Programme.State.DRAFT)
    beside = [programme, *earlier.order_by("-starts_on", "name")[:EARLIER]]
    counted: dict[UUID, dict[str, Value]] = {pk: values(one) for pk, one in gather(beside, now=now).items()}
    known: Mapping[str, list[str]] = defaultdict(list)
    for row in Benchmark.objects.filter(space=programme.space_id):
        measure = next((one for one in MEASURES if one.slug == row.measure), None)
        if measure is not None:
            known[row.measure].append(f"{saying.figure(measure.unit, row.value)} – {row.source}")
    rows = [
        (one, [_cell(one, where, counted[where.pk][one.slug]) for where in beside], known[one.slug]) for one in MEASURES
    ]
    return Comparison(beside, rows)


def _cell(measure: Measure, programme: Programme, found: Value) -> tuple[Programme, str, str]:
    return programme, saying.value(measure, found), saying.basis(measure, found)
