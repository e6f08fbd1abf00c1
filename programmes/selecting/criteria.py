"""By which criteria a programme scores those who apply: four usual ones for each role, until its managers choose others."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action, Role, require

from ..models import Programme, Score, SelectionRules

AT_MOST = 6  # criteria for a role
HEAVIEST, HIGHEST = 3, 4


@dataclass(frozen=True)
class Criterion:
    """One criterion: its key in what is scored, its words, and its weight from 1 to 3."""

    key: str
    words: str
    weight: int = 1


def usual(role: str) -> list[Criterion]:
    """The four that hold where a programme has none of its own, in the active language."""
    if role == Role.MENTOR:
        return [
            Criterion("experience", _("Has experience that helps these mentees")),
            Criterion("attitude", _("Listens, and lets others find their own way")),
            Criterion("reason", _("Knows why to volunteer, and what not to expect")),
            Criterion("time", _("Has the time, and can be relied on")),
        ]
    return [
        Criterion("need", _("A mentor can help with what this person needs now")),
        Criterion("goals", _("The goals are clear and within reach")),
        Criterion("will", _("Wants to work on them, also between the sessions")),
        Criterion("time", _("Has the time, and can be relied on")),
    ]


def of(rules: SelectionRules, role: str) -> list[Criterion]:
    """The criteria that hold for a role."""
    own = rules.criteria.get(role)
    return [Criterion(**row) for row in own] if own else usual(role)


def scored_roles(programme: Programme) -> set[str]:
    """The roles for which somebody has scored already: their criteria stay as they are."""
    rows = Score.objects.filter(application__programme=programme)
    return set(rows.order_by().values_list("application__role", flat=True).distinct())


def change(programme: Programme, chosen: Mapping[str, Sequence[tuple[str, int]]], *, by: Any) -> None:
    """Make these the criteria: for each role a list of words and weight; an empty list brings the usual ones back.

    Raises ``NotNow`` for a role in which somebody has scored meanwhile, and then changes nothing.
    """
    require(by, Action.RUN, programme)
    with transaction.atomic():
        hold(programme)
        rules = SelectionRules.objects.get_or_create(programme=programme)[0]
        if scored_roles(programme) & set(chosen):
            raise NotNow(_("Somebody has scored already, so the criteria stay as they are."))
        for role, rows in chosen.items():
            told = [{"key": f"c{n}", "words": words, "weight": weight} for n, (words, weight) in enumerate(rows)]
            rules.criteria = {**rules.criteria, role: told}
        rules.save(update_fields=("criteria",))


def hold(programme: Programme) -> None:
    """Take the programme for this transaction: whoever else scores, withdraws or fills a place waits here."""
    Programme.objects.select_for_update(no_key=True).get(pk=programme.pk)


def mean(points: Mapping[str, int], criteria: Sequence[Criterion]) -> int:
    """The weighted mean in hundredths, from 0 to 400."""
    weights = sum(one.weight for one in criteria)
    return round(100 * sum(one.weight * points[one.key] for one in criteria) / weights)
