"""The five questions: the sentence, the table and the chart say the same numbers, and those of the records."""

from collections import Counter
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from monitoring.charts import Bar, Column
from monitoring.evidence import Evidence, Held, Said, Stay, gather
from monitoring.measures import BY_SLUG
from monitoring.questions import QUESTION, QUESTIONS, Answer, Asked
from tests.monitoring import records
from tests.monitoring.records import NOW

ZONE = ZoneInfo("Europe/Vilnius")


def answer(slug: str, evidence: Evidence, **more) -> Answer | None:
    return QUESTION[slug].answer(Asked(evidence, ZONE, **more))


def rated(*goals: tuple[int, str]) -> Evidence:
    """Goals in final questionnaires: whose, and the rating."""
    evidence = Evidence(NOW)
    for person, rating in goals:
        said = {"goals": [{"goal": "secret", "rating": rating}]}
        evidence.said["final-questionnaire-mentee"].append(Said(person, NOW, NOW, said))  # type: ignore[arg-type]
    return evidence


def judged(slug: str, *people: dict[str, str]) -> list[Said]:
    return [Said(n, NOW, NOW, {"programme": said}) for n, said in enumerate(people)]  # type: ignore[arg-type]


def test_nothing_is_said_as_long_as_there_is_nothing_to_say() -> None:
    assert [question.answer(Asked(Evidence(NOW), ZONE)) for question in QUESTIONS] == [None] * 5
    assert len({question.slug for question in QUESTIONS}) == 5
    assert all(question.measure in BY_SLUG for question in QUESTIONS)


@pytest.mark.django_db
def test_sessions_months_add_up_to_the_measure(mara) -> None:
    programme = records.lived(mara, 8, seed=21).programme
    evidence = gather([programme], now=NOW)[programme.pk]
    said = answer("sessions", evidence)
    value = BY_SLUG["sessions-held"].of(evidence)
    assert said is not None
    assert (sum(int(row[2]) for row in said.rows), sum(int(row[1]) for row in said.rows)) == (value.got, value.of)
    assert said.sentence.startswith(f"{value.got} of {value.of} sessions that were to be held")
    due = Counter(one.ends_at.astimezone(ZONE).strftime("%B %Y") for one in evidence.due)
    assert {row[0]: int(row[1]) for row in said.rows if row[1] != "0"} == due
    assert [column.words for column in said.drawn if isinstance(column, Column)] == [
        row[2] if row[1] != "0" else "" for row in said.rows
    ]


@pytest.mark.django_db
def test_presence_counts_mentees_alone(mara) -> None:
    programme = records.lived(mara, 6, seed=22).programme
    evidence = gather([programme], now=NOW)[programme.pk]
    said, last = answer("active", evidence), BY_SLUG["present"].of(evidence)
    assert said is not None
    mentees = {stay.person for stay in evidence.stays}
    seats = [how for one in evidence.held for person, how in evidence.came[one.pk].items() if person in mentees]
    assert sum(int(row[1]) for row in said.rows) == len(seats)
    assert sum(int(row[2]) for row in said.rows) == seats.count("present")
    assert f"{last.got} of {last.of} mentees were there" in said.sentence


def test_goals_by_how_far_they_were_reached() -> None:
    said = answer("goals", rated((1, "2"), (2, "0"), (3, "0"), (4, "-1"), (5, "-2"), (6, "")))
    assert said is not None
    assert said.sentence == "3 of 5 goals were reached as expected or better (60\u00a0%), say 5 mentees."
    assert [(row[1], row[2]) for row in said.rows] == [
        ("1", "20\u00a0%"),
        ("0", "0\u00a0%"),
        ("2", "40\u00a0%"),
        ("1", "20\u00a0%"),
        ("1", "20\u00a0%"),
    ]
    assert [bar.part for bar in said.drawn if isinstance(bar, Bar)] == [0.2, 0, 0.4, 0.2, 0.2]
    assert "secret" not in said.chart("x")


def test_goals_of_fewer_than_five_mentees_are_not_shown() -> None:
    said = answer("goals", rated((1, "2"), (2, "0"), (3, "0"), (4, "-1")))
    assert said is not None and not said.rows and not said.drawn
    assert said.sentence == "Fewer than 5 mentees have answered: too few to be shown."
    assert answer("goals", Evidence(NOW), outside=True) == answer("goals", rated((1, "2")), outside=True)


def test_statements_that_few_have_rated_are_hidden_with_one_more() -> None:
    """Six rated two statements, three of them a third one: the average of all would give it away."""
    all_, some = {"training": "4", "matching": "5"}, {"training": "4", "matching": "3", "platform": "1"}
    evidence = Evidence(NOW)
    evidence.said["final-questionnaire-mentee"] = judged("mentee", all_, all_, all_, some, some, some)
    words = {"training": "Training", "matching": "Matching", "platform": "Platform"}
    said = answer("satisfied", evidence, aspects=words)
    assert said is not None
    few = "fewer than 5 answers"
    assert [tuple(row) for row in said.rows] == [
        ("Training", few, few),
        ("Matching", "4.0", few),
        ("Platform", few, few),
    ]
    assert [bar.words for bar in said.drawn if isinstance(bar, Bar)] == [
        f"mentees: {few}",
        "4.0 mentees",
        f"mentees: {few}",
    ]
    assert said.sentence.endswith("from mentees: 3.4 of 5; from mentors: nothing to count yet.")


def test_where_few_have_answered_on_each_side_nothing_is_shown() -> None:
    evidence = Evidence(NOW)
    for kind in ("mentee", "mentor"):
        evidence.said[f"final-questionnaire-{kind}"] = judged(kind, *[{"training": "3"}] * 4)
    said = answer("satisfied", evidence, aspects={"training": "Training"})
    assert said is not None and (said.rows, said.drawn) == ((), ())
    assert said.sentence == "Fewer than 5 on each side have answered: too few to be shown."


def test_a_statement_that_is_not_asked_any_more_is_not_lost() -> None:
    evidence = Evidence(NOW)
    evidence.said["final-questionnaire-mentor"] = judged("mentor", *[{"old": "3"}] * 5)
    said = answer("satisfied", evidence, aspects={"training": "Training"})
    assert said is not None
    assert [row[0] for row in said.rows] == ["Training", "A statement that is not asked any more"]
    assert [bar.words for bar in said.drawn if isinstance(bar, Bar)] == ["mentors: fewer than 5 answers", "3.0 mentors"]


def stay(person: int, days_ago: int | None, ended: int | None = None) -> Stay:
    moments = [None if days is None else NOW.replace(day=15) - timedelta(days=days) for days in (days_ago, ended)]
    return Stay(person, "group", *moments)  # type: ignore[arg-type]


def test_who_left_is_counted_by_month_without_names() -> None:
    evidence = Evidence(NOW, stays=[stay(1, None), stay(2, 0), stay(3, 31), stay(4, 92), stay(5, 3, ended=3)])
    said = answer("left", evidence)
    assert said is not None and said.sentence.startswith("3 of 5 mentees have left early, the last one in ")
    assert [row[1] for row in said.rows].count("1") == 3 and said.rows[-1][2] == "3"
    nobody = answer("left", Evidence(NOW, stays=[stay(1, None)]))
    assert nobody is not None and nobody.sentence == "Nobody has left early: 1 mentee has begun." and not nobody.drawn


def test_a_session_whose_time_has_not_come_is_not_missed() -> None:
    evidence = Evidence(NOW, sessions=[Held(1, 1, "planned", NOW + timedelta(days=1), True)])  # type: ignore[arg-type]
    assert answer("sessions", evidence) is None
