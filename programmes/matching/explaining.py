"""Why two fit, why somebody has no place, and which rule stands in the way: facts, which the page puts in words."""

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from .encoding import values_of
from .people import Mentee, Mentor
from .scoring import FORBIDDEN, SAME, Scoring
from .terms import FULL, Terms


@dataclass(frozen=True)
class Reason:
    """What a criterion adds to a match: points of ``most``, and what the two share (words of the data, not of a page)."""

    name: str
    points: int
    most: int
    shared: tuple[str, ...] = ()


@dataclass(frozen=True)
class Without:
    """Why a mentee has no place: how many mentors there are, how many of them each rule forbids, and how many fit."""

    mentors: int
    broken: Mapping[str, int]
    fitting: int


def reasons(
    scoring: Scoring, mentees: Sequence[Mentee], mentors: Sequence[Mentor], pairs: Sequence[tuple[int, int]]
) -> list[list[Reason]]:
    """For each pair why it fits, the weightiest reason first; what adds nothing is left out."""
    i, j = (np.array([pair[side] for pair in pairs], dtype=np.int64) for side in (0, 1))
    shares = {name: points for name, points in scoring.shares(i, j).items() if not name.startswith(SAME)}
    found = []
    for at, (one, other) in enumerate(pairs):
        told = [
            Reason(
                name, int(points[at]), scoring.terms.weights[name] * FULL, _shared(name, mentees[one], mentors[other])
            )
            for name, points in shares.items()
            if points[at]
        ]
        found.append(sorted(told, key=lambda reason: -reason.points))
    return found


def _shared(name: str, mentee: Mentee, mentor: Mentor) -> tuple[str, ...]:
    if name == "field":
        return (mentor.field,) if mentee.field and mentee.field.casefold() == mentor.field.casefold() else ()
    if name == "place":
        if mentee.place and mentee.place.casefold() == mentor.place.casefold():
            return (mentor.place,)
        return (mentor.zone,) if mentee.zone and mentee.zone == mentor.zone else ()
    if name == "experience":
        ahead = (mentor.years or 0) - mentee.years if mentee.years is not None else 0
        return (str(ahead),) if ahead > 0 else ()
    if name == "wishes":
        wished = (("mentee", mentor.address in mentee.wishes), ("mentor", mentee.address in mentor.wishes))
        return tuple(who for who, does in wished if does)
    of = values_of(name)
    return tuple(sorted(set(of(mentee)) & set(of(mentor))))


def why_without(scoring: Scoring, i: int) -> Without:
    """What stands between a mentee and a place."""
    broken = Counter(rule for j in range(scoring.m) for rule in scoring.broken(i, j)) if scoring.m <= 500 else Counter()
    fitting = int((scoring.block(np.array([i])) != FORBIDDEN).sum()) if scoring.m else 0
    return Without(scoring.m, dict(broken), fitting)


def relaxed(terms: Terms) -> dict[str, tuple[Terms, int]]:
    """Every rule that could be given up, with the terms without it and how many mentees more each mentor takes then."""
    found = {rule: (replace(terms, rules=terms.rules - {rule}), 0) for rule in sorted(terms.rules)}
    found["room"] = (replace(terms, at_most=terms.at_most + 1), 1)
    if terms.in_groups and terms.at_least > 1:
        found["at least"] = (replace(terms, at_least=terms.at_least - 1), 0)
    return found
