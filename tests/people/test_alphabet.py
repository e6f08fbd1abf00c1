"""Names stand where their reader looks for them."""

from random import Random

import pytest
from django.utils import translation

from people.alphabet import alphabetical


@pytest.mark.parametrize(
    ("code", "words"),
    [
        ("lt", "Adomas Ąžuolas Cirtautas Čepas Ela Yla Ivas Jonas Sakas Šakas Zita Žukaitė"),
        ("nb", "Aas Berg Olsen Zimmer Æsøy Øye Åberg"),
        ("bg", "Ангел Борис Иван Йоана Кирил Явор"),
        ("de", "Adler Ärmel Azmi Böhm Bolz Mueller Müller Straße Strauß"),
        ("es", "Nadal Núñez Nuño Ñíguez Ochoa"),
        ("en", "de Vries Łukasz Lund Ødegård Oz Žukaitė"),
    ],
)
def test_names_stand_in_the_order_of_the_readers_alphabet(code: str, words: str) -> None:
    names = words.replace("de Vries", "de_Vries").split()
    mixed = Random(7).sample(names, len(names))
    with translation.override(code):
        assert alphabetical(mixed) == names


def test_the_same_name_stands_elsewhere_for_a_reader_of_another_language() -> None:
    names = ["Zita", "Åse", "Berg"]
    with translation.override("nb"):
        assert alphabetical(names) == ["Berg", "Zita", "Åse"]
    with translation.override("de"):
        assert alphabetical(names) == ["Åse", "Berg", "Zita"]


def test_accents_and_capitals_alone_never_change_the_order_from_one_time_to_the_next() -> None:
    names = ["zoe", "Zoë", "Zoe", "zoë"]
    orders = {tuple(alphabetical(Random(seed).sample(names, 4))) for seed in range(20)}
    assert len(orders) == 1


def test_what_is_sorted_may_have_a_name_instead_of_being_one() -> None:
    with translation.override("lt"):
        assert alphabetical([(1, "Žemyna"), (2, "Ana")], key=lambda row: row[1]) == [(2, "Ana"), (1, "Žemyna")]
