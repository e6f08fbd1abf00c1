"""The matching keeps the hard rules, matches as many as can be, finds the best total among those, and proves it."""

import os
from itertools import combinations, permutations, product
from random import Random

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from programmes.matching import candidates, making, solving
from programmes.matching.candidates import valued
from programmes.matching.explaining import reasons
from programmes.matching.making import Settled, match, what_rules_cost
from programmes.matching.people import Mentee, Mentor, years_in
from programmes.matching.scoring import FORBIDDEN, Scoring
from programmes.matching.terms import DEFAULT_WEIGHTS, FULL, RULES, Terms

from .matching_people import mentee, mentor, people

SEEDS = st.integers(0, 2**32)
MANY = int(os.environ.get("MATCHINGS", "150"))  # 10,000 before a release: see CONTRIBUTING.md


def terms_of(dice: Random, **more) -> Terms:
    """Terms of any kind."""
    rules = frozenset(rule for rule in RULES if dice.random() < 0.4)
    weights = {name: dice.randint(0, 5) for name in DEFAULT_WEIGHTS}
    return Terms(weights, rules, floor=dice.choice([0, 0, 40]), **more)


def rules_kept(mentees: list[Mentee], mentors: list[Mentor], terms: Terms, i: int, j: int) -> bool:
    """The hard rules of a pair, said once more in plain words."""
    one, other = mentees[i], mentors[j]
    modes = {"online": {"o"}, "face-to-face": {"f"}, "blended": {"o", "f"}}
    return not (
        ("language" in terms.rules and not one.languages & other.languages)
        or ("time" in terms.rules and not one.times & other.times)
        or ("meet" in terms.rules and not modes[one.mode] & modes[other.mode])
        or other.address in one.not_with
        or one.address in other.not_with
        or one.reports_to == other.address
        or other.reports_to == one.address
    )


@given(SEEDS)
@settings(max_examples=MANY)
def test_rules_between_two_and_room_are_never_broken(seed):
    mentees, mentors = people(seed, 9, 5)
    terms = terms_of(Random(seed))
    found = match(mentees, mentors, terms)
    for i, j in enumerate(found.mentor_of):
        assert j is None or rules_kept(mentees, mentors, terms, i, j)
    for j, one in enumerate(mentors):
        assert found.mentor_of.count(j) <= one.capacity
    assert found.solution.is_proven, "people who do not meet in groups are matched as well as can be, always"


@given(SEEDS)
@settings(max_examples=MANY // 2)
def test_rules_of_groups_are_never_broken(seed):
    dice = Random(seed)
    mentees, mentors = people(seed, 10, 5)
    terms = terms_of(dice, in_groups=True, at_least=dice.randint(1, 3), at_most=dice.randint(3, 5))
    n = len(mentees)
    together = [dice.sample(range(n), 2)] if n > 3 and dice.random() < 0.5 else []
    apart = [one for one in combinations(range(n), 2) if dice.random() < 0.1 and list(one) not in map(sorted, together)]
    found = match(mentees, mentors, terms, Settled({}, together, apart))
    groups = {j: [i for i in range(n) if found.mentor_of[i] == j] for j in set(found.mentor_of) - {None}}
    for j, members in groups.items():
        assert terms.at_least <= len(members) <= min(terms.at_most, mentors[j].capacity)
        assert all(rules_kept(mentees, mentors, terms, i, j) for i in members)
        if "language" in terms.rules:
            assert frozenset.intersection(mentors[j].languages, *(mentees[i].languages for i in members))
        assert not [one for one in apart if set(one) <= set(members)]
    assert all(len({found.mentor_of[i] for i in one}) == 1 for one in together)
    assert found.solution.matched <= found.solution.matched_at_most and found.solution.total >= 0


def shares(scoring: Scoring, i: int, j: int) -> dict:
    return scoring.shares(np.array([i]), np.array([j]))


def best(scoring: Scoring, mentors: list[Mentor]) -> tuple[int, int]:
    """Most matched, then the greatest worth, by trying everything."""
    values = valued(scoring.block(np.arange(scoring.n)), scoring.terms.floor_score)
    found = (0, 0)
    for choice in product([None, *range(len(mentors))], repeat=scoring.n):
        pairs = [(i, j) for i, j in enumerate(choice) if j is not None]
        if any(choice.count(j) > one.capacity for j, one in enumerate(mentors)):
            continue
        if all(values[pair] != FORBIDDEN for pair in pairs):
            found = max(found, (len(pairs), sum(int(values[pair]) for pair in pairs)))
    return found


@given(SEEDS)
@settings(max_examples=60)
def test_as_many_as_possible_are_matched_and_then_as_well_as_possible(seed):
    mentees, mentors = people(seed, 4, 3)
    scoring = Scoring(mentees, mentors, terms_of(Random(seed)))
    solution = solving.solve(scoring, [one.capacity for one in mentors])
    assert (solution.matched, solution.worth) == best(scoring, mentors)
    assert (solution.matched_at_most, solution.bound) == (solution.matched, solution.worth)


@given(SEEDS)
@settings(max_examples=60)
def test_leaving_pairs_out_at_first_changes_nothing_in_the_end(seed):
    """With two candidates for each mentee the proof has to bring in what is missing."""
    mentees, mentors = people(seed, 12, 9)
    scoring = Scoring(mentees, mentors, terms_of(Random(seed)))
    capacities = [one.capacity for one in mentors]
    whole = solving.solve(scoring, capacities)
    few, candidates.BEST = candidates.BEST, 2
    try:
        search = solving.Search(scoring, capacities, {})
        search.found = candidates.gather(scoring, search.free, search.room > 0, best=2)
        again = search.run()
    finally:
        candidates.BEST = few
    assert (again.matched, again.worth, again.is_proven) == (whole.matched, whole.worth, True)


@given(SEEDS)
@settings(max_examples=60)
def test_a_score_is_the_sum_of_its_shares_for_blocks_and_pairs_alike(seed):
    mentees, mentors = people(seed, 6, 6)
    terms = terms_of(Random(seed), in_groups=bool(seed % 2))
    scoring = Scoring(mentees, mentors, terms)
    block = scoring.block(np.arange(len(mentees)))
    for i, j in product(range(len(mentees)), range(len(mentors))):
        one = int(scoring.pairs(np.array([i]), np.array([j]))[0])
        assert one == block[i, j]
        assert (one == FORBIDDEN) == bool(scoring.broken(i, j))
        if one != FORBIDDEN:
            assert one == sum(int(of[0]) for of in shares(scoring, i, j).values()) <= terms.greatest
            (told,) = reasons(scoring, mentees, mentors, [(i, j)])
            assert all(reason.shared for reason in told)


def test_the_reasons_are_what_the_two_share():
    nia = mentee("nia", goals=frozenset({"cv", "it"}), times=frozenset({"Tue evening"}), field="retail", years=3)
    tomas = mentor(
        "tomas", goals=frozenset({"cv"}), times=frozenset({"Mon evening"}), field="Retail", mode="blended", years=20
    )
    scoring = Scoring([nia], [tomas], Terms())
    found = {one.name: (one.points, one.most, one.shared) for one in reasons(scoring, [nia], [tomas], [(0, 0)])[0]}
    assert found["goals"] == (5 * FULL // 2, 5 * FULL, ("cv",))
    assert "times" not in found
    assert (found["field"][0], found["field"][2]) == (3 * FULL, ("Retail",))
    assert (found["experience"][0], found["experience"][2]) == (FULL, ("17",))
    assert found["languages"][2] == ("en",) and found["mode"][2] == ("online",)


def test_both_sides_wishes_count_twice_what_one_does():
    nia, ela = mentee("nia", wishes=frozenset({"tomas@example.org"})), mentee("ela")
    tomas = mentor("tomas", wishes=frozenset({"nia@example.org", "ela@example.org"}))
    scoring = Scoring([nia, ela], [tomas], Terms())
    assert [int(shares(scoring, i, 0)["wishes"][0]) for i in (0, 1)] == [4 * FULL, 2 * FULL]


def test_a_bad_match_for_everyone_comes_before_a_good_one_for_some():
    goals = frozenset({"a", "b", "c"})
    mentees = [
        mentee("nia", languages=frozenset({"en", "lt"}), goals=goals),
        mentee("ela", languages=frozenset({"lt"})),
    ]
    mentors = [mentor("tomas", languages=frozenset({"lt"}), goals=goals), mentor("ula")]
    assert match(mentees, mentors, Terms()).mentor_of == (1, 0)


def test_fairness_moves_a_little_from_who_has_much_to_who_has_nothing():
    goals = frozenset({"a", "b", "c"})
    mentees = [mentee("nia", goals=goals, field="it"), mentee("ela", goals=goals)]
    mentors = [mentor("tomas", goals=goals, field="it"), mentor("ula", goals=frozenset({"a"}))]
    mentees = [mentees[0], mentee("ela", goals=frozenset({"b", "c"}))]
    plain, fair = Terms({"goals": 5, "field": 4}), Terms({"goals": 5, "field": 4}, floor=50)
    assert match(mentees, mentors, plain).mentor_of == (0, 1)  # 108 and 0
    assert match(mentees, mentors, fair).mentor_of == (1, 0)  # 20 and 60


def test_who_is_settled_stays_and_takes_up_room():
    goals = frozenset({"a"})
    mentees, mentors = [mentee("nia"), mentee("ela", goals=goals)], [mentor("tomas", goals=goals), mentor("ula")]
    assert match(mentees, mentors, Terms()).mentor_of == (1, 0)
    for in_groups in (False, True):
        found = match(mentees, mentors, Terms(in_groups=in_groups), Settled({0: 0}))
        assert found.mentor_of == (0, 1)


def test_a_group_shares_one_language_and_prefers_one_time_and_goal():
    both, lt = frozenset({"en", "lt"}), frozenset({"lt"})
    mentees = [mentee("nia", languages=frozenset({"en"})), mentee("ela", languages=lt), mentee("ula", languages=lt)]
    found = match(mentees, [mentor("tomas", 3, languages=both)], Terms(in_groups=True))
    assert found.mentor_of == (None, 0, 0) and found.meets[0][0] == "lt"
    evenings = [frozenset({"Mon evening"}), frozenset({"Tue evening"})]
    mentees = [mentee(f"m{i}", times=evenings[i % 2]) for i in range(4)]
    mentors = [mentor(name, 2, times=evenings[0] | evenings[1]) for name in ("tomas", "ida")]
    found = match(mentees, mentors, Terms(in_groups=True))
    assert {found.mentor_of[0] == found.mentor_of[2], found.mentor_of[0] != found.mentor_of[1]} == {True}
    assert found.solution.worth == found.solution.bound, "here people who need not agree would fit no better"


@pytest.mark.parametrize("order", sorted(set(permutations((1, 1, 2)))))
def test_a_mentor_with_less_room_than_the_smallest_group_takes_nobody_from_the_others(order):
    """However good a match they would be: a group of one is none here."""
    goals = frozenset({"a"})
    mentees = [mentee("nia", goals=goals), mentee("ela", goals=goals)]
    mentors = [mentor(f"t{n}", room, goals=goals if room == 1 else frozenset()) for n, room in enumerate(order)]
    found = match(mentees, mentors, Terms(in_groups=True, at_least=2))
    assert found.mentor_of == (order.index(2),) * 2
    settled = match(mentees, mentors, Terms(in_groups=True, at_least=2), Settled({0: order.index(1)}))
    assert settled.mentor_of[0] == order.index(1), "what a manager settled stays"


def test_the_foremost_mentors_are_the_best_for_somebody_and_then_the_second():
    """Nia and Ela fit many better than the only two with whom Jan has a language in common."""
    many = [mentor(f"t{j}", goals=frozenset({"cv"})) for j in range(9)]
    old = [*many, mentor("roomy", 4, goals=frozenset({"cv"})), mentor("lt", languages=frozenset({"lt"}))]
    old += [
        mentor("best", languages=frozenset({"lt"}), goals=frozenset({"it"})),
        mentor("none", languages=frozenset({"el"})),
    ]
    young = [mentee("nia", goals=frozenset({"cv"})), mentee("ela", goals=frozenset({"cv"}))]
    young.append(mentee("jan", languages=frozenset({"lt"}), goals=frozenset({"it"})))
    found = [[old[j].id for j in making.foremost(young, old, Terms(in_groups=True), most)] for most in (1, 2, 4, 99)]
    assert found[:3] == [["roomy"], ["roomy", "best"], ["t0", "roomy", "lt", "best"]]
    assert found[3] == [one.id for one in old if one.id != "none"], "who can meet nobody is left out"
    assert making.foremost([], old, Terms(), 2) == []


def test_what_each_rule_costs_is_told_in_places():
    mentees = [mentee("nia", languages=frozenset({"el"})), mentee("ela"), mentee("ula")]
    mentors = [mentor("tomas"), mentor("ida")]
    placed = match(mentees, mentors, Terms()).solution.matched
    assert placed == 2 and what_rules_cost(mentees, mentors, Terms(), making.NONE, placed) == {}
    mentors = [mentor("tomas", 2)]
    placed = match(mentees[:2], mentors, Terms()).solution.matched
    assert what_rules_cost(mentees[:2], mentors, Terms(), making.NONE, placed) == {"language": 1}
    assert what_rules_cost(mentees, [mentor("tomas")], Terms(), making.NONE, 1) == {"room": 1}


@pytest.mark.parametrize(
    ("words", "years"), [("3 years", 3), (" 20", 20), ("999 years", 60), ("none", None), ("", None), ("12345", None)]
)
def test_years_are_read_from_the_words_that_people_write(words, years):
    assert years_in(words) == years


def test_nobody_to_match_is_no_fault():
    for terms in (Terms(), Terms(in_groups=True, at_least=2)):
        assert match([], [], terms).mentor_of == ()
        assert match([mentee("nia")], [], terms).mentor_of == (None,)
        assert match([], [mentor("tomas")], terms).solution.total == 0
