"""Scores and solves: who fits whom, and the best total under every mentor's capacity. Pure: no database."""

from collections.abc import Sequence
from dataclasses import dataclass

FITS_AT_MOST = 1000
_WEIGHTS = {"goals": 120, "field": 90, "times": 40, "mode": 40, "language": 60}


@dataclass(frozen=True)
class Mentee:
    """What of a mentee counts in the matching."""

    id: str
    address: str
    languages: frozenset[str]
    goals: frozenset[str]
    times: frozenset[str]
    field: str
    mode: str
    not_with: frozenset[str] = frozenset()


@dataclass(frozen=True)
class Mentor(Mentee):
    """The same of a mentor, and how many mentees there is room for."""

    capacity: int = 1


@dataclass(frozen=True)
class Fit:
    """How well two fit: a whole number, and the shared things it comes from (criterion, shared values)."""

    score: int
    reasons: tuple[tuple[str, tuple[str, ...]], ...]


@dataclass(frozen=True)
class Solution:
    """Pairs of positions (mentee, mentor) with the best total score, and the mentees no place was found for."""

    pairs: tuple[tuple[int, int], ...]
    unmatched: tuple[int, ...]
    total: int


def allowed(mentee: Mentee, mentor: Mentee) -> str | None:
    """``None`` when the two may be matched, else the rule against it: ``not with`` or ``language``."""
    if mentor.address in mentee.not_with or mentee.address in mentor.not_with:
        return "not with"
    if not mentee.languages & mentor.languages:
        return "language"
    return None


def fit(mentee: Mentee, mentor: Mentee) -> Fit:
    """How well two fit, from 0 to ``FITS_AT_MOST``."""
    goals = tuple(sorted(mentee.goals & mentor.goals))
    times = tuple(sorted(mentee.times & mentor.times))
    languages = tuple(sorted(mentee.languages & mentor.languages))
    field = (mentee.field,) if mentee.field and mentee.field == mentor.field else ()
    mode = (mentee.mode,) if mentee.mode == mentor.mode or "blended" in (mentee.mode, mentor.mode) else ()
    shared = (("language", languages), ("goals", goals), ("times", times), ("field", field), ("mode", mode))
    score = sum(_WEIGHTS[name] * min(len(values), 3) for name, values in shared)
    return Fit(min(score, FITS_AT_MOST), tuple((name, values) for name, values in shared if values))


def solve(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Solution:
    """The matching with the most matched mentees and, among those, the greatest total score: an exact optimum.

    A minimum-cost flow: each mentee sends one unit to an allowed mentor (cost: minus the score and a bonus twice the
    best score, so that matching anyone counts first) or to "unmatched"; each mentor lets ``capacity`` units through.
    """
    from ortools.graph.python import min_cost_flow

    flow = min_cost_flow.SimpleMinCostFlow()
    people, sink = len(mentees), len(mentees) + len(mentors)
    arcs: dict[int, tuple[int, int, int]] = {}
    for i, mentee in enumerate(mentees):
        flow.add_arc_with_capacity_and_unit_cost(i, sink, 1, 0)
        for j, mentor in enumerate(mentors):
            if allowed(mentee, mentor) is None:
                score = fit(mentee, mentor).score
                arc = flow.add_arc_with_capacity_and_unit_cost(i, people + j, 1, -(score + 2 * FITS_AT_MOST))
                arcs[arc] = (i, j, score)
        flow.set_node_supply(i, 1)
    for j, mentor in enumerate(mentors):
        flow.add_arc_with_capacity_and_unit_cost(people + j, sink, mentor.capacity, 0)
    flow.set_node_supply(sink, -people)
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("The flow has no optimum, though leaving everyone unmatched is one.")
    chosen = [arcs[arc] for arc in arcs if flow.flow(arc)]
    matched = {i for i, _j, _score in chosen}
    return Solution(
        pairs=tuple((i, j) for i, j, _score in chosen),
        unmatched=tuple(i for i in range(people) if i not in matched),
        total=sum(score for _i, _j, score in chosen),
    )
