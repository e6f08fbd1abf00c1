"""One call from people and terms to a matching with its figures."""

from collections.abc import Mapping, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any

import numpy as np

from . import explaining, groups, solving
from .people import Mentee, Mentor
from .scoring import FORBIDDEN, Scoring
from .solving import Solution
from .terms import Terms

EXPLAINED_AT_MOST = 500  # mentees without a place of whom it is worked out why
RELAXED_AT_MOST = 2000  # mentees; with more, what each rule costs is not worked out


@dataclass(frozen=True)
class Settled:
    """What is settled beforehand, by places: mentor of mentee, mentees of one group, mentees never in one group."""

    fixed: Mapping[int, int]
    together: Sequence[Sequence[int]] = ()
    apart: Sequence[tuple[int, int]] = ()


NONE = Settled({})


@dataclass(frozen=True)
class Matching:
    """A matching: the mentor of each mentee (``None``: none), what each pair scores, and the solution behind it.

    ``meets``: for each mentor the language, time and goal of the group, empty where there is none.
    """

    scoring: Scoring
    solution: Solution
    mentor_of: tuple[int | None, ...]
    meets: tuple[tuple[str, str, str], ...] = ()


def match(mentees: Sequence[Mentee], mentors: Sequence[Mentor], terms: Terms, settled: Settled = NONE) -> Matching:
    """Match people as well as can be on these terms."""
    scoring = Scoring(mentees, mentors, terms)
    capacities = [min(one.capacity, terms.at_most) if terms.in_groups else one.capacity for one in mentors]
    if not terms.in_groups:
        fixed = dict(settled.fixed)
        solution = solving.solve(scoring, capacities, fixed)
        return Matching(scoring, solution, _mentors(solution))
    found = groups.form(scoring, capacities, settled.fixed, settled.together, settled.apart)
    return Matching(scoring, found.solution, _mentors(found.solution), _meets(scoring, found))


def foremost(mentees: Sequence[Mentee], mentors: Sequence[Mentor], terms: Terms, most: int) -> list[int]:
    """The places of at most so many mentors, in their order: the best for somebody, then the second for somebody, and so on.

    So everybody has their own best among them, however few they are alike to. Among those who are as good for one, who
    has more room comes first; among those in the same turn, who fits more people. Whom the rules keep from all is left out.
    """
    scores = Scoring(mentees, mentors, replace(terms, in_groups=False)).block(np.arange(len(mentees)))
    room = np.broadcast_to([one.capacity for one in mentors], scores.shape)
    turn = np.lexsort((-room, -scores)).argsort(axis=1)
    first = np.where(scores == FORBIDDEN, len(mentors), turn).min(axis=0, initial=len(mentors))
    order = np.lexsort((-np.maximum(scores, 0).sum(axis=0, dtype=np.int64), first))
    return sorted(int(j) for j in order[:most] if first[j] < len(mentors))


def told(found: Matching, mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> list[dict[str, Any]]:
    """For each mentee: ``score`` in hundredths of what two whom nothing separates have, ``reasons``, ``why_not``."""
    placed = [(i, j) for i, j in enumerate(found.mentor_of) if j is not None]
    why = explaining.reasons(found.scoring, mentees, mentors, placed)
    by_mentee = {i: _as_told(reasons, found.scoring.terms) for (i, _j), reasons in zip(placed, why, strict=True)}
    without = [i for i, j in enumerate(found.mentor_of) if j is None][:EXPLAINED_AT_MOST]
    by_mentee |= {
        i: {"score": 0, "reasons": [], "why_not": asdict(explaining.why_without(found.scoring, i))} for i in without
    }
    nothing = {"score": 0, "reasons": [], "why_not": {}}
    return [by_mentee.get(i, nothing) for i in range(len(mentees))]


def against_all(mentee: Mentee, mentors: Sequence[Mentor], terms: Terms) -> list[dict[str, Any]]:
    """The same for one mentee and each of these mentors; ``why_not`` holds the rules that such a match would break."""
    scoring = Scoring([mentee], mentors, terms)
    pairs = [(0, j) for j in range(len(mentors))]
    found = []
    for (i, j), reasons in zip(pairs, explaining.reasons(scoring, [mentee], mentors, pairs), strict=True):
        broken = scoring.broken(i, j)
        why_not = {"broken": dict.fromkeys(broken, 1)} if broken else {}
        found.append({**_as_told(reasons, terms), "why_not": why_not})
    return found


def _as_told(reasons: Sequence[explaining.Reason], terms: Terms) -> dict[str, Any]:
    points = sum(one.points for one in reasons)
    told = [[one.name, one.points, one.most, list(one.shared)] for one in reasons]
    return {"score": round(100 * points / terms.of_two), "reasons": told, "why_not": {}}


def what_rules_cost(
    mentees: Sequence[Mentee], mentors: Sequence[Mentor], terms: Terms, settled: Settled, placed: int
) -> dict[str, int]:
    """How many more mentees would have a place without each rule; nothing for rules that cost none."""
    if placed == len(mentees) or len(mentees) > RELAXED_AT_MOST:
        return {}
    found = {}
    for name, (other, more) in explaining.relaxed(terms).items():
        roomier = [Mentor(**{**vars(one), "capacity": one.capacity + more}) for one in mentors]
        found[name] = match(mentees, roomier, other, settled).solution.matched - placed
    return {name: more for name, more in found.items() if more > 0}


def _mentors(solution: Solution) -> tuple[int | None, ...]:
    return tuple(int(j) if j >= 0 else None for j in solution.mentor_of)


def _meets(scoring: Scoring, found: groups.Groups) -> tuple[tuple[str, str, str], ...]:
    columns = []
    for name, places in (
        ("languages", found.anchors.language),
        ("times", found.anchors.time),
        ("goals", found.anchors.goal),
    ):
        values = scoring.bits(name).values
        columns.append([values[at] if at >= 0 else "" for at in places])
    return tuple(zip(*columns, strict=True))
