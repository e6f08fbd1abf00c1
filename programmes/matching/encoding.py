"""People as numbers: for each criterion an array for each side, with bits, a code or a number for each person."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .people import Person

Values = Callable[[Any], Iterable[str]]
NOBODY, UNKNOWN_YEARS = 65535, 255
_KINDS: tuple[tuple[int, Any], ...] = (
    (8, np.uint8),
    (16, np.uint16),
    (32, np.uint32),
    (64, np.uint64),
)  # small ones are quicker
WORD = 64
_MODES = {"face-to-face": ("face-to-face",), "online": ("online",), "blended": ("face-to-face", "online")}


@dataclass(frozen=True)
class Bits:
    """Of what one may have several: a bit for each of ``values``, in words; only what both sides know has one."""

    mentees: list[NDArray[Any]]
    mentors: list[NDArray[Any]]
    values: tuple[str, ...]


@dataclass(frozen=True)
class Codes:
    """Of what one has one: a code; what a mentee alone has is ``NOBODY``, which equals nothing."""

    mentees: NDArray[np.uint16]
    mentors: NDArray[np.uint16]


@dataclass(frozen=True)
class Years:
    """Of experience. A mentee who told none is ahead of everybody, a mentor who told none of nobody."""

    mentees: NDArray[np.uint8]
    mentors: NDArray[np.uint8]


def values_of(name: str) -> Values:
    """What a person has of a criterion of which one may have several."""
    if name == "mode":
        return lambda one: _MODES.get(one.mode, ())
    if name == "questions":
        return lambda one: one.answers
    return lambda one: getattr(one, name)


def bits(mentees: Sequence[Person], mentors: Sequence[Person], of: Values) -> Bits:
    """Sets as bits."""
    known = {value for one in mentees for value in of(one)} & {value for one in mentors for value in of(one)}
    place = {value: at for at, value in enumerate(sorted(known))}
    return Bits(_words(mentees, of, place), _words(mentors, of, place), tuple(place))


def wanted(mentees: Sequence[Person], of: Values, enough: int) -> NDArray[np.uint8]:
    """How many in common give each mentee the full measure: as many as they have, at least 1, at most ``enough``."""
    return np.array([min(max(len(set(of(one))), 1), enough) for one in mentees], dtype=np.uint8)


def codes(mentees: Sequence[Person], mentors: Sequence[Person], of: Callable[[Any], str]) -> Codes:
    """Codes for what mentors have; beyond 65,533 different ones the rest count as nothing in common."""
    known: dict[str, int] = {}
    for one in mentors:
        if of(one) and len(known) < NOBODY - 2:
            known.setdefault(of(one), len(known) + 1)
    return Codes(
        np.array([known.get(of(one), NOBODY) for one in mentees], dtype=np.uint16),
        np.array([known.get(of(one), 0) for one in mentors], dtype=np.uint16),
    )


def years(mentees: Sequence[Person], mentors: Sequence[Person]) -> Years:
    """Years of experience, at most 100."""
    return Years(_years(mentees, UNKNOWN_YEARS), _years(mentors, 0))


def _years(people: Sequence[Person], unknown: int) -> NDArray[np.uint8]:
    return np.array([unknown if one.years is None else min(one.years, 100) for one in people], dtype=np.uint8)


def _words(people: Sequence[Person], of: Values, place: dict[str, int]) -> list[NDArray[Any]]:
    words = [[0] * len(people) for _word in range(-(-len(place) // WORD) or 1)]
    kind = next(kind for room, kind in _KINDS if len(place) <= room or room == WORD)
    for row, one in enumerate(people):
        for value in of(one):
            if (at := place.get(value)) is not None:
                words[at // WORD][row] |= 1 << (at % WORD)
    return [np.array(word, dtype=kind) for word in words]
