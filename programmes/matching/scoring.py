"""How well any two fit, as a whole number, for many pairs at a time; -1 where a rule forbids it. The one formula."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from . import encoding
from .encoding import WORD, Bits, Codes, Years
from .pairs import against, wishes
from .people import Mentee, Mentor
from .terms import FULL, SHARED_ENOUGH, YEARS_AHEAD, Terms

Scores = NDArray[np.int16]
Pick = Callable[[NDArray[Any]], NDArray[Any]]
Counts = Mapping[int, NDArray[np.uint8]]
FORBIDDEN = -1
BYTE = 255
SAME = "same "  # before the name of what counts once more where a group shares it
ENOUGH = {"languages": 1, "mode": 1}
LOOKS_AT = {"language": "languages", "meet": "mode", "time": "times"}  # what each rule wants at least one of in common


@dataclass
class Anchors:
    """What brings each group together: places in ``Bits.values`` of language, time and goal for each mentor, -1 for none."""

    language: NDArray[np.int64]
    time: NDArray[np.int64]
    goal: NDArray[np.int64]


@dataclass(frozen=True)
class Use:
    """How one array counts: ``most`` points, for so many in common where one may have several."""

    what: Bits | Codes | Years
    most: int
    wanted: NDArray[np.uint8] | None = None


class Scoring:
    """Mentees and mentors on certain terms, ready to be scored."""

    def __init__(self, mentees: Sequence[Mentee], mentors: Sequence[Mentor], terms: Terms) -> None:
        self.terms = terms
        self.n, self.m = len(mentees), len(mentors)
        self._mentees, self._mentors = mentees, mentors
        self._bits: dict[str, Bits] = {}
        self.uses = {name: self._uses_of(name, weight) for name, weight in terms.weights.items() if weight}
        self.wish = terms.weights.get("wishes", 0) * FULL // 2
        self.rules = {name: self.bits(LOOKS_AT[name]) for name in sorted(terms.rules)}
        if terms.in_groups and terms.together:
            for name in ("times", "goals"):
                self.uses[f"{SAME}{name}"] = [self._once(name)]
        self.against, self.wishes = against(mentees, mentors), wishes(mentees, mentors)

    def bits(self, name: str) -> Bits:
        """What people have of ``name``, made once."""
        if name not in self._bits:
            self._bits[name] = encoding.bits(self._mentees, self._mentors, encoding.values_of(name))
        return self._bits[name]

    def block(self, rows: NDArray[Any], columns: NDArray[Any] | slice = slice(None)) -> Scores:
        """The scores of these mentees with these mentors (all when none are named): a row for each mentee."""
        there = np.arange(self.m)[columns]
        scores = self._score(lambda a: a[rows, None], lambda b: b[None, columns], (len(rows), len(there)))
        place = {int(j): at for at, j in enumerate(there)} if len(there) < self.m else None
        for row, j, times in self.wishes.within(rows) if self.wish else ():
            column = j if place is None else place.get(j)
            if column is not None and scores[row, column] != FORBIDDEN:
                scores[row, column] += times * self.wish
        for row, j, _times in self.against.within(rows):
            column = j if place is None else place.get(j)
            if column is not None:
                scores[row, column] = FORBIDDEN
        return scores

    def pairs(self, i: NDArray[Any], j: NDArray[Any]) -> Scores:
        """The scores of these mentees with these mentors, pair by pair."""
        scores = self._score(lambda a: a[i], lambda b: b[j], (len(i),))
        scores = np.where(scores == FORBIDDEN, scores, scores + self.wishes.of(i, j) * self.wish)
        return np.where(self.against.of(i, j) > 0, FORBIDDEN, scores).astype(np.int16)

    def met(self, i: NDArray[Any], j: NDArray[Any], anchors: "Anchors") -> Scores:
        """The scores of pairs whose mentor meets all of the group at once: in one language, at one time, for one goal.

        Where the language must be in common it is that one; a time and a goal in common count only if they are these.
        """
        scores = self.pairs(i, j).astype(np.int32)
        for name, chosen in (("times", anchors.time), ("goals", anchors.goal)):
            for use in self.uses.get(f"{SAME}{name}", []):
                bits = self.bits(name)
                any_shared = _common(bits, lambda a: a[i], lambda b: b[j]) > 0
                scores += use.most * (_has(bits, i, chosen[j]).astype(np.int32) - any_shared) * (scores != FORBIDDEN)
        if "language" in self.rules:
            scores[~_has(self.bits("languages"), i, anchors.language[j])] = FORBIDDEN
        return scores.astype(np.int16)

    def shares(self, i: NDArray[Any], j: NDArray[Any]) -> dict[str, NDArray[np.int64]]:
        """What each criterion adds to the scores of these pairs, rules left aside."""
        row, column, shape = (lambda a: a[i]), (lambda b: b[j]), (len(i),)
        counts = self._counted(row, column)
        found = {
            name: sum(
                (_points(use, row, column, counts, shape).astype(np.int64) for use in uses), np.zeros(shape, np.int64)
            )
            for name, uses in self.uses.items()
        }
        if self.wish:
            found["wishes"] = self.wishes.of(i, j) * self.wish
        return found

    def broken(self, i: int, j: int) -> list[str]:
        """The rules that forbid a pair: of ``RULES``, and ``against`` where one asked not to be matched with the other."""
        row, column = _only(i), _only(j)
        rules = [name for name, rule in self.rules.items() if not _common(rule, row, column)[0]]
        return rules + (["against"] if self.against.of(np.array([i]), np.array([j]))[0] else [])

    def _uses_of(self, name: str, weight: int) -> list[Use]:
        most = weight * FULL
        if name == "wishes":
            return []
        if name == "field":
            return [Use(self._codes(lambda one: one.field.casefold()), most)]
        if name == "place":
            towns, zones = self._codes(lambda one: one.place.casefold()), self._codes(lambda one: one.zone)
            return [Use(towns, most // 2), Use(zones, most // 2)]
        if name == "experience":
            return [Use(encoding.years(self._mentees, self._mentors), most)]
        enough = encoding.wanted(self._mentees, encoding.values_of(name), ENOUGH.get(name, SHARED_ENOUGH))
        return [Use(self.bits(name), most, enough)]

    def _once(self, name: str) -> Use:
        return Use(self.bits(name), self.terms.together * FULL, np.ones(self.n, dtype=np.uint8))

    def _codes(self, of: Callable[[Any], str]) -> Codes:
        return encoding.codes(self._mentees, self._mentors, of)

    def _counted(self, row: Pick, column: Pick) -> Counts:
        """How many each two have in common of what criteria and rules look at; what several look at is counted once."""
        seen = [use.what for uses in self.uses.values() for use in uses] + list(self.rules.values())
        return {
            id(what): _common(what, row, column)
            for what in {id(one): one for one in seen}.values()
            if isinstance(what, Bits)
        }

    def _score(self, row: Pick, column: Pick, shape: tuple[int, ...]) -> Scores:
        counts = self._counted(row, column)
        scores = np.zeros(shape, dtype=np.int16)
        small, most = np.zeros(shape, dtype=np.uint8), 0
        for use in (use for uses in self.uses.values() for use in uses):
            if most + use.most > BYTE:  # bytes are summed as bytes, which is quicker, as long as the sum is one
                scores += small
                small, most = np.zeros(shape, dtype=np.uint8), 0
            small += _points(use, row, column, counts, shape)
            most += use.most
        scores += small
        for rule in self.rules.values():
            kept = counts[id(rule)] != 0
            scores *= kept  # ten times quicker than to write -1 into the places that a mask names
            scores += kept
            scores -= 1
        return scores


def _points(use: Use, row: Pick, column: Pick, counts: Counts, shape: tuple[int, ...]) -> NDArray[np.uint8]:
    """What one array adds to the scores: never more than ``use.most``, which is a byte."""
    what = use.what
    if isinstance(what, Codes):
        return (row(what.mentees) == column(what.mentors)).view(np.uint8) * np.uint8(use.most)
    if isinstance(what, Years):
        mine = row(what.mentees)
        ahead = np.maximum(column(what.mentors), _spread(mine, shape)) - mine
        return np.minimum(ahead, np.full(shape, YEARS_AHEAD, dtype=np.uint8)) * np.uint8(use.most // YEARS_AHEAD)
    assert use.wanted is not None  # of what one may have several it is always told
    wanted = row(use.wanted)
    return np.minimum(counts[id(what)], _spread(wanted, shape)) * (np.uint8(use.most) // wanted)


def _has(what: Bits, i: NDArray[Any], value: NDArray[Any]) -> NDArray[np.bool_]:
    """Whether these mentees have these values (places in ``values``; -1 is had by nobody)."""
    words = np.stack(what.mentees).astype(np.uint64)
    at = np.maximum(value, 0)
    bit = (words[at // WORD, i] >> (at % WORD).astype(np.uint64)) & np.uint64(1)
    return (bit == 1) & (value >= 0)


def _spread(values: NDArray[Any], shape: tuple[int, ...]) -> NDArray[Any]:
    """A column of values written out: the smaller of two is found 20 times quicker where both lie side by side."""
    return np.ascontiguousarray(np.broadcast_to(values, shape))


def _common(what: Bits, row: Pick, column: Pick) -> NDArray[np.uint8]:
    """How many values two have in common."""
    counts = [np.bitwise_count(row(a) & column(b)) for a, b in zip(what.mentees, what.mentors, strict=True)]
    return counts[0] if len(counts) == 1 else np.add.reduce(counts)


def _only(at: int) -> Pick:
    return lambda values: values[[at]]
