"""The best assignment on given pairs, as a minimum-cost flow, and the prices that prove it."""

from typing import Any

import numpy as np
from numpy.typing import NDArray

Whole = NDArray[np.int64]


def assign(
    n: int, room: NDArray[Any], i: NDArray[Any], j: NDArray[Any], gain: Whole, first: NDArray[Any] | None = None
) -> Whole:
    """The mentor of each of ``n`` mentees (-1: none) so that the sum of ``gain`` is greatest and no mentor has more than ``room``.

    Each mentee sends one unit to a mentor at the cost of minus the gain, or past all mentors at none; a mentor lets
    ``room`` units through. The ``first`` units of a mentor (a number for each) count more than anything else.
    """
    from ortools.graph.python import min_cost_flow

    m = len(room)
    chosen = np.full(n, -1, dtype=np.int64)
    if not len(i):
        return chosen
    flow = min_cost_flow.SimpleMinCostFlow()
    sink = n + m
    arcs = flow.add_arcs_with_capacity_and_unit_cost(
        i.astype(np.int64), n + j.astype(np.int64), np.ones(len(i), dtype=np.int64), -gain
    )
    everyone, mentors = np.arange(n), np.flatnonzero(room > 0)
    flow.add_arcs_with_capacity_and_unit_cost(
        everyone, np.full(n, sink), np.ones(n, dtype=np.int64), np.zeros(n, dtype=np.int64)
    )
    urgent = np.zeros(m, dtype=np.int64) if first is None else np.minimum(first, room)
    if urgent.any():
        much = int(gain.max()) * 2 + 1
        _let_through(flow, n + mentors, sink, urgent[mentors], -much)
    _let_through(flow, n + mentors, sink, (room - urgent)[mentors], 0)
    flow.set_nodes_supplies(np.append(everyone, sink), np.append(np.ones(n, dtype=np.int64), -n))
    if flow.solve() != flow.OPTIMAL:
        raise ArithmeticError("The flow has no optimum, though leaving everyone without a mentor is one.")
    used = flow.flows(arcs) > 0
    chosen[i[used]] = j[used]
    return chosen


def _let_through(flow: Any, nodes: NDArray[Any], sink: int, room: NDArray[Any], cost: int) -> None:
    count = len(nodes)
    flow.add_arcs_with_capacity_and_unit_cost(nodes, np.full(count, sink), room, np.full(count, cost, dtype=np.int64))


def prices(chosen: Whole, i: NDArray[Any], j: NDArray[Any], gain: Whole, m: int) -> tuple[Whole, Whole]:
    """The smallest prices of mentors at which everybody is content with what an optimal assignment gives them.

    Returns what each mentee gains beyond the price of their mentor, and the prices. A mentor's price is the longest
    path to them: what the dearest chain of others who would rather have them is worth. With an optimal assignment
    there is no circle that gains, so it ends.
    """
    n = len(chosen)
    if not len(j):
        return np.zeros(n, dtype=np.int64), np.zeros(m, dtype=np.int64)
    order = np.argsort(j, kind="stable")
    i, j, gain = i[order], j[order], gain[order]
    starts = np.flatnonzero(np.r_[True, j[1:] != j[:-1]])
    got = np.zeros(n, dtype=np.int64)
    own = chosen[i] == j
    got[i[own]] = gain[own]
    matched = chosen >= 0
    price = np.zeros(m, dtype=np.int64)
    for _round in range(n + m + 1):
        beyond = np.where(matched, got - price[chosen], 0)
        asked = np.maximum.reduceat(gain - beyond[i], starts)
        higher = np.maximum(price[j[starts]], asked)
        if np.array_equal(higher, price[j[starts]]):
            return beyond, price
        price[j[starts]] = higher
    raise ArithmeticError("The assignment is not an optimal one: its prices never settle.")
