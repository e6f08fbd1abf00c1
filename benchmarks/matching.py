"""``python -m benchmarks.matching 100 1000 10000``: how long the best matching takes, and how good it is.

One JSON line for each number of mentees, in a process of its own, with three mentors to ten mentees. People are made by
dice, the same each time; ``made_of`` says how. With ``mentor-match`` in the same environment (``pip install
mentor-match==7.0.1``; the project does not need it) it is given the same people and the same scores, up to
``PEER_AT_MOST`` mentees. By the clock: keep the machine quiet.
"""

import argparse
import json
import resource
import subprocess
import sys
import time
from pathlib import Path
from random import Random
from typing import Any

import numpy as np

from programmes.matching import candidates, groups, solving
from programmes.matching.people import Mentee, Mentor
from programmes.matching.scoring import FORBIDDEN, Scoring
from programmes.matching.terms import Terms

ROOT = Path(__file__).resolve().parents[1]
PEER_AT_MOST = 1000
ON_LINUX = 1024  # ru_maxrss counts kilobytes there
LANGUAGES = ("en", "lt", "nb", "bg", "de", "es")
ZONES = ("Europe/Vilnius", "Europe/Oslo", "Europe/Berlin", "Europe/Madrid", "Europe/Sofia")
TIMES = [f"{day} {part}" for day in ("Mon", "Tue", "Wed", "Thu", "Fri") for part in ("morning", "afternoon", "evening")]


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.matching", description=__doc__)
    parser.add_argument("mentees", nargs="*", type=int, default=[100, 1000, 10_000])
    parser.add_argument("--groups", action="store_true", help="of people who meet together, at least two")
    parser.add_argument("--alone", action="store_true", help=argparse.SUPPRESS)
    chosen = parser.parse_args()
    if not chosen.alone:
        for n in chosen.mentees:
            told = [str(n), "--alone", *(["--groups"] if chosen.groups else [])]
            subprocess.run([sys.executable, "-m", "benchmarks.matching", *told], cwd=ROOT, check=True)
        return
    (n,) = chosen.mentees
    print(json.dumps(measured(n, in_groups=chosen.groups)), flush=True)


def measured(n: int, *, in_groups: bool = False) -> dict[str, Any]:
    """One line: this matching, one pass over all scores for comparison, and the peer where it can run."""
    mentees, mentors = people(n)
    begun = time.perf_counter()
    terms = Terms(in_groups=in_groups, at_least=2 if in_groups else 1, at_most=6)
    scoring = Scoring(mentees, mentors, terms)
    capacities = [one.capacity for one in mentors]
    solution = groups.form(scoring, capacities).solution if in_groups else solving.solve(scoring, capacities)
    seconds = time.perf_counter() - begun
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / ON_LINUX
    dense = one_pass(scoring)
    line = {
        "mentees": n,
        "mentors": len(mentors),
        "seconds": round(seconds, 2),
        "times_one_pass": round(seconds / dense, 1),
        "peak_mb": round(peak),
        "total": solution.total,
        "bound": solution.bound,
        "gap_percent": round(100 * solution.gap, 3),
        "unmatched": n - solution.matched,
        "unmatched_at_least": n - solution.matched_at_most,
    }
    if n <= PEER_AT_MOST and not in_groups:
        line |= peer(scoring, capacities, seconds)
    return line


def one_pass(scoring: Scoring) -> float:
    """The seconds that it takes to score everybody with everybody, and no more."""
    begun = time.perf_counter()
    for low in range(0, scoring.n, candidates.BLOCK):
        scoring.block(np.arange(low, min(low + candidates.BLOCK, scoring.n)))
    return time.perf_counter() - begun


def people(n: int, seed: int = 1) -> tuple[list[Mentee], list[Mentor]]:
    """Made of: 6 languages, 14 goals, 12 fields, 15 times, 5 zones; some refusals and wishes; mentors for 1 to 5."""
    dice, m = Random(seed), max(3, n * 3 // 10)

    def told(name: str, goals: tuple[int, int], times: tuple[int, int]) -> dict[str, Any]:
        return {
            "id": name,
            "address": name,
            "languages": frozenset(dice.sample(LANGUAGES, dice.choice((1, 1, 2, 2, 3)))),
            "goals": frozenset(dice.sample([f"goal {k}" for k in range(14)], dice.randint(*goals))),
            "times": frozenset(dice.sample(TIMES, dice.randint(*times))),
            "field": f"field {dice.randrange(12)}",
            "mode": dice.choice(("online", "blended", "blended", "face-to-face")),
            "years": dice.randint(0, 35),
            "zone": dice.choice(ZONES),
        }

    def some() -> frozenset[str]:
        return frozenset([f"t{dice.randrange(m)}"] if dice.random() < 0.1 else ())

    mentors = [Mentor(**told(f"t{j}", (2, 6), (2, 7)), capacity=dice.randint(1, 5)) for j in range(m)]
    mentees = [Mentee(**told(f"m{i}", (1, 3), (1, 5)), not_with=some(), wishes=some()) for i in range(n)]
    return mentees, mentors


def peer(scoring: Scoring, capacities: list[int], ours: float) -> dict[str, Any]:
    """mentor-match with our scores as its rule, round by round as its makers do it; nothing where it is not installed."""
    try:
        from matching.mentee import Mentee as Other  # type: ignore[import-not-found]
        from matching.mentor import Mentor as OtherMentor  # type: ignore[import-not-found]
        from matching.process import process_data  # type: ignore[import-not-found]
        from matching.rules import rule  # type: ignore[import-not-found]
    except ImportError:
        return {}
    scores = scoring.block(np.arange(scoring.n)).tolist()  # plain numbers: it does not understand those of numpy
    mentors, mentees = (
        [_other(kind, at) for at in range(count)] for kind, count in ((OtherMentor, scoring.m), (Other, scoring.n))
    )

    class Fit(rule.Rule):
        def apply(self, match: Any) -> int:
            return scores[match.mentee.at][match.mentor.at]

    def forbidden(match: Any) -> bool:
        i, j = match.mentee.at, match.mentor.at
        return scores[i][j] == FORBIDDEN or bool(match.mentee.mentors) or len(match.mentor.mentees) >= capacities[j]

    begun = time.perf_counter()
    process_data(mentors, mentees, [[Fit(), rule.Disqualify(forbidden)] for _round in range(max(capacities))])
    seconds = time.perf_counter() - begun
    pairs = [(one.at, other.at) for other in mentors for one in other.mentees]
    return {
        "peer_seconds": round(seconds, 2),
        "peer_times": round(seconds / ours),
        "peer_total": sum(scores[i][j] for i, j in pairs),
        "peer_unmatched": scoring.n - len(pairs),
    }


def _other(kind: Any, at: int) -> Any:
    made = kind(email=f"{kind.__name__} {at}", grade="1")
    made.at = at
    return made


if __name__ == "__main__":
    main()
