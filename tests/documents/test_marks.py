"""Two texts as one with marks: exact for any text, readable for what people change, quick for what is made to be slow."""

import random
import time
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from documents.comparing.marks import NEW, PIECES, REMOVED, SAME, Effort, Marks, align, compare

# few words, so that many come back; and whatever else a text can hold
WORDS = st.text(alphabet="ab. \n\t\u00a0é\u0301\u202e<&", max_size=60)
ANY = st.one_of(WORDS, st.text(max_size=60))
CHANCE = random.Random(4)
LONG = 20_000


def read(marks: Marks, *without: str) -> str:
    return "".join(piece.words for piece in marks if piece.how not in without)


def shown(old: str, new: str) -> str:
    brackets = {SAME: "{}", NEW: "[+{}+]", REMOVED: "[-{}-]"}
    return "".join(brackets[piece.how].format(piece.words) for piece in compare(old, new))


@given(ANY, ANY)
def test_without_one_sort_of_marks_it_reads_as_one_of_the_texts(old: str, new: str) -> None:
    marks = compare(old, new)
    assert (read(marks, NEW), read(marks, REMOVED)) == (old, new)
    assert all(piece.words for piece in marks)
    assert all(one.how != other.how for one, other in pairwise(marks))
    assert (old == new) == all(piece.how == SAME for piece in marks)


@given(ANY, ANY)
def test_what_costs_too_much_is_gone_and_new_as_a_whole_and_as_exact(old: str, new: str) -> None:
    marks = compare(old, new, Effort(left=0))
    assert (read(marks, NEW), read(marks, REMOVED)) == (old, new)


@given(st.lists(st.sampled_from("abc"), max_size=12), st.lists(st.sampled_from("abc"), max_size=12))
def test_the_common_run_is_common_in_order_and_as_long_as_there_is_one(old: list[str], new: list[str]) -> None:
    pairs = align(old, new)
    assert [old[i] for i, _j in pairs] == [new[j] for _i, j in pairs]
    assert sorted(set(pairs)) == pairs and len({i for i, _j in pairs}) == len({j for _i, j in pairs}) == len(pairs)
    best = [[0] * (len(new) + 1) for _row in range(len(old) + 1)]
    for i, one in enumerate(old):
        for j, other in enumerate(new):
            best[i + 1][j + 1] = best[i][j] + 1 if one == other else max(best[i][j + 1], best[i + 1][j])
    assert len(pairs) == best[-1][-1]


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ("We meet once a month.", "We meet twice a month, online.", "We meet [-once-][+twice+] a month[+, online+]."),
        ("I go", "Now I go home.", "[+Now +]I go[+ home.+]"),
        ("Stop.", "Stop!", "Stop[-.-][+!+]"),
        ("one two three", "one three", "one[- two-] three"),
        ("", "All new", "[+All new+]"),
        ("All gone", "", "[-All gone-]"),
        # two small words that stayed by chance are read with what stands around them
        ("What is said in the group stays there", "Nothing leaves the circle", "[-What is said in the group stays there-]"
         "[+Nothing leaves the circle+]"),
        ("Aušra eina namo", "Aušra neina namo", "Aušra [-eina-][+neina+] namo"),
    ],
)  # fmt: skip
def test_the_marks_of_a_change_as_people_make_them(old: str, new: str, said: str) -> None:
    assert shown(old, new) == said


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("a b " * 5_000, "b a a " * 3_333),
        (".a" * 10_000, "a." * 10_000),
        (" " * LONG, "\n" * LONG),
        ("x" * LONG, "y" * LONG),
        ("".join(CHANCE.choices("ab ", k=LONG)), "".join(CHANCE.choices("ab ", k=LONG))),
        ("\n".join(CHANCE.choices("ab", k=LONG // 2)), "\n".join(CHANCE.choices("ab", k=LONG // 2))),
        ("".join(f"x u{n} " for n in range(2_000)), "".join(f"x v{n} " for n in range(2_000))),  # slow for difflib
    ],
    ids=["two words", "points", "spaces", "one word", "by chance", "lines", "no two alike"],
)
def test_texts_made_to_be_slow_are_not(old: str, new: str) -> None:
    """Measured: at most 0.1 s each. difflib needs 15 s for the last one at a third of its length."""
    begun = time.process_time()
    marks = compare(old, new)
    assert time.process_time() - begun < 2
    assert (read(marks, NEW), read(marks, REMOVED)) == (old, new)
    assert len(marks) <= PIECES


def test_a_long_text_with_a_few_changes_is_marked_word_by_word() -> None:
    old = " ".join(f"word{n % 700}" for n in range(2_400))
    new = old.replace("word300 ", "").replace("word5 ", "word5 more ")
    marks = compare(old, new)
    assert len(old) > 18_000 and 5 < len(marks) < 20
    assert {piece.words.strip() for piece in marks if piece.how == NEW} == {"more"}
    assert {piece.words.strip() for piece in marks if piece.how == REMOVED} == {"word300"}


def test_what_falls_to_pieces_word_by_word_is_marked_line_by_line() -> None:
    kept = "This line stays.\n"
    old = kept + "a b " * 4_000 + "\n" + kept * 2
    new = kept + "b c " * 4_000 + "\n" + kept * 2
    assert [(piece.how, piece.words[:4]) for piece in compare(old, new)] == [
        (SAME, "This"), (REMOVED, "a b "), (NEW, "b c "), (SAME, "This"),
    ]  # fmt: skip


def test_a_page_of_long_texts_has_one_purse() -> None:
    effort = Effort(left=1_000)
    compare("a b c d " * 3, "d c b a " * 3, effort)
    spent = 1_000 - effort.left
    assert 0 < spent <= 1_000
    assert [piece.how for piece in compare("a b c d " * 30, "d c b a " * 30, effort)] == [REMOVED, NEW]
