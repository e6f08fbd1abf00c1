"""What the measures count (R69): the shares of the people, or records, that each of them is made of. No queries."""

from collections.abc import Callable, Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

from .afterwards.wording import BETTER
from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from .document_kinds.well_matched import WELL_MATCHED
from .evidence import Evidence, Said
from .measuring import Share

DIARY_DAYS = timedelta(days=7)
SCALE = ("1", "2", "3", "4", "5")
AT_LEAST_AS_EXPECTED = ("0", "1", "2")


def sessions_held(evidence: Evidence) -> list[Share]:
    held = {one.pk for one in evidence.held}
    return [Share(one.pk, one.pk in held, 1) for one in evidence.due]


def diaries_owed(evidence: Evidence) -> list[Share]:
    """A share for each diary that was owed by now: whether it was handed in on time."""
    owed = [one for one in evidence.held if one.has_keeper and one.ends_at + DIARY_DAYS <= evidence.now]
    return [Share(one.pk, _is_on_time(evidence, one.pk, one.ends_at + DIARY_DAYS), 1) for one in owed]


def _is_on_time(evidence: Evidence, session: UUID, until: Any) -> bool:
    handed_in = evidence.diaries.get(session)
    return handed_in is not None and handed_in <= until


def last_seen(evidence: Evidence) -> list[Share]:
    """A share for each mentee of the last held session of each group: whether the mentee was there."""
    mentees = {(stay.group, stay.person) for stay in evidence.stays}
    last = {one.group: one.pk for one in evidence.held}  # they stand in the order of time
    return [
        Share(person, how == "present", 1)
        for group, session in last.items()
        for person, how in evidence.came[session].items()
        if (group, person) in mentees
    ]


def mentees_and_whether_left(evidence: Evidence) -> list[Share]:
    """A share for each mentee who began: whether every one of their stays was cut short."""
    stays: dict[UUID, bool] = {}
    for stay in evidence.stays:
        stays[stay.person] = stays.get(stay.person, True) and stay.was_cut_short
    return [Share(person, left, 1) for person, left in stays.items()]


def begun(evidence: Evidence) -> list[Share]:
    return [Share(person, 1, 1) for person in dict.fromkeys(stay.person for stay in evidence.stays)]


def trained(evidence: Evidence) -> list[Share]:
    return [Share(person, person in evidence.trained, 1) for person in evidence.selected]


def newest(said: Iterable[Said]) -> list[Said]:
    """Of each person what was sealed last, in the order in which people began to answer."""
    kept: dict[UUID, Said] = {}
    for one in said:
        if one.person not in kept or one.sealed_at > kept[one.person].sealed_at:
            kept[one.person] = one
    return list(kept.values())


def goals(evidence: Evidence) -> list[tuple[UUID, str]]:
    """Every goal that mentees rated at the end: whose it is, and the rating."""
    answered = newest(evidence.said[FINAL_QUESTIONNAIRE_MENTEE.slug])
    rows = [(one.person, str(row.get("rating", ""))) for one in answered for row in one.answers.get("goals") or ()]
    return [(person, rating) for person, rating in rows if rating in ("-2", "-1", *AT_LEAST_AS_EXPECTED)]


def goals_reached(evidence: Evidence) -> list[Share]:
    return [Share(person, rating in AT_LEAST_AS_EXPECTED, 1) for person, rating in goals(evidence)]


def came_of_it(evidence: Evidence) -> list[Share]:
    shares = []
    for one in newest(evidence.said[FINAL_QUESTIONNAIRE_MENTEE.slug]):
        results = (one.answers.get("outcome") or {}).get("results") or []
        if results:
            shares.append(Share(one.person, bool(set(results) - {"nothing"}), 1))
    return shares


def fit(evidence: Evidence) -> list[Share]:
    shares = []
    for one in evidence.said[WELL_MATCHED.slug]:
        fit = (one.answers.get("match") or {}).get("fit")
        if fit in ("good", "unsure", "not"):
            shares.append(Share(one.person, fit == "good", 1))
    return shares


def ratings(said: Said, section: str) -> dict[str, int]:
    """The statements of a section that somebody rated, from 1 to 5."""
    return {
        key: int(value) for key, value in (said.answers.get(section) or {}).items() if str(value) in SCALE
    }  # fmt: skip


def satisfaction(slug: str) -> Callable[[Evidence], list[Share]]:
    def compute(evidence: Evidence) -> list[Share]:
        found = [(one.person, ratings(one, "programme")) for one in newest(evidence.said[slug])]
        return [Share(person, sum(said.values()), len(said)) for person, said in found if said]

    return compute


def progression(months: int) -> Callable[[Evidence], list[Share]]:
    """A share for each mentee who answered so many months after the end: whether their situation is better."""

    def compute(evidence: Evidence) -> list[Share]:
        return [Share(whose, change == BETTER, 1) for whose, change in evidence.afterwards[months]]

    return compute


def skill_change(evidence: Evidence) -> list[Share]:
    before: dict[UUID, Said] = {}
    for one in sorted(evidence.said[INITIAL_QUESTIONNAIRE.slug], key=lambda one: one.first_at):
        before.setdefault(one.person, one)
    shares = []
    for after in newest(evidence.said[FINAL_QUESTIONNAIRE_MENTEE.slug]):
        if after.person in before:
            start, end = ratings(before[after.person], "start"), ratings(after, "statements")
            both = start.keys() & end.keys()
            if both:
                shares.append(Share(after.person, sum(end[key] - start[key] for key in both), len(both)))
    return shares
