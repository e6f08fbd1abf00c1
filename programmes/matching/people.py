"""What of a person counts in the matching. Values, no rows."""

import re
from dataclasses import dataclass


@dataclass(frozen=True)
class Person:
    """What somebody told for the matching.

    ``years``: of experience, ``None`` where it was not told. ``answers``: to questions of the programme's own that are
    used in matching, each with its question. ``wishes``, ``not_with`` and ``reports_to`` hold
    addresses in small letters: whom one would like to be matched with, whom not, and whom one reports to at work.
    """

    id: str
    address: str
    languages: frozenset[str] = frozenset()
    goals: frozenset[str] = frozenset()
    times: frozenset[str] = frozenset()
    field: str = ""
    mode: str = "blended"
    years: int | None = None
    place: str = ""
    zone: str = ""
    answers: frozenset[str] = frozenset()
    wishes: frozenset[str] = frozenset()
    not_with: frozenset[str] = frozenset()
    reports_to: str = ""


@dataclass(frozen=True)
class Mentee(Person):
    """Somebody who looks for a mentor."""


@dataclass(frozen=True)
class Mentor(Person):
    """Somebody who mentors, and how many mentees there is room for."""

    capacity: int = 1


def years_in(words: str) -> int | None:
    """The years that a text such as “3 years” begins with, at most 60; ``None`` where it tells none."""
    found = re.match(r"\s*(\d{1,3})\b", words)
    return min(int(found[1]), 60) if found else None
