"""The demo is evaluated: what Spring bridge was to reach, and what its people say at the end."""

from decimal import Decimal
from typing import Any

from documents import kinds, pipeline
from documents.kinds import Answers
from monitoring import evaluating
from people.models import User
from policy.permissions import Role
from programmes.models import Programme
from sessions import papers
from sessions.models import Meeting

OBJECTIVES = (
    "Two of three participants are in work, training or studies half a year after the end.",
    "Nobody has to manage the first weeks at a new workplace alone.",
    "Mentors want to do it again.",
)
TARGETS = {
    "sessions-held": Decimal(90),
    "drop-out": Decimal(15),
    "fit": Decimal(85),
    "goals-reached": Decimal(70),
    "satisfaction-mentees": Decimal("4.2"),
}
STATEMENTS = ("goals", "strengths", "step", "confidence", "ask", "network", "rules", "mentor")
ASPECTS = ("training", "matching", "sessions", "platform", "manager")
# for each mentee in turn: the goal, how far it was reached, why not, what came of it
GOALS = (
    ("Send an application every week", "0", "", "interviews"),
    ("Speak in an interview without notes", "1", "", "job"),
    ("Find out what I do not want", "0", "", "direction"),
    ("Finish the course on bookkeeping", "-1", "My shifts changed in the spring.", "network"),
    ("Know three people in my trade", "2", "", "job"),
    ("Ask for help before it is late", "0", "", "studies"),
)
ADVICE = (
    "Begin in autumn: in spring everybody has seasonal work.",
    "Meet in the library from the first day on.",
    "Say in the first week what a mentor does not do.",
    "Plan all dates at the start.",
    "Keep the group together for one more evening after the end.",
    "Let us read the questions before we are called.",
)


def set_out(programme: Programme, *, by: User) -> None:
    """What the programme is to reach, and what it is compared with."""
    evaluating.set_objectives(programme, OBJECTIVES, by=by)
    evaluating.set_targets(programme, TARGETS, by=by)
    source = "Autumn bridge, report of the year before"
    evaluating.add_benchmark(programme, "drop-out", Decimal(22), source, by=by)


def answer(last: Meeting) -> None:
    """Mentees and mentor say how it was, in the final session."""
    mentees = last.space.people(Role.MENTEE)
    for n, row in enumerate(mentees):
        _file(last, "final-questionnaire-mentee", _of_mentee(n + 2 * last.group.number), row.person)
    for row in last.space.people(Role.MENTOR):
        _file(last, "final-questionnaire-mentor", _of_mentor([one.person.name for one in mentees]), row.person)


def _file(meeting: Meeting, slug: str, answers: Answers, by: User) -> None:
    version = papers.begin(meeting, kinds.get(slug), by=by)
    pipeline.write(version, {**version.answers, **answers}, by=by)
    pipeline.file(version, by=by)


def _rated(keys: tuple[str, ...], n: int) -> dict[str, str]:
    return {
        key: str(3 + (n + place) % 3) if place % 3 == 0 else str(4 + (n + place) % 2) for place, key in enumerate(keys)
    }


def _of_mentee(n: int) -> dict[str, Any]:
    goal, rating, why, result = GOALS[n % len(GOALS)]
    return {
        "statements": _rated(STATEMENTS, n),
        "goals": [{"goal": goal, "rating": rating, "why": why, "gained": "People I can call."}],
        "outcome": {"steps": "I rang two employers without being asked to.", "results": [result]},
        "back": {"most": "That somebody asked what came of it.", "mine": "met", "others": "partly"},
        "programme": _rated(ASPECTS, n + 1),
        "recommendations": [{"what": ADVICE[n % len(ADVICE)]}],
        "onward": {"next": "I send three applications before the summer."},
    }


def _of_mentor(mentees: list[str]) -> dict[str, Any]:
    return {
        "statements": _rated(STATEMENTS, 1),
        "progress": [{"mentee": name, "rating": "1", "words": "Asks before it is late."} for name in mentees],
        "part": {
            "prepared": "Well; the first meeting was harder than I had thought.",
            "support": "The call after the first session was worth more than any leaflet.",
            "learned": "To wait for the second answer.",
            "mine": "met",
            "others": "met",
        },
        "programme": _rated(ASPECTS, 2),
        "recommendations": [{"what": "One more meeting of the mentors in the middle."}],
        "again": {"again": "yes"},
    }
