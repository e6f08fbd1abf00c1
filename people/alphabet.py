"""In which order names and words stand for their reader: by the alphabet of their language, not by codes of letters.

For lists that are whole in memory. What the database sorts page by page stands in the database's order.
"""

from collections.abc import Callable, Iterable
from typing import Any, TypeVar
from unicodedata import normalize

from django.utils.translation import get_language

Row = TypeVar("Row")

# Letters of their own, and after which letter they stand; several after the same one in the order given here.
OWN = {
    "nb": {"æ": "z", "ä": "z", "ø": "z", "ö": "z", "å": "z"},
    "lt": {"č": "c", "š": "s", "ž": "z"},
    "es": {"ñ": "n"},
}
LIKE = {
    "nb": {"ä": "æ", "ö": "ø", "ü": "y"},
    "lt": {"y": "i"},
}
ANYWHERE = {
    "æ": "ae",
    "œ": "oe",
    "ø": "o",
    "đ": "d",
    "ð": "d",
    "ł": "l",
    "þ": "th",
    "ı": "i",
}  # have no accent to take off


def alphabetical(rows: Iterable[Row], key: Callable[[Row], Any] = str) -> list[Row]:
    """The rows in the order of the reader's alphabet; ``key`` gives the word of a row."""
    return sorted(rows, key=lambda row: place_of(str(key(row))))


def place_of(word: str) -> tuple[Any, ...]:
    """What to sort a word by. Words that differ in accents or capitals alone stand together, always in one order."""
    language = get_language() or "en"
    own, like = OWN.get(language, {}), LIKE.get(language, {})
    letters = (like.get(letter, letter) for letter in normalize("NFC", word.casefold()))
    return tuple(place for letter in letters for place in _places(letter, own)), word.casefold(), word


def _places(letter: str, own: dict[str, str]) -> list[tuple[str, int]]:
    if letter in own:
        return [(own[letter], 1 + list(own).index(letter))]
    if letter in ANYWHERE:
        return [(one, 0) for one in ANYWHERE[letter]]
    base = normalize("NFD", letter)[0]
    return [(base if base.isascii() else letter, 0)]  # “й” is a letter of its own, “é” an “e”
