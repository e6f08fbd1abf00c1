"""The diary goes round fairly."""

from hypothesis import given
from hypothesis import strategies as st

from sessions.rotation import next_keeper


def test_whoever_kept_it_least_often_is_next():
    assert next_keeper(["nia", "ela", "ina"], ["nia", "ela", "nia"]) == "ina"
    assert next_keeper(["nia", "ela", "ina"], ["ina", "nia", "nia", "ela"]) == "ina"


def test_among_equals_it_is_who_kept_it_the_longest_ago():
    assert next_keeper(["nia", "ela"], ["ela", "nia"]) == "ela"
    assert next_keeper(["nia", "ela"], ["nia", "ela"]) == "nia"


def test_ties_go_to_who_stands_first():
    assert next_keeper(["nia", "ela"], []) == "nia"


def test_without_mentees_there_is_no_keeper():
    assert next_keeper([], ["nia"]) is None


@given(st.lists(st.integers(), unique=True, min_size=1, max_size=6), st.integers(1, 30))
def test_after_any_number_of_sessions_nobody_is_two_turns_ahead(mentees, sessions):
    kept: list[int] = []
    for _session in range(sessions):
        keeper = next_keeper(mentees, kept)
        assert keeper in mentees
        kept.append(keeper)
    turns = [kept.count(person) for person in mentees]
    assert max(turns) - min(turns) <= 1


@given(st.lists(st.integers(0, 3)), st.lists(st.integers(0, 9)))
def test_the_next_keeper_is_always_one_of_the_group(mentees, kept):
    assert next_keeper(mentees, kept) in ([*mentees] or [None])
