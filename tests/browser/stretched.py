"""A language that nobody speaks: English with longer words and letters of other alphabets, to see whether pages hold it."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.utils.translation import trans_real

CODE = "xx"
KEPT = re.compile(r"(%\(\w+\)[sd]|%%|\{\w*\}|<[^>]+>|&\w+;|\s+)")
LETTERS = str.maketrans("aeiouAEIOUnsz", "ąęįöųÄĖĮÕŪñšž")


def stretched(text: str) -> str:
    """``text`` two fifths longer, word by word, with what is filled in later and marks of the page as they are."""
    return "".join(part if KEPT.fullmatch(part) else _longer(part) for part in KEPT.split(text))


def _longer(word: str) -> str:
    return word.translate(LETTERS) + "ėüжя"[: 4 * len(word) // 10] * (1 + len(word) // 10) if len(word) > 2 else word


class Stretched(trans_real.DjangoTranslation):
    """English, stretched; forms of dates are no words."""

    def __init__(self) -> None:
        super().__init__("en")

    def gettext(self, message: str) -> str:
        return stretched(super().gettext(message))

    def ngettext(self, msgid1: str, msgid2: str, n: int) -> str:
        return stretched(super().ngettext(msgid1, msgid2, n))


@contextmanager
def spoken() -> Iterator[None]:
    """In here the language can be chosen by people."""
    known: dict[str, Any] = trans_real._translations  # type: ignore[attr-defined]
    known[CODE] = Stretched()
    yield
    del known[CODE]
