"""Mentees in groups that meet together: one language, a time and a goal that most share, at least so many or none.

What each member gains depends on when and for what the group meets, so no single flow finds the best groups. Anchors
(a language, a time and a goal for each mentor) make it one: with them given the assignment is optimal; with the members
given the best anchors are read off. In turns neither makes it worse. The bound is that of people who need not agree.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import flow
from .candidates import valued
from .encoding import WORD, Bits
from .flow import Whole
from .scoring import FORBIDDEN, Anchors, Scoring
from .solving import Search, Solution, summed

FIELDS = (("languages", "language"), ("times", "time"), ("goals", "goal"))
TURNS = 20
MANY = 8  # groups that are too small: then half of them are closed at once
FLOWS, WORK = (12, 1500), 8_000_000  # flows that are solved in a search: fewer where each costs more


@dataclass(frozen=True)
class Groups:
    """A solution in groups, with what brings each together."""

    solution: Solution
    anchors: Anchors


def form(
    scoring: Scoring,
    capacities: Sequence[int],
    fixed: Mapping[int, int] | None = None,
    together: Sequence[Sequence[int]] = (),
    apart: Sequence[tuple[int, int]] = (),
) -> Groups:
    """Groups of ``at_least`` to as many as there is room for, most people placed first, then worth most.

    ``fixed`` as in ``solving.solve``; who is named in ``together`` comes into one group, or is left without one;
    two mentees who are ``apart`` are never in the same one (unless both are settled).
    """
    return _Forming(scoring, capacities, dict(fixed or {}), together, apart).run()


@dataclass(frozen=True)
class _Arcs:
    """Pairs that may be made, with what each is worth."""

    i: NDArray[Any]
    j: NDArray[Any]
    gain: Whole

    def without(self, pairs: set[tuple[int, int]]) -> "_Arcs":
        keep = np.ones(len(self.i), dtype=bool)
        for i, j in pairs:
            keep &= (self.i != i) | (self.j != j)
        return _Arcs(self.i[keep], self.j[keep], self.gain[keep])

    def worth(self, i: int, j: int) -> int:
        return int(self.gain[(self.i == i) & (self.j == j)].max(initial=0))


class _Forming:
    def __init__(
        self,
        scoring: Scoring,
        capacities: Sequence[int],
        fixed: dict[int, int],
        together: Sequence[Sequence[int]],
        apart: Sequence[tuple[int, int]],
    ) -> None:
        self.scoring, self.terms, self.apart = scoring, scoring.terms, apart
        self.capacities = np.minimum(np.array(capacities, dtype=np.int64), self.terms.at_most)
        never = self.capacities < self.terms.at_least  # else they draw people into groups that must be closed again
        never[list(fixed.values())] = False
        self.capacities[never] = 0
        self.given, self.together = fixed, [sorted(set(one)) for one in together]
        self.relaxed = Search(scoring, self.capacities.tolist(), fixed)
        self.upper = self.relaxed.run()
        self.out: list[int] = []
        least, most = FLOWS
        self.flows_left = max(least, min(most, WORK // (len(self.relaxed.found.i) + 1)))

    def _begin(self) -> None:
        """Settle who comes together, and what is left to decide."""
        together = [one for one in self.together if not set(one) & set(self.out)]
        settled, out = _kept_together(self.relaxed, self.given, together, self.capacities)
        self.fixed, self.out = settled, [*self.out, *out]
        self.held = np.bincount(list(settled.values()), minlength=self.scoring.m).astype(np.int64)
        self.room = np.maximum(self.capacities - self.held, 0)
        aside = np.zeros(self.scoring.n, dtype=bool)
        aside[[*self.fixed, *self.out]] = True
        free = ~aside[self.relaxed.found.i]
        self.values = {name: self._values(name) for name in ("languages", "times", "goals")}
        self.i, self.j = self.relaxed.found.i[free], self.relaxed.found.j[free]

    def run(self) -> Groups:
        """The best groups found; who was to come together and has too small a group stays without one."""
        while True:
            self._begin()
            mentor_of, anchors = self._formed()
            alone = [one for one in self.together if self._is_too_small(one, mentor_of)]
            if not alone:
                break
            self.out += [i for one in alone for i in one if i not in self.given]
        solution = summed(self.scoring, mentor_of, self.upper.matched_at_most, self.upper.bound, anchors)
        return Groups(solution, anchors)

    def _formed(self) -> tuple[Whole, Anchors]:
        """Turn by turn, then by trying what else a group could meet for."""
        anchors = self._anchors(self.upper.mentor_of)
        mentor_of = self._settle(anchors)
        for _turn in range(TURNS):
            better = self._anchors(mentor_of, anchors)
            chosen = self._settle(better)
            if self._rank(chosen, better) <= self._rank(mentor_of, anchors):
                break
            mentor_of, anchors = chosen, better
            if self.flows_left <= 0:
                break
        return self._tried(mentor_of, anchors)

    def _is_too_small(self, members: Sequence[int], mentor_of: Whole) -> bool:
        j = mentor_of[members[0]] if members else -1
        return bool(j >= 0 and (mentor_of == j).sum() < self.terms.at_least) and not set(members) <= self.given.keys()

    def _settle(self, anchors: Anchors, *, fill: bool = True) -> Whole:
        """The best assignment with these anchors in which no group is too small and nobody meets whom they asked not to."""
        scores = self.scoring.met(self.i, self.j, anchors)
        values = valued(scores, self.terms.floor_score)
        there = values != FORBIDDEN
        arcs = _Arcs(self.i[there], self.j[there], values[there].astype(np.int64) + self.relaxed.bonus)
        least = np.maximum(self.terms.at_least - self.held, 0)
        begun = np.where(self.held > 0, least, 0)  # who is settled in a group that is too small brings others in
        ways = (begun, least) if fill and self.terms.at_least > 1 else (begun,)
        found = [self._with_fixed(self._allowed(arcs, first)) for first in ways]
        return max(found, key=lambda one: self._rank(one, anchors))

    def _allowed(self, arcs: "_Arcs", first: Whole) -> Whole:
        """Take out what clashes and close groups that are too small, several where there are many, until all is right."""
        room = self.room.copy()
        while True:
            self.flows_left -= 1
            chosen = flow.assign(self.scoring.n, room, arcs.i, arcs.j, arcs.gain, first)
            if clashing := self._clashing(chosen, arcs):
                arcs = arcs.without(clashing)
                continue
            sizes = np.bincount(chosen[chosen >= 0], minlength=self.scoring.m) + self.held
            small = np.flatnonzero((sizes > self.held) & (sizes < self.terms.at_least))
            if not len(small):
                return chosen
            order = small[np.argsort(sizes[small], kind="stable")]
            room[order[: len(order) // 2 + 1 if len(order) > MANY else 1]] = 0

    def _clashing(self, chosen: Whole, arcs: "_Arcs") -> set[tuple[int, int]]:
        """One of each two who are in the same group though they must not be, with its mentor: whoever is lost easier."""
        whole, found = self._with_fixed(chosen), set()
        for one, other in self.apart:
            if whole[one] < 0 or whole[one] != whole[other]:
                continue
            free = [i for i in (one, other) if i not in self.fixed]
            if free:
                j = int(whole[one])
                found.add((min(free, key=lambda i: (arcs.worth(i, j), i)), j))
        return found

    def _with_fixed(self, chosen: Whole) -> Whole:
        whole = chosen.copy()
        for i, j in self.fixed.items():
            whole[i] = j
        return whole

    def _rank(self, mentor_of: Whole, anchors: Anchors) -> tuple[int, int]:
        there = np.flatnonzero(mentor_of >= 0)
        worth = valued(self.scoring.met(there, mentor_of[there], anchors), self.terms.floor_score)
        return len(there), int(np.maximum(worth, 0).sum())

    def _values(self, name: str) -> NDArray[np.bool_]:
        """What each group could meet in, at or for; in a language that all who are settled in it speak, if there is one."""
        what = self.scoring.bits(name)
        table = _table(what.mentors, len(what.values))
        if name == "languages":
            speaks = _table(what.mentees, len(what.values))
            for i, j in self.fixed.items():
                if (table[j] & speaks[i]).any():
                    table[j] &= speaks[i]
        return table

    def _anchors(self, mentor_of: Whole, before: Anchors | None = None) -> Anchors:
        """For each mentor the language that most members speak, and the time and the goal that most of them share."""
        found = {}
        for name, field in FIELDS:
            kept = getattr(before, field) if before else None
            found[field] = _favourite(self.scoring.bits(name), self.values[name], mentor_of, kept)
        return Anchors(**found)

    def _tried(self, mentor_of: Whole, anchors: Anchors) -> tuple[Whole, Anchors]:
        """Other anchors, one mentor after the other, kept where they make it better."""
        best = self._rank(mentor_of, anchors)
        for j, field, value in self._others():
            if self.flows_left <= 0:
                break
            if getattr(anchors, field)[j] == value:
                continue
            other = Anchors(anchors.language.copy(), anchors.time.copy(), anchors.goal.copy())
            getattr(other, field)[j] = value
            chosen = self._settle(other, fill=False)
            if (rank := self._rank(chosen, other)) > best:
                mentor_of, anchors, best = chosen, other, rank
        return mentor_of, anchors

    def _others(self) -> list[tuple[int, str, int]]:
        """What else each mentor could meet in, at or for; where most depends on it first."""
        found = []
        for name, field in FIELDS:
            found += [(int(j), field, int(value)) for j, value in zip(*np.nonzero(self.values[name]), strict=True)]
        return found


def _kept_together(
    relaxed: Search, fixed: dict[int, int], together: Sequence[Sequence[int]], room: Whole
) -> tuple[dict[int, int], list[int]]:
    """Settle those who come into one group, the largest sets first, where they lose least; who fits nowhere is out."""
    scoring, settled, out = relaxed.scoring, dict(fixed), []
    left = room - np.bincount(list(settled.values()), minlength=scoring.m)
    languages = scoring.bits("languages")
    speaks = _table(languages.mentees, len(languages.values))
    spoken = _table(languages.mentors, len(languages.values))
    for members in sorted((sorted(set(one) - settled.keys()) for one in together), key=len, reverse=True):
        if not members:
            continue
        values = valued(scoring.block(np.array(members)), scoring.terms.floor_score).astype(np.int64)
        common = np.any(spoken & np.all(speaks[members], axis=0)[None], axis=1)
        if "language" not in scoring.rules:
            common = np.ones(scoring.m, dtype=bool)
        fits = (values != FORBIDDEN).all(axis=0) & common & (left >= len(members))
        if not fits.any():
            out += members
            continue
        net = np.where(fits, values.sum(axis=0) - len(members) * np.minimum(relaxed.price, relaxed.bonus), -(2**62))
        j = int(net.argmax())
        left[j] -= len(members)
        settled |= dict.fromkeys(members, j)
    return settled, out


def _favourite(what: Bits, offered: NDArray[np.bool_], mentor_of: Whole, before: NDArray[Any] | None) -> Whole:
    """For each mentor the value of those offered that most of their mentees have; as before where no other has more."""
    table = offered.astype(np.int64)
    if not table.shape[1]:
        return np.full(len(table), -1, dtype=np.int64)
    there = np.flatnonzero(mentor_of >= 0)
    votes = np.zeros_like(table)
    np.add.at(votes, mentor_of[there], _table(what.mentees, len(what.values))[there])
    votes = np.where(table > 0, 2 * votes + 1, 0)
    if before is not None:
        rows = np.flatnonzero(before >= 0)
        votes[rows, before[rows]] += table[rows, before[rows]]
    return np.where(votes.max(axis=1) > 0, votes.argmax(axis=1), -1)


def _table(words: list[NDArray[Any]], count: int) -> NDArray[np.bool_]:
    """Bits as a table: a row for each person, a column for each value."""
    at = np.arange(count)
    stacked = np.stack(words).astype(np.uint64)
    return ((stacked[at // WORD].T >> (at % WORD).astype(np.uint64)) & np.uint64(1)).astype(bool)
