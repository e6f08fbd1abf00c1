"""Managers score an application: each on their own first, then they see each other's and agree. Only they learn of it."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action, require

from ..models import Agreement, Application, Score, SelectionRules
from . import criteria
from .criteria import Criterion

FAR_APART = 100  # from one whole point between the highest and the lowest on, scores differ


@dataclass(frozen=True)
class Line:
    """One criterion and what each manager gave: their name and the points, ``None`` for none."""

    criterion: Criterion
    named: tuple[tuple[str, int | None], ...]


@dataclass(frozen=True)
class Together:
    """What somebody may see of the scores of one application: the own one, and with it those of the others."""

    own: Score | None
    scores: tuple[Score, ...]
    lines: tuple[Line, ...]
    agreement: Agreement | None

    @property
    def mean(self) -> float | None:
        """The mean of all, from 0 to 4."""
        found = [score.mean for score in self.scores]
        return sum(found) / len(found) / 100 if found else None

    @property
    def spread(self) -> float:
        """Between the highest and the lowest."""
        found = [score.mean for score in self.scores]
        return (max(found) - min(found)) / 100 if found else 0.0

    @property
    def is_far_apart(self) -> bool:
        """Whether they differ so much that the managers had better talk."""
        return self.spread * 100 >= FAR_APART


def seen_by(application: Application, person: Any) -> Together:
    """The scores as far as ``person`` may see them: who has not scored sees nobody's, and what is agreed."""
    require(person, Action.SELECT, application)
    rows = list(application.scores.select_related("by"))
    own = next((row for row in rows if row.by_id == person.pk), None)
    shown = tuple(rows) if own else ()
    named = criteria.of(SelectionRules.of(application.programme), application.role)
    lines = tuple(Line(one, tuple((row.by.name, row.points.get(one.key)) for row in shown)) for one in named)
    agreed = Agreement.objects.filter(application=application).select_related("by").first()
    return Together(own, shown, lines, agreed)


def give(application: Application, points: Mapping[str, int], *, note: str = "", by: Any) -> Score:
    """Keep the score of ``by``: points from 0 to 4 by the key of each criterion. A second one replaces the first.

    Raises ``NotNow`` when the criteria were changed meanwhile.
    """
    require(by, Action.SELECT, application)
    with transaction.atomic():
        criteria.hold(application.programme)
        rules = SelectionRules.objects.filter(programme=application.programme_id).first() or SelectionRules()
        named = criteria.of(rules, application.role)
        if set(points) != {one.key for one in named}:
            raise NotNow(_("The criteria were changed meanwhile. Open the page again and score by the new ones."))
        told = {"points": dict(points), "mean": criteria.mean(points, named), "note": note}
        row, _new = Score.objects.update_or_create(application=application, by=by, defaults=told)
        _count(application)
    return row


def agree(application: Application, score: int, *, note: str = "", by: Any) -> Agreement:
    """Keep the score the managers agreed on, in hundredths. Raises ``NotNow`` for who has not scored on their own."""
    require(by, Action.SELECT, application)
    with transaction.atomic():
        criteria.hold(application.programme)
        if not application.scores.filter(by=by).exists():
            raise NotNow(_("Score on your own first; then you see what the others gave."))
        told = {"score": score, "note": note, "by": by}
        row, _new = Agreement.objects.update_or_create(application=application, defaults=told)
        _count(application)
    return row


def _count(application: Application) -> None:
    """Keep what lists are sorted by."""
    means = list(application.scores.values_list("mean", flat=True))
    agreed = Agreement.objects.filter(application=application).values_list("score", flat=True).first()
    score = agreed if agreed is not None else round(sum(means) / len(means)) if means else None
    spread = max(means) - min(means) if means else 0
    Application.objects.filter(pk=application.pk).update(score=score, spread=spread)
