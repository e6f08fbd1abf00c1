"""The matching keeps the hard rules, matches as many as can be, and finds the best total among those."""

from itertools import product
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.matching import FITS_AT_MOST, Mentee, Mentor, allowed, fit, solve

BLANK = {
    "languages": frozenset({"en"}),
    "goals": frozenset(),
    "times": frozenset(),
    "field": "",
    "mode": "online",
}


def mentee(name: str, **more) -> Mentee:
    return Mentee(**{"id": name, "address": f"{name}@example.org", **BLANK, **more})


def mentor(name: str, capacity: int = 1, **more) -> Mentor:
    return Mentor(**{"id": name, "address": f"{name}@example.org", "capacity": capacity, **BLANK, **more})


def people(seed: int, mentees_at_most: int, mentors_at_most: int) -> tuple[list[Mentee], list[Mentor]]:
    """Any people at all, the same for the same seed."""
    dice = Random(seed)
    young = [f"m{i}" for i in range(dice.randint(0, mentees_at_most))]
    old = [f"t{j}" for j in range(dice.randint(0, mentors_at_most))]

    def some(of: list[str], at_most: int) -> frozenset[str]:
        return frozenset(dice.sample(of, dice.randint(0, min(at_most, len(of)))))

    def told(name: str, others: list[str]) -> dict:
        return {
            "id": name,
            "address": name,
            "languages": some(["en", "lt", "el"], 2),
            "goals": some(["cv", "it"], 2),
            "times": some(["mon", "tue"], 2),
            "field": dice.choice(["", "retail", "IT"]),
            "mode": dice.choice(["online", "blended", "face-to-face"]),
            "not_with": some(others, 1),
        }

    mentees = [Mentee(**told(name, old)) for name in young]
    return mentees, [Mentor(**told(name, young), capacity=dice.randint(0, 3)) for name in old]


SEEDS = st.integers(0, 2**32)


@given(SEEDS)
def test_the_hard_rules_are_never_broken(seed):
    mentees, mentors = people(seed, 8, 5)
    solution = solve(mentees, mentors)
    placed = [i for i, _j in solution.pairs]
    assert sorted([*placed, *solution.unmatched]) == list(range(len(mentees))), "everyone once"
    for i, j in solution.pairs:
        assert allowed(mentees[i], mentors[j]) is None
    for j, one in enumerate(mentors):
        assert sum(taken == j for _i, taken in solution.pairs) <= one.capacity
    assert solution.total == sum(fit(mentees[i], mentors[j]).score for i, j in solution.pairs)


def best(mentees: list[Mentee], mentors: list[Mentor]) -> tuple[int, int]:
    """Most matched, then the greatest total, by trying everything."""
    found = (0, 0)
    for choice in product([None, *range(len(mentors))], repeat=len(mentees)):
        pairs = [(i, j) for i, j in enumerate(choice) if j is not None]
        if any(choice.count(j) > one.capacity for j, one in enumerate(mentors)):
            continue
        if all(allowed(mentees[i], mentors[j]) is None for i, j in pairs):
            found = max(found, (len(pairs), sum(fit(mentees[i], mentors[j]).score for i, j in pairs)))
    return found


@given(SEEDS)
@settings(max_examples=200)
def test_as_many_as_possible_are_matched_and_then_as_well_as_possible(seed):
    mentees, mentors = people(seed, 4, 3)
    solution = solve(mentees, mentors)
    assert (len(solution.pairs), solution.total) == best(mentees, mentors)


def test_a_bad_match_for_everyone_comes_before_a_good_one_for_some():
    goals = frozenset({"a", "b", "c"})
    good = {"goals": goals, "times": goals, "field": "IT"}
    mentees = [mentee("nia", languages=frozenset({"en", "lt"}), **good), mentee("ela", languages=frozenset({"lt"}))]
    mentors = [mentor("tomas", languages=frozenset({"lt"}), **good), mentor("ula")]
    solution = solve(mentees, mentors)
    assert (set(solution.pairs), solution.unmatched) == ({(0, 1), (1, 0)}, ())


@pytest.mark.parametrize("who", ["mentee", "mentor"])
def test_either_side_may_say_not_with(who):
    nia, tomas = mentee("nia"), mentor("tomas")
    assert allowed(nia, tomas) is None
    nia = mentee("nia", not_with=frozenset({"tomas@example.org"} if who == "mentee" else ()))
    tomas = mentor("tomas", not_with=frozenset({"nia@example.org"} if who == "mentor" else ()))
    assert allowed(nia, tomas) == "not with"
    assert solve([nia], [tomas]).unmatched == (0,)


def test_without_a_language_in_common_there_is_no_match():
    nia, tomas = mentee("nia", languages=frozenset({"el"})), mentor("tomas")
    assert allowed(nia, tomas) == "language"
    assert solve([nia], [tomas]).unmatched == (0,)


def test_the_reasons_are_what_the_two_share():
    nia = mentee("nia", goals=frozenset({"cv", "it"}), times=frozenset({"Tue evening"}), field="retail", mode="online")
    tomas = mentor("tomas", goals=frozenset({"cv"}), times=frozenset({"Mon evening"}), field="retail", mode="blended")
    found = fit(nia, tomas)
    assert found.reasons == (("language", ("en",)), ("goals", ("cv",)), ("field", ("retail",)), ("mode", ("online",)))
    assert found.score == 60 + 120 + 90 + 40


def test_two_empty_fields_are_nothing_in_common():
    assert fit(mentee("nia"), mentor("tomas", mode="face-to-face")).reasons == (("language", ("en",)),)


def test_no_score_is_greater_than_the_greatest():
    much = {"goals": frozenset("abcd"), "times": frozenset("abcd"), "languages": frozenset("abcd"), "field": "IT"}
    assert fit(mentee("nia", **much), mentor("tomas", **much)).score <= FITS_AT_MOST


def test_nobody_to_match_is_no_fault():
    assert solve([], []).pairs == ()
    assert solve([mentee("nia")], []).unmatched == (0,)
    assert solve([], [mentor("tomas")]).pairs == ()
