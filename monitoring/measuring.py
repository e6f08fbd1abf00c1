"""What a measure is (R69): something counted over something, with a unit and a rule when its number is hidden. Pure."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any

from .evidence import Evidence
from .suppression import in_steps, is_enough


class Unit(StrEnum):
    """How a value is said."""

    PERCENT = "percent"
    COUNT = "count"
    AVERAGE = "average"  # of agreement from 1 to 5
    CHANGE = "change"  # of agreement, in points


class About(StrEnum):
    """What is counted: it decides for whom a small number is hidden."""

    RECORDS = "records"
    PEOPLE = "people"  # hidden outside the house below five
    ANSWERS = "answers"  # hidden from everybody below five; outside counted in steps of five


@dataclass(frozen=True)
class Share:
    """What one person, or one record, adds: so much out of so much."""

    whose: Any
    got: Decimal | int
    of: int


@dataclass(frozen=True)
class Value:
    """What a measure says of a programme. ``people`` stand behind it; a hidden one keeps its numbers to itself."""

    unit: Unit
    got: Decimal | int = 0
    of: int = 0
    people: int = 0
    is_hidden: bool = False

    @property
    def number(self) -> Decimal | None:
        """The value as it is shown, rounded; ``None`` where nothing can be said."""
        if self.is_hidden or (not self.of and self.unit != Unit.COUNT):
            return None
        if self.unit == Unit.COUNT:
            return Decimal(self.got)
        if self.unit == Unit.PERCENT:
            return (Decimal(100) * self.got / self.of).quantize(Decimal(1), ROUND_HALF_UP)
        return (Decimal(self.got) / self.of).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Measure:
    """One thing that is measured. ``compute`` gives the shares of the people, or records, that it is made of.

    ``is_nameless``: the answers were given without names, so managers read no more of them than anybody outside.
    """

    slug: str
    title: Any
    definition: Any
    unit: Unit
    about: About
    compute: Callable[[Evidence], Sequence[Share]]
    less_is_better: bool = False
    is_nameless: bool = False

    def of(self, evidence: Evidence, *, outside: bool = False) -> Value:
        """Its value in a programme; ``outside``: for readers who are not its managers."""
        shares, outside = self.compute(evidence), outside or self.is_nameless
        if outside and self.about == About.ANSWERS:
            counted = set(in_steps(list(dict.fromkeys(share.whose for share in shares))))
            shares = [share for share in shares if share.whose in counted]
        people = len({share.whose for share in shares})
        is_guarded = self.about == About.ANSWERS or (outside and self.about == About.PEOPLE)
        if is_guarded and self.unit != Unit.COUNT and not is_enough(people):
            return Value(self.unit, is_hidden=people > 0 or outside)
        got = sum((share.got for share in shares), start=Decimal(0))
        return Value(self.unit, got, sum(share.of for share in shares), people)
