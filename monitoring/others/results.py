"""What others said beside what the mentee says: with names, or together so that nobody can be found in it.

Together means: of each statement the ratings of so many fives of people as are full, in the order in which they came;
one relation apart only where neither it nor the rest is made of fewer than five (suppression.py). Texts stand in the
order of the alphabet, the two questions apart.
"""

import itertools
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from django.utils.formats import number_format
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from .. import charts, suppression
from ..charts import Bar
from ..models import FeedbackLink, FeedbackRound

BEST = 5


@dataclass(frozen=True)
class Average:
    """The mean of what so many people said."""

    value: float
    people: int

    def __str__(self) -> str:
        return number_format(self.value, 1)


@dataclass(frozen=True)
class Line:
    """One statement: how the mentee sees it, how all others do, and each relation (``None``: nothing to show)."""

    text: str
    own: int | None
    others: Average | None
    parts: tuple[Average | None, ...]


@dataclass(frozen=True)
class Said:
    """One text, and whose it is; nobody's where answers are read together."""

    who: str
    text: str


@dataclass(frozen=True)
class Results:
    """What there is to read. ``relations`` names the parts of each line; ``people`` how many are counted."""

    people: int
    relations: tuple[str, ...]
    lines: tuple[Line, ...]
    keep: tuple[Said, ...]
    change: tuple[Said, ...]


def of(row: FeedbackRound, links: Sequence[FeedbackLink]) -> Results:
    """What the mentee may read of the answers of a round, from all its links. Asks the database nothing."""
    came = sorted((link for link in links if link.answered_at), key=lambda link: (link.answered_at, link.pk))
    counted: list[Any] = suppression.in_steps(came) if row.is_together else list(came)
    raters = [_raters(row, one, came) for one in row.statements]
    # of whoever counts: the name of a relation would tell that its one person has answered
    there = {link.relation for link in itertools.chain(*raters)}
    relations = [value for value in FeedbackLink.Relation.values if value in there]
    lines = [_line(row, one, of_it, relations) for one, of_it in zip(row.statements, raters, strict=True)]
    shown = [n for n in range(len(relations)) if any(line.parts[n] for line in lines)]
    shown = shown if len(shown) > 1 or len(relations) > 1 else []  # one relation is everybody
    labels = {value: str(label) for value, label in FeedbackLink.Relation.choices}
    return Results(
        len(counted),
        tuple(labels[relations[n]] for n in shown),
        tuple(Line(line.text, line.own, line.others, tuple(line.parts[n] for n in shown)) for line in lines),
        _texts(row, counted, "keep"),
        _texts(row, counted, "change"),
    )


def drawn(row: FeedbackRound, results: Results) -> SafeString:
    """The chart: for each statement how the mentee sees it, how others do, and how each relation does."""
    bars = [bar for line in results.lines for bar in _bars(line, results.relations)]
    description = _("For each statement, from 1 to 5: how you see it yourself, and how others see it.")
    return charts.bars(bars, key=f"of-{row.pk}", title=_("You and the others"), description=description)


def _bars(line: Line, relations: Sequence[str]) -> list[Bar]:
    own = Bar(line.text, _("you: %(n)d") % {"n": line.own or 0}, (line.own or 0) / BEST)
    if line.others is None:
        return [own, Bar("", _("others: too few answers"), None)]
    bars = [own, Bar("", _("others: %(value)s") % {"value": line.others}, line.others.value / BEST)]
    for name, part in zip(relations, line.parts, strict=True):
        if part:
            bars.append(Bar("", f"{name}: {part}", part.value / BEST))
    return bars


def _raters(row: FeedbackRound, one: dict[str, str], came: Sequence[FeedbackLink]) -> list[Any]:
    """Whose ratings of a statement count."""
    rated = [link for link in came if _rating(link, one["key"])]
    return suppression.in_steps(rated) if row.is_together else rated


def _line(row: FeedbackRound, one: dict[str, str], raters: Sequence[FeedbackLink], relations: Sequence[str]) -> Line:
    parts = [[link for link in raters if link.relation == relation] for relation in relations]
    whole = (
        suppression.shown([{link.pk for link in part} for part in parts]) if row.is_together else [True] * len(parts)
    )
    own = row.own.get(one["key"])
    return Line(
        one["text"],
        int(own) if own else None,
        _average(raters, one["key"]),
        tuple(_average(part, one["key"]) if is_shown else None for part, is_shown in zip(parts, whole, strict=True)),
    )


def _average(raters: Sequence[FeedbackLink], key: str) -> Average | None:
    if not raters:
        return None
    return Average(round(sum(_rating(link, key) for link in raters) / len(raters), 1), len(raters))


def _rating(link: FeedbackLink, key: str) -> int:
    """From 1 to 5; 0 for whoever cannot say."""
    value = str(link.answers.get("rated", {}).get(key, ""))
    return int(value) if value in ("1", "2", "3", "4", "5") else 0


def _texts(row: FeedbackRound, counted: Sequence[FeedbackLink], name: str) -> tuple[Said, ...]:
    said = [Said("" if row.is_together else str(link), link.answers.get(name, "")) for link in counted]
    return tuple(sorted((one for one in said if one.text), key=lambda one: (one.who.casefold(), one.text.casefold())))
