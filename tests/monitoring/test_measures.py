"""Every figure is recomputed from the raw records, the long way round, and must be the same."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents.models import Document, Version
from monitoring.evidence import Evidence, gather
from monitoring.measures import BY_SLUG, MEASURES
from monitoring.measuring import About, Measure, Share, Unit, Value
from monitoring.models import FollowUpAnswer
from policy.models import Event, Participation
from programmes.models import Application, Group, Programme, TrainingAttendance
from sessions.models import Attendance, Meeting
from tests.monitoring import records
from tests.monitoring.records import NOW

pytestmark = pytest.mark.django_db
SEEDS = (1, 2)


def sessions(programme: Programme) -> list[Meeting]:
    rows = Meeting.objects.filter(group__programme=programme).order_by("ends_at")
    return [row for row in rows if row.kind != "monitoring" and row.state != "cancelled"]


def mentees(group: Group) -> list[Participation]:
    return list(Participation.objects.filter(space=group.space, role="mentee"))


def in_force(programme: Programme, slug: str) -> Iterator[tuple[Document, dict[str, Any]]]:
    for document in Document.objects.filter(kind_slug=slug):
        if document.space.within_id != programme.space_id:
            continue
        for version in document.versions.all():
            if version.state == "sealed" and version.source != "scanned":
                yield document, version.answers


def share(pairs: list[bool]) -> tuple[int, int]:
    return sum(pairs), len(pairs)


def naive_mentees(programme: Programme) -> tuple[int, int]:
    people = {row.person_id for group in programme.groups.all() for row in mentees(group)}
    return len(people), len(people)


def naive_sessions_held(programme: Programme) -> tuple[int, int]:
    return share([row.state == "held" for row in sessions(programme) if row.state == "held" or row.ends_at <= NOW])


def naive_diaries(programme: Programme) -> tuple[int, int]:
    pairs = []
    for row in sessions(programme):
        until = row.ends_at + timedelta(days=7)
        if row.state == "held" and row.keeper and until <= NOW:
            moments = [
                event.at
                for version in Version.objects.filter(document__occasion=row.pk)
                if version.state != "draft"
                for event in Event.objects.filter(thing_id=version.pk, action="submit")
            ]
            pairs.append(bool(moments) and min(moments) <= until)
    return share(pairs)


def naive_present(programme: Programme) -> tuple[int, int]:
    pairs = []
    for group in programme.groups.all():
        held = [row for row in sessions(programme) if row.group_id == group.pk and row.state == "held"]
        people = {row.person_id for row in mentees(group)}
        came = Attendance.objects.filter(meeting=held[-1]) if held else ()
        pairs += [one.came == "present" for one in came if one.person_id in people]
    return share(pairs)


def naive_drop_out(programme: Programme) -> tuple[int, int]:
    pairs = []
    for group in programme.groups.all():
        end = Event.objects.filter(thing_id=group.pk, action="end").first()
        gone = [row.ends_at for row in mentees(group)]
        pairs += [at is not None and (end is None or at < end.at) for at in gone]
    return share(pairs)


def naive_trained(programme: Programme) -> tuple[int, int]:
    return share(
        [
            TrainingAttendance.objects.filter(event__programme=programme, person=row.person).exists()
            for row in Application.objects.filter(programme=programme)
            if row.state == "selected"
        ]
    )


def naive_fit(programme: Programme) -> tuple[int, int]:
    return share([said["match"]["fit"] == "good" for _document, said in in_force(programme, "well-matched")])


def naive_goals(programme: Programme) -> tuple[int, int]:
    said = in_force(programme, "final-questionnaire-mentee")
    return share([int(row["rating"]) >= 0 for _document, answers in said for row in answers["goals"]])


def naive_results(programme: Programme) -> tuple[int, int]:
    said = [answers["outcome"]["results"] for _document, answers in in_force(programme, "final-questionnaire-mentee")]
    return share([one != ["nothing"] for one in said if one])


def numbers(said: dict[str, str]) -> list[int]:
    return [int(value) for value in said.values() if value]


def naive_satisfaction(slug: str) -> Callable[[Programme], tuple[int, int]]:
    def compute(programme: Programme) -> tuple[int, int]:
        all_ = [one for _document, answers in in_force(programme, slug) for one in numbers(answers["programme"])]
        return sum(all_), len(all_)

    return compute


def naive_change(programme: Programme) -> tuple[int, int]:
    steps = []
    for document, answers in in_force(programme, "final-questionnaire-mentee"):
        for other, before in in_force(programme, "initial-questionnaire"):
            if other.person_id == document.person_id:
                for key, value in answers["statements"].items():
                    if value and before["start"][key]:
                        steps.append(int(value) - int(before["start"][key]))
    return sum(steps), len(steps)


def naive_progression(months: int) -> Callable[[Programme], tuple[int, int]]:
    def compute(programme: Programme) -> tuple[int, int]:
        rows = [row for row in FollowUpAnswer.objects.order_by("created_at") if row.space_id == programme.space_id]
        said = [row.answers["change"] == "better" for row in rows if row.months == months]
        return share(said[: len(said) - len(said) % 5])  # managers, too, see them in fives

    return compute


NAIVE: dict[str, Callable[[Programme], tuple[int, int]]] = {
    "mentees": naive_mentees,
    "sessions-held": naive_sessions_held,
    "diaries-on-time": naive_diaries,
    "present": naive_present,
    "drop-out": naive_drop_out,
    "trained": naive_trained,
    "fit": naive_fit,
    "goals-reached": naive_goals,
    "results": naive_results,
    "skill-change": naive_change,
    "satisfaction-mentees": naive_satisfaction("final-questionnaire-mentee"),
    "satisfaction-mentors": naive_satisfaction("final-questionnaire-mentor"),
    **{f"progression-{months}": naive_progression(months) for months in (3, 6, 12)},
}


def test_every_measure_is_recomputed() -> None:
    assert list(NAIVE) == [measure.slug for measure in MEASURES] == list(BY_SLUG)


@pytest.mark.parametrize("seed", SEEDS)
def test_figures_are_those_of_the_raw_records(seed: int, mara) -> None:
    programmes = [records.lived(mara, groups, seed=seed + 10 * groups).programme for groups in (9, 12)]
    found = gather(programmes, now=NOW)
    for programme in programmes:
        for measure in MEASURES:
            value = measure.of(found[programme.pk])
            got, of = NAIVE[measure.slug](programme)
            assert of >= 5, (measure.slug, of)  # there is something to be wrong about
            assert (value.got, value.of, value.is_hidden) == (got, of, False), measure.slug


def test_programmes_together_cost_as_many_questions_as_one(mara) -> None:
    alone, many = records.lived(mara, 1, seed=4).programme, records.lived(mara, 10, seed=5).programme
    counts = []
    for programmes in ([alone], [many], [alone, many]):
        with CaptureQueriesContext(
            connection,
        ) as asked:
            found = gather(programmes, now=NOW)
        counts.append(len(asked))
        assert all(found[one.pk].sessions for one in programmes)
    assert counts == [10, 10, 10]


def test_a_value_is_rounded_as_people_round() -> None:
    assert Value(Unit.PERCENT, 1, 8, 8).number == 13  # 12.5
    assert Value(Unit.AVERAGE, 17, 4, 5).number == Decimal("4.3")  # 4.25
    assert Value(Unit.CHANGE, -1, 2, 5).number == Decimal("-0.5")
    assert Value(Unit.PERCENT).number is None
    assert Value(Unit.COUNT).number == 0


def answered(people: int) -> Evidence:
    """So many people who said how they are matched, the last one differently."""
    from monitoring.evidence import Said

    evidence = Evidence(NOW)
    for n in range(people):
        fit = "good" if n < people - 1 else "not"
        evidence.said["well-matched"].append(Said(n, NOW + timedelta(n), NOW, {"match": {"fit": fit}}))  # type: ignore[arg-type]
    return evidence


def test_answers_of_fewer_than_five_are_hidden_and_keep_their_numbers() -> None:
    fit = BY_SLUG["fit"]
    assert fit.of(answered(4)) == Value(Unit.PERCENT, is_hidden=True)
    assert fit.of(answered(5)).number == 80
    assert fit.of(answered(0)) == Value(Unit.PERCENT)
    assert fit.of(answered(0), outside=True) == fit.of(
        answered(4), outside=True
    )  # nobody learns that somebody answered


def test_outside_answers_are_added_in_fives() -> None:
    fit = BY_SLUG["fit"]
    assert [fit.of(answered(n), outside=True).of for n in range(4, 12)] == [0, 5, 5, 5, 5, 5, 10, 10]
    assert fit.of(answered(9), outside=True).number == 100  # the ninth has said no, and is not to be seen
    assert fit.of(answered(9)).number == 89


def test_what_was_said_without_a_name_is_added_in_fives_for_managers_too() -> None:
    """Who looks before and after each answer finds nobody: between two looks are five answers or none."""
    evidence, measure, looks = Evidence(NOW), BY_SLUG["progression-6"], []
    for n in range(12):
        looks.append([measure.of(evidence, outside=outside) for outside in (False, True)])
        evidence.afterwards[6].append((n, "better" if n % 2 else "worse"))  # type: ignore[arg-type]
    assert all(inside == outside for inside, outside in looks)
    assert [inside.of for inside, _outside in looks] == [0, 0, 0, 0, 0, 5, 5, 5, 5, 5, 10, 10]
    assert [inside.is_hidden for inside, _outside in looks] == [True] * 5 + [False] * 7
    assert not measure.of(Evidence(NOW)).got and BY_SLUG["progression-3"].of(evidence).is_hidden


def test_facts_about_fewer_than_five_people_are_hidden_outside_alone() -> None:
    measure = Measure("x", "x", "x", Unit.PERCENT, About.PEOPLE, lambda _e: [Share(1, 1, 1)] * 3)
    assert measure.of(Evidence(NOW)).number == 100
    assert measure.of(Evidence(NOW), outside=True).is_hidden


def test_who_moved_to_another_group_has_not_left(mara, tomas, nia, group) -> None:
    from policy.models import Space

    stay = Participation.objects.get(space=group.space, person=nia)
    Participation.objects.filter(pk=stay.pk).update(ends_at=NOW - timedelta(days=1))
    measure = BY_SLUG["drop-out"]
    assert measure.of(gather([group.programme], now=NOW)[group.programme.pk]).got == 1
    space = Space.objects.create(kind="group", within=group.programme.space)
    Group.objects.create(programme=group.programme, space=space, number=2, name="Group 2")
    Participation.objects.create(space=space, person=nia, role="mentee")
    found = measure.of(gather([group.programme], now=NOW)[group.programme.pk])
    assert (found.got, found.of) == (0, 2)
