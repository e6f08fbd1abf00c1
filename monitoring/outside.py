"""What a director or a sponsor reads of a programme: no names of people or groups, small numbers hidden (R76)."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from programmes.models import Programme

from . import charts, scorecard
from .charts import Bar, Ink
from .questions import QUESTION, Answer, Asked
from .scorecard import Card, Line

SHOWN = ("sessions", "goals")


@dataclass(frozen=True)
class Picture:
    """A question, its answer in a sentence, and the chart."""

    question: str
    answer: Answer
    chart: SafeString | None


@dataclass(frozen=True)
class Report:
    """All that is shown."""

    card: Card
    overview: SafeString | None
    pictures: Sequence[Picture]

    @property
    def lines(self) -> Sequence[Line]:
        """The measures."""
        return self.card.lines

    @property
    def lines_on_paper(self) -> Sequence[Line]:
        """The same, but for what can be said only long after the end, as long as it says nothing: paper is short."""
        return [
            line for line in self.lines if not (line.measure.is_nameless and line.value.is_hidden and not line.wanted)
        ]


def report(programme: Programme, *, now: datetime, ink: Ink | None = None) -> Report:
    """How a programme stands, for readers outside; with ``ink`` the charts are drawn for paper."""
    card = scorecard.card(programme, now=now, outside=True)
    asked = Asked(card.evidence, ZoneInfo(programme.time_zone), outside=True)
    pictures = []
    for slug in SHOWN:
        answer = QUESTION[slug].answer(asked)
        if answer is not None:
            chart = answer.chart(slug, ink) if answer.drawn else None
            pictures.append(Picture(str(QUESTION[slug].words), answer, chart))
    return Report(card, overview(card, ink), pictures)


def overview(card: Card, ink: Ink | None = None) -> SafeString | None:
    """Every share with its target, as one chart; nothing where nothing can be shown."""
    rows = [
        Bar(
            str(line.measure.title),
            line.words,
            float(line.part),
            None if line.wanted_part is None else float(line.wanted_part),
        )
        for line in card.lines
        if line.part is not None and line.measure.unit == "percent"
    ]
    if not rows:
        return None
    told = "; ".join(f"{row.name}: {row.words}" for row in rows)
    return charts.bars(
        rows, key="overview", title=_("Key figures in per cent; a line marks the target"), description=told, ink=ink
    )
