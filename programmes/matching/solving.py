"""The best matching over all pairs, with its proof: nothing that was left out could have made it better.

Linear programming duality (Kuhn 1955, Bertsekas 1992): prices for the mentors give an upper bound for every matching.
Candidates are matched optimally, prices are read off, and whoever could do better with a mentor that was left out gets
that pair as a candidate too, until nobody can. Then matching and bound are equal: no better matching exists.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from . import candidates, flow
from .candidates import Candidates
from .flow import Whole
from .scoring import Anchors, Scoring

ROUNDS = 12


@dataclass(frozen=True)
class Solution:
    """Who is with whom, and how far from the best that can be.

    ``mentor_of``: for each mentee the place of the mentor, -1 for none. ``total``: the sum of the scores. ``worth``: the
    same where scores below the floor count more (see ``candidates.valued``); ``bound``: no matching of as many people
    is worth more. ``matched_at_most``: nobody can match more.
    """

    mentor_of: NDArray[np.int64]
    total: int
    worth: int
    bound: int
    matched_at_most: int

    @property
    def matched(self) -> int:
        """How many mentees have a mentor."""
        return int((self.mentor_of >= 0).sum())

    @property
    def is_proven(self) -> bool:
        """Whether no better matching exists."""
        return self.matched == self.matched_at_most and self.worth == self.bound

    @property
    def gap(self) -> float:
        """By how much at most a better one could be worth more, as a share of the bound (0 when it is proven)."""
        return (self.bound - self.worth) / self.bound if self.bound > 0 else 0.0


def solve(
    scoring: Scoring, capacities: Sequence[int], fixed: Mapping[int, int] | None = None, out: Iterable[int] = ()
) -> Solution:
    """The matching with the most people matched and, among those, the one worth most.

    ``fixed``: mentees whose mentor is settled; they take up room, whatever the rules say of them. ``out``: mentees who
    are not to be matched.
    """
    return Search(scoring, capacities, fixed or {}, out).run()


class Search:
    """One search: the candidates so far, and the bonus that makes being matched count before everything else."""

    def __init__(
        self, scoring: Scoring, capacities: Sequence[int], fixed: Mapping[int, int], out: Iterable[int] = ()
    ) -> None:
        self.scoring, self.fixed = scoring, dict(fixed)
        self.room = np.array(capacities, dtype=np.int64)
        for j in self.fixed.values():
            self.room[j] = max(0, self.room[j] - 1)
        aside = {*self.fixed, *out}
        self.free = np.array([i for i in range(scoring.n) if i not in aside], dtype=np.int64)
        self.found = candidates.gather(scoring, self.free, self.room > 0)
        greatest = int(self.found.value.max(initial=0))
        self.price = np.zeros(scoring.m, dtype=np.int64)
        self.bonus = (greatest + 1) * (1 + min(len(self.free), int(self.room.sum())))

    def run(self) -> Solution:
        """Match, prove, add what is missing, and once more."""
        for left in reversed(range(ROUNDS)):
            chosen, beyond, price = self._match()
            self.price = price
            missing = self._missing(beyond, price)
            if not len(missing.i) or not left:
                break
            self._add(missing)
        return self._solution(chosen, beyond, price, missing)

    def _match(self) -> tuple[Whole, Whole, Whole]:
        gain = self.found.value.astype(np.int64) + self.bonus
        chosen = flow.assign(self.scoring.n, self.room, self.found.i, self.found.j, gain)
        return chosen, *flow.prices(chosen, self.found.i, self.found.j, gain, self.scoring.m)

    def _missing(self, beyond: Whole, price: Whole) -> Candidates:
        """What was left out and would be better. Who has more than all that was left out needs no second look."""
        return candidates.improving(self.scoring, beyond - self.bonus, price, self.found.cut, self.room > 0)

    def _add(self, more: Candidates) -> None:
        self.found = Candidates(
            np.append(self.found.i, more.i),
            np.append(self.found.j, more.j),
            np.append(self.found.value, more.value),
            self.found.cut,
        )

    def _solution(self, chosen: Whole, beyond: Whole, price: Whole, missing: Candidates) -> Solution:
        bound = int(beyond[self.free].sum() + (self.room * price).sum())
        if len(missing.i):  # rounds ran out: the bound is what would be gained at most, mentee by mentee
            over = missing.value.astype(np.int64) + self.bonus - price[missing.j] - beyond[missing.i]
            most = np.zeros(self.scoring.n, dtype=np.int64)
            np.maximum.at(most, missing.i, over)
            bound += int(most.sum())
        mentor_of = chosen.copy()
        for i, j in self.fixed.items():
            mentor_of[i] = j
        matched_at_most, bound = divmod(bound, self.bonus)
        settled = np.array(list(self.fixed), dtype=np.int64)
        worth = candidates.valued(self.scoring.pairs(settled, mentor_of[settled]), self.scoring.terms.floor_score)
        bound += int(np.maximum(worth, 0).sum())
        return summed(self.scoring, mentor_of, matched_at_most + len(settled), bound)


def summed(scoring: Scoring, mentor_of: Whole, at_most: int, bound: int, anchors: Anchors | None = None) -> Solution:
    """A matching in figures; ``anchors`` where groups meet together. Settled pairs that break a rule count nothing."""
    there = np.flatnonzero(mentor_of >= 0)
    mentors = mentor_of[there]
    scores = scoring.met(there, mentors, anchors) if anchors else scoring.pairs(there, mentors)
    worth = candidates.valued(scores, scoring.terms.floor_score)
    total = int(np.maximum(scores, 0).sum())
    return Solution(mentor_of, total, int(np.maximum(worth, 0).sum()), bound, at_most)
