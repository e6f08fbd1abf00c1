"""The pairs worth looking at: for each mentee the best mentors, and how good at most any that was left out can be."""

from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .scoring import FORBIDDEN, Scores, Scoring

BLOCK = 128  # mentees at a time, so that a block stays in the cache
BEST = 48  # mentors kept for each mentee; more are asked for where the proof needs them
SPREAD = 7919  # a prime, so that mentees to whom many mentors are alike do not all keep the same ones
NEVER = -(2**62)
Worth = NDArray[np.int64]
LOSS = 3  # so many times counts what a match lacks to the floor


@dataclass(frozen=True)
class Candidates:
    """Pairs by mentee: ``i`` (not falling), ``j``, ``value``. ``cut``: the greatest value left out, -1 for none."""

    i: NDArray[np.int32]
    j: NDArray[np.int32]
    value: NDArray[np.int32]
    cut: NDArray[np.int32]


def valued(scores: Scores, floor: int) -> Scores:
    """What a score is worth: itself, and below ``floor`` less by ``LOSS`` times what it lacks. Never less than 0.

    A match that no rule forbids keeps its order; -1 stays what is forbidden.
    """
    if not floor:
        return scores
    lacks = np.maximum(floor - scores, 0)
    worth = scores + (LOSS - 1) * (floor - lacks)
    return np.where(scores == FORBIDDEN, FORBIDDEN, worth).astype(np.int16)


def gather(scoring: Scoring, rows: NDArray[Any], columns: NDArray[Any], best: int = BEST) -> Candidates:
    """The candidates of these mentees among these mentors (``columns``: true for each that has room)."""
    cut = np.full(scoring.n, FORBIDDEN, dtype=np.int32)
    closed = np.flatnonzero(~columns)
    found: list[tuple[NDArray[Any], ...]] = []
    for low in range(0, len(rows), BLOCK):
        part = rows[low : low + BLOCK]
        values = valued(scoring.block(part), scoring.terms.floor_score)
        values[:, closed] = FORBIDDEN
        row, j, cut[part] = _best(values, part, best)
        found.append((part[row], j, values[row, j]))
    i, j, value = _joined(found)
    return Candidates(i, j, value, cut)


def _best(values: Scores, rows: NDArray[Any], best: int) -> tuple[NDArray[Any], NDArray[Any], NDArray[np.int16]]:
    """Which pairs of a block to keep (rows, columns), and what the best one is worth of the others, row by row."""
    m = values.shape[1]
    if m <= best:
        row, j = np.nonzero(values != FORBIDDEN)
        return row, j, np.full(len(values), FORBIDDEN, dtype=np.int16)
    least = np.partition(values.astype(np.int32), m - best, axis=1)[:, m - best].astype(np.int16)  # int16 is slower
    row, j = np.nonzero(values >= np.maximum(least, 0)[:, None])
    level = np.flatnonzero(values[row, j] == least[row])  # of these there may be too many
    counts = np.bincount(row[level], minlength=len(values))
    room = best - np.bincount(row, minlength=len(values)) + counts
    first = np.cumsum(counts) - counts
    turn = (np.arange(len(level)) - first[row[level]] + rows[row[level]] * SPREAD) % counts[row[level]]
    keep = np.ones(len(row), dtype=bool)
    keep[level[turn >= room[row[level]]]] = False
    return row[keep], j[keep], least


def improving(
    scoring: Scoring, worth: Worth, price: Worth, cut: NDArray[np.int32], columns: NDArray[Any]
) -> Candidates:
    """Pairs that were left out though they are worth more, less the price of the mentor, than what the mentee has.

    ``worth``: what each mentee has, beyond the price of their mentor. What was left out of a mentee's pairs is worth
    ``cut`` at most: so only mentors at a price below the difference need a look, and most mentees have none.
    """
    at_most = np.where(cut == FORBIDDEN, NEVER, cut - worth)
    mentors = np.flatnonzero(columns)
    mentors = mentors[np.argsort(price[mentors], kind="stable")]
    cheap = np.searchsorted(price[mentors], at_most)  # how many mentors cost less than that
    rows = np.argsort(-cheap, kind="stable")
    rows = rows[cheap[rows] > 0]
    found: list[tuple[NDArray[Any], ...]] = []
    for low in range(0, len(rows), BLOCK):
        part = rows[low : low + BLOCK]
        near = mentors[: cheap[part[0]]]
        values = valued(scoring.block(part, near), scoring.terms.floor_score)
        row, at = np.nonzero((values - price[None, near] > worth[part, None]) & (values != FORBIDDEN))
        found.append((part[row], near[at], values[row, at]))
    i, j, value = _joined(found)
    return Candidates(i, j, value, cut)


def _joined(parts: list[tuple[NDArray[Any], ...]]) -> list[NDArray[np.int32]]:
    """Pieces of ``i``, ``j`` and ``value``, one after the other."""
    empty = (np.empty(0, dtype=np.int32),) * 3
    return [np.concatenate(column).astype(np.int32) for column in zip(empty, *parts, strict=True)]
