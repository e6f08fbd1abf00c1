"""What is said of single pairs: that they must not be matched, or would like to be. Few among all that are possible."""

from collections.abc import Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .people import Mentee, Mentor


class Pairs:
    """Numbers for some pairs of ``m`` mentors, 0 for all the others."""

    def __init__(self, said: dict[tuple[int, int], int], m: int) -> None:
        self.m = m
        keyed = sorted((i * m + j, times) for (i, j), times in said.items())
        self.keys = np.array([key for key, _times in keyed], dtype=np.int64)
        self.times = np.array([times for _key, times in keyed], dtype=np.int64)

    def within(self, rows: NDArray[Any]) -> Iterator[tuple[int, int, int]]:
        """Those of the mentees ``rows``: the place in ``rows``, the mentor, the number."""
        first, last = np.searchsorted(self.keys, (rows * self.m, (rows + 1) * self.m))
        for row in np.flatnonzero(last > first):
            for at in range(first[row], last[row]):
                yield int(row), int(self.keys[at] % self.m), int(self.times[at])

    def of(self, i: NDArray[Any], j: NDArray[Any]) -> NDArray[np.int64]:
        """The numbers of these pairs."""
        if not len(self.keys):
            return np.zeros(len(i), dtype=np.int64)
        asked = i.astype(np.int64) * self.m + j
        at = np.minimum(np.searchsorted(self.keys, asked), len(self.keys) - 1)
        return np.where(self.keys[at] == asked, self.times[at], 0)


def against(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Pairs:
    """Who is never matched: one asked not to be matched with the other, or reports to them at work, or is them."""
    said: dict[tuple[int, int], int] = {}
    row, column = _places(mentees), _places(mentors)
    for i, mentee in enumerate(mentees):
        for address in {*mentee.not_with, mentee.reports_to, mentee.address} & column.keys():
            said[i, column[address]] = 1
    for j, mentor in enumerate(mentors):
        for address in {*mentor.not_with, mentor.reports_to} & row.keys():
            said[row[address], j] = 1
    return Pairs(said, len(mentors))


def wishes(mentees: Sequence[Mentee], mentors: Sequence[Mentor]) -> Pairs:
    """Who wishes for whom: 1 where one of the two does, 2 where both do."""
    said: dict[tuple[int, int], int] = {}
    row, column = _places(mentees), _places(mentors)
    for i, mentee in enumerate(mentees):
        for address in mentee.wishes & column.keys():
            said[i, column[address]] = 1
    for j, mentor in enumerate(mentors):
        for address in mentor.wishes & row.keys():
            said[row[address], j] = said.get((row[address], j), 0) + 1
    return Pairs(said, len(mentors))


def _places(people: Sequence[Mentee] | Sequence[Mentor]) -> dict[str, int]:
    return {one.address: at for at, one in enumerate(people) if one.address}
