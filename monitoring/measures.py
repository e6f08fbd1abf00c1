"""What a programme is measured by (R69): each measure says what is counted over what, and counts it. No queries."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from decimal import ROUND_HALF_UP, Decimal
from enum import StrEnum
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_lazy as _

from .document_kinds.final_questionnaire_mentee import FINAL_QUESTIONNAIRE_MENTEE
from .document_kinds.final_questionnaire_mentor import FINAL_QUESTIONNAIRE_MENTOR
from .document_kinds.initial_questionnaire import INITIAL_QUESTIONNAIRE
from .document_kinds.well_matched import WELL_MATCHED
from .evidence import Evidence, Said
from .suppression import in_steps, is_enough

DIARY_DAYS = timedelta(days=7)
SCALE = ("1", "2", "3", "4", "5")
AT_LEAST_AS_EXPECTED = ("0", "1", "2")


class Unit(StrEnum):
    """How a value is said."""

    PERCENT = "percent"
    COUNT = "count"
    AVERAGE = "average"  # of agreement from 1 to 5
    CHANGE = "change"  # of agreement, in points


class About(StrEnum):
    """What is counted: it decides for whom a small number is hidden."""

    RECORDS = "records"
    PEOPLE = "people"  # hidden outside the house below five
    ANSWERS = "answers"  # hidden from everybody below five; outside counted in steps of five


@dataclass(frozen=True)
class Share:
    """What one person, or one record, adds: so much out of so much."""

    whose: Any
    got: Decimal | int
    of: int


@dataclass(frozen=True)
class Value:
    """What a measure says of a programme. ``people`` stand behind it; a hidden one keeps its numbers to itself."""

    unit: Unit
    got: Decimal | int = 0
    of: int = 0
    people: int = 0
    is_hidden: bool = False

    @property
    def number(self) -> Decimal | None:
        """The value as it is shown, rounded; ``None`` where nothing can be said."""
        if self.is_hidden or (not self.of and self.unit != Unit.COUNT):
            return None
        if self.unit == Unit.COUNT:
            return Decimal(self.got)
        if self.unit == Unit.PERCENT:
            return (Decimal(100) * self.got / self.of).quantize(Decimal(1), ROUND_HALF_UP)
        return (Decimal(self.got) / self.of).quantize(Decimal("0.1"), ROUND_HALF_UP)


@dataclass(frozen=True)
class Measure:
    """One thing that is measured. ``compute`` gives the shares of the people, or records, that it is made of."""

    slug: str
    title: Any
    definition: Any
    unit: Unit
    about: About
    compute: Callable[[Evidence], Sequence[Share]]
    less_is_better: bool = False

    def of(self, evidence: Evidence, *, outside: bool = False) -> Value:
        """Its value in a programme; ``outside``: for readers who are not its managers."""
        shares = self.compute(evidence)
        if outside and self.about == About.ANSWERS:
            counted = set(in_steps(list(dict.fromkeys(share.whose for share in shares))))
            shares = [share for share in shares if share.whose in counted]
        people = len({share.whose for share in shares})
        is_guarded = self.about == About.ANSWERS or (outside and self.about == About.PEOPLE)
        if is_guarded and self.unit != Unit.COUNT and not is_enough(people):
            return Value(self.unit, is_hidden=people > 0 or outside)
        got = sum((share.got for share in shares), start=Decimal(0))
        return Value(self.unit, got, sum(share.of for share in shares), people)


def _sessions_held(evidence: Evidence) -> list[Share]:
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


def _begun(evidence: Evidence) -> list[Share]:
    return [Share(person, 1, 1) for person in dict.fromkeys(stay.person for stay in evidence.stays)]


def _trained(evidence: Evidence) -> list[Share]:
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


def _goals_reached(evidence: Evidence) -> list[Share]:
    return [Share(person, rating in AT_LEAST_AS_EXPECTED, 1) for person, rating in goals(evidence)]


def _came_of_it(evidence: Evidence) -> list[Share]:
    shares = []
    for one in newest(evidence.said[FINAL_QUESTIONNAIRE_MENTEE.slug]):
        results = (one.answers.get("outcome") or {}).get("results") or []
        if results:
            shares.append(Share(one.person, bool(set(results) - {"nothing"}), 1))
    return shares


def _fit(evidence: Evidence) -> list[Share]:
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


def _satisfaction(slug: str) -> Callable[[Evidence], list[Share]]:
    def compute(evidence: Evidence) -> list[Share]:
        found = [(one.person, ratings(one, "programme")) for one in newest(evidence.said[slug])]
        return [Share(person, sum(said.values()), len(said)) for person, said in found if said]

    return compute


def _skill_change(evidence: Evidence) -> list[Share]:
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


MEASURES: tuple[Measure, ...] = (
    Measure(
        "mentees",
        _("Mentees"),
        _("Everybody who has begun in a group as a mentee, also those who have left since."),
        Unit.COUNT,
        About.RECORDS,
        _begun,
    ),
    Measure(
        "sessions-held",
        _("Sessions held"),
        _(
            "Of all sessions of the groups whose time has come, those that were held. Cancelled sessions and monitoring "
            "sessions are not counted."
        ),
        Unit.PERCENT,
        About.RECORDS,
        _sessions_held,
    ),
    Measure(
        "diaries-on-time",
        _("Diaries on time"),
        _(
            "Of all sessions that were held more than seven days ago and had a diary keeper, those whose diary was handed "
            "in within seven days. A diary that was sent back and not handed in again does not count."
        ),
        Unit.PERCENT,
        About.RECORDS,
        diaries_owed,
    ),
    Measure(
        "present",
        _("Mentees who come"),
        _("Of the mentees whose presence was noted in the last session that their group held, those who were there."),
        Unit.PERCENT,
        About.PEOPLE,
        last_seen,
    ),
    Measure(
        "drop-out",
        _("Mentees who left early"),
        _(
            "Of all mentees who have begun in a group, those who left before their group ended. Whoever moved to another "
            "group of the programme has not left."
        ),
        Unit.PERCENT,
        About.PEOPLE,
        mentees_and_whether_left,
        less_is_better=True,
    ),
    Measure(
        "trained",
        _("Training done"),
        _("Of all people who were selected, mentors and mentees, those who were at one training at least."),
        Unit.PERCENT,
        About.PEOPLE,
        _trained,
    ),
    Measure(
        "fit",
        _("Well matched"),
        _("Of all answers to “Are we well matched?”, of mentors and mentees, those that say “good”."),
        Unit.PERCENT,
        About.ANSWERS,
        _fit,
    ),
    Measure(
        "goals-reached",
        _("Goals reached"),
        _(
            "Of all goals in the final questionnaires of mentees, those that were reached as expected or better. The newest "
            "questionnaire of each mentee counts."
        ),
        Unit.PERCENT,
        About.ANSWERS,
        _goals_reached,
    ),
    Measure(
        "results",
        _("Something came of it"),
        _(
            "Of the mentees who said in the final questionnaire what has come of it so far, those who named something: work, "
            "interviews, studies, people who help, a direction."
        ),
        Unit.PERCENT,
        About.ANSWERS,
        _came_of_it,
    ),
    Measure(
        "skill-change",
        _("Change from start to end"),
        _(
            "By how many points, on average, agreement to the same statements has changed from the initial to the final "
            "questionnaire of the same mentees, on a scale from 1 to 5."
        ),
        Unit.CHANGE,
        About.ANSWERS,
        _skill_change,
    ),
    Measure(
        "satisfaction-mentees",
        _("Satisfaction of mentees"),
        _(
            "The average of all ratings, from 1 to 5, that mentees gave to the statements on the programme in the final "
            "questionnaire."
        ),
        Unit.AVERAGE,
        About.ANSWERS,
        _satisfaction(FINAL_QUESTIONNAIRE_MENTEE.slug),
    ),
    Measure(
        "satisfaction-mentors",
        _("Satisfaction of mentors"),
        _(
            "The average of all ratings, from 1 to 5, that mentors gave to the statements on the programme in the final "
            "questionnaire."
        ),
        Unit.AVERAGE,
        About.ANSWERS,
        _satisfaction(FINAL_QUESTIONNAIRE_MENTOR.slug),
    ),
)
BY_SLUG = {measure.slug: measure for measure in MEASURES}


def values(evidence: Evidence, *, outside: bool = False) -> dict[str, Value]:
    """What every measure says of one programme, by its slug."""
    return {measure.slug: measure.of(evidence, outside=outside) for measure in MEASURES}
