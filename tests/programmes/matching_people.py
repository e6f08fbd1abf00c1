"""Any people at all for the matching, the same for the same seed."""

from random import Random
from typing import Any

from programmes.matching.people import Mentee, Mentor

LANGUAGES, GOALS, TIMES = (
    ["en", "lt", "el"],
    ["cv", "it", "network", "courage"],
    ["Mon evening", "Tue evening", "Wed evening"],
)


def mentee(name: str, **more: Any) -> Mentee:
    return Mentee(
        **{"id": name, "address": f"{name}@example.org", "languages": frozenset({"en"}), "mode": "online", **more}
    )


def mentor(name: str, capacity: int = 1, **more: Any) -> Mentor:
    return Mentor(**{**vars(mentee(name, **more)), "capacity": capacity})


def some(dice: Random, of: list[str], at_most: int) -> frozenset[str]:
    return frozenset(dice.sample(of, dice.randint(0, min(at_most, len(of)))))


def people(seed: int, mentees_at_most: int, mentors_at_most: int) -> tuple[list[Mentee], list[Mentor]]:
    """Mentees and mentors with all that can be told, wishes and refusals among them, some without a capacity."""
    dice = Random(seed)
    young = [f"m{i}" for i in range(dice.randint(0, mentees_at_most))]
    old = [f"t{j}" for j in range(dice.randint(0, mentors_at_most))]

    def told(name: str, others: list[str]) -> dict[str, Any]:
        return {
            "id": name,
            "address": name,
            "languages": some(dice, LANGUAGES, 2),
            "goals": some(dice, GOALS, 3),
            "times": some(dice, TIMES, 2),
            "field": dice.choice(["", "retail", "IT", "it"]),
            "mode": dice.choice(["online", "blended", "face-to-face"]),
            "years": dice.choice([None, 0, 3, 20]),
            "place": dice.choice(["", "Vilnius", "Oslo"]),
            "zone": dice.choice(["", "Europe/Vilnius", "Europe/Oslo"]),
            "answers": some(dice, ["q1=a", "q1=b", "q2=a"], 2),
            "wishes": some(dice, others, 1),
            "not_with": some(dice, others, 1) if dice.random() < 0.4 else frozenset(),
            "reports_to": dice.choice([*others, "", ""]),
        }

    mentees = [Mentee(**told(name, old)) for name in young]
    return mentees, [Mentor(**told(name, young), capacity=dice.randint(0, 4)) for name in old]
