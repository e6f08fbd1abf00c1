"""What a match is asked to be: how much each criterion counts, the rules that are never broken, the size of groups."""

from collections.abc import Mapping
from dataclasses import dataclass, field

FULL = (
    12  # what a criterion gives when all is met: halves, thirds and sixths are whole; times its weight it fits a byte
)
WEIGHT_AT_MOST = 5
SHARED_ENOUGH = 3  # so many shared goals or times are as good as more
YEARS_AHEAD = 6  # so many years more of experience are as good as more

# The order is the one in which reasons are told.
CRITERIA = ("goals", "questions", "times", "field", "languages", "mode", "place", "experience", "wishes")
DEFAULT_WEIGHTS = {
    "goals": 5, "questions": 3, "times": 3, "field": 3, "languages": 2, "mode": 2, "place": 1, "experience": 1, "wishes": 4,
}  # fmt: skip
RULES = ("language", "meet", "time")


@dataclass(frozen=True)
class Terms:
    """On which terms people are matched.

    ``weights``: from 0 (does not count) to ``WEIGHT_AT_MOST`` for each criterion; ``questions`` are the programme's own.
    ``rules``: of ``RULES``: a language in common, a way to meet that suits both, a time that suits both.
    ``in_groups``: the mentees of a mentor meet together; then a group has ``at_least`` mentees or none, and at most
    ``at_most``; its members share a language, and where it can be, a time and a goal (as much as ``together`` counts).
    ``floor``: a share of the greatest score in hundredths; what lies below it counts three times (0: no fairness).
    """

    weights: Mapping[str, int] = field(default_factory=lambda: dict(DEFAULT_WEIGHTS))
    rules: frozenset[str] = frozenset({"language"})
    in_groups: bool = False
    at_least: int = 1
    at_most: int = 30
    together: int = 3
    floor: int = 0

    @property
    def of_two(self) -> int:
        """What two whom nothing separates score by themselves; at least 1."""
        return max(1, FULL * sum(self.weights.values()))

    @property
    def greatest(self) -> int:
        """The same with what their group shares."""
        return self.of_two + (2 * self.together * FULL if self.in_groups else 0)

    @property
    def floor_score(self) -> int:
        """The score below which a match counts as a bad one, where fairness is asked for; else 0."""
        return self.greatest * self.floor // 100
