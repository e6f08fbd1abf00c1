"""Nobody who subtracts what is shown from what is shown finds the answers of fewer than five people."""

from itertools import combinations, pairwise

from hypothesis import given
from hypothesis import strategies as st

from monitoring.suppression import LEAST, in_steps, is_enough, shown

APART = st.lists(st.integers(0, 9), max_size=8).map(
    lambda sizes: [set(range(100 * n, 100 * n + size)) for n, size in enumerate(sizes)]
)
MIXED = st.lists(st.sets(st.integers(0, 14), max_size=12), max_size=7)  # the same people answer several questions


def remainders(parts: list[set[int]], may: list[bool]) -> list[set[int]]:
    """What is left of the total after any of the shown parts are taken off: the people behind it."""
    seen = [n for n, is_shown in enumerate(may) if is_shown]
    return [
        set().union(*(part for n, part in enumerate(parts) if n not in taken))
        for size in range(len(seen) + 1)
        for taken in combinations(seen, size)
    ]


@given(APART | MIXED)
def test_an_adversary_who_subtracts_finds_nobody(parts: list[set[int]]) -> None:
    may = shown(parts)
    assert all(is_enough(len(part)) for part, is_shown in zip(parts, may, strict=True) if is_shown)
    if is_enough(len(set().union(*parts))):  # or the total itself is hidden
        assert all(not left or len(left) >= LEAST for left in remainders(parts, may))


@given(APART)
def test_what_is_large_and_needs_not_hide_another_is_shown(parts: list[set[int]]) -> None:
    if all(len(part) >= LEAST or not part for part in parts):
        assert shown(parts) == [bool(part) for part in parts]


def test_one_small_part_takes_the_smallest_large_one_with_it() -> None:
    parts = [set(range(3)), set(range(10, 20)), set(range(30, 36))]
    assert shown(parts) == [False, True, False]


def test_two_small_parts_that_are_enough_together_hide_each_other() -> None:
    assert shown([{1, 2, 3}, {4, 5}, set(range(10, 20))]) == [False, False, True]


@given(st.lists(st.integers(), unique=True, max_size=40))
def test_between_two_looks_five_people_are_added_or_nobody(people: list[int]) -> None:
    looks = [in_steps(people[:n]) for n in range(len(people) + 1)]
    for before, after in pairwise(looks):
        assert after[: len(before)] == before
        assert len(after) - len(before) in (0, LEAST)
