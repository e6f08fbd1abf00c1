"""Pages of the evaluation: what a manager sees and sets; who else learns of it."""

import re
from datetime import date
from decimal import Decimal

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring import evaluating
from monitoring.measures import MEASURES
from monitoring.models import Benchmark, Objective, Target
from monitoring.questions import QUESTIONS
from monitoring.scorecard import card
from programmes.models import Programme
from tests import stories
from tests.monitoring import records
from tests.monitoring.records import NOW

pytestmark = pytest.mark.django_db


def page(browser, name: str, programme: Programme, *more: str):
    return browser.get(reverse(f"monitoring:{name}", args=(programme.pk, *more)))


def words(answer) -> str:
    return " ".join(re.sub(r"<[^>]+>", " ", answer.content.decode()).split())


def plain(said: str) -> str:
    return " ".join(said.split())


@pytest.fixture
def lived(mara) -> Programme:
    return records.lived(mara, 8, seed=31).programme


def test_an_empty_programme_says_when_it_comes_alive(programme, mara, signed_in) -> None:
    browser = signed_in(mara)
    said = words(page(browser, "evaluation", programme))
    assert "Comes alive after the first session." in said and "No objective is written down yet." in said
    for question in QUESTIONS:
        answer = page(browser, "report", programme, question.slug)
        assert str(question.empty) in words(answer) and b"<svg" not in answer.content


def test_every_measure_stands_there_with_its_definition_value_and_target(lived, mara, signed_in) -> None:
    evaluating.set_targets(lived, {"sessions-held": Decimal(99), "drop-out": Decimal(90)}, by=mara)
    evaluating.add_benchmark(lived, "drop-out", Decimal(22), "Autumn bridge 2025", by=mara)
    said = words(page(signed_in(mara), "evaluation", lived))
    for line in card(lived, now=NOW).lines:
        assert f"{line.measure.title} How it is counted {line.measure.definition} {plain(line.words)}" in said
    assert "at least 99 % below the target" in said
    assert "at most 90 % 22 % – Autumn bridge 2025 within the target" in said
    assert "1 of 2 targets are reached so far." in said


def test_it_asks_as_much_for_ten_groups_as_for_one(mara, signed_in) -> None:
    browser, counts = signed_in(mara), {}
    for seed, groups in ((1, 1), (2, 10)):
        programme = records.lived(mara, groups, seed=seed, starts_on=date(2026, 9, seed)).programme
        for name, *more in (("evaluation",), ("comparison",), *(("report", question.slug) for question in QUESTIONS)):
            with CaptureQueriesContext(connection) as asked:
                assert page(browser, name, programme, *more).status_code == 200
            counts.setdefault((name, *more), set()).add(len(asked))
    assert {key: len(found) for key, found in counts.items() if len(found) > 1} == {}


def test_each_question_has_one_chart_and_the_same_numbers_in_a_table(lived, mara, signed_in) -> None:
    for question in QUESTIONS:
        answer = page(signed_in(mara), "report", lived, question.slug)
        text = answer.content.decode()
        assert (text.count("<svg"), text.count("<table")) == (1, 1), question.slug
        assert text.index("answer__sentence") < text.index("<svg") < text.index("<table")
        assert records.SECRET not in text and "Someone" not in text
        assert 'role="img"' in text and "Show as table" in text


def test_the_table_is_fetched_as_a_file(lived, mara, signed_in) -> None:
    address = reverse("monitoring:report", args=(lived.pk, "goals"))
    answer = signed_in(mara).get(address, {"as": "csv"})
    assert answer["Content-Type"] == "text/csv; charset=utf-8"
    assert answer["Content-Disposition"] == 'attachment; filename="programme-31-goals.csv"'
    lines = answer.content.decode("utf-8-sig").splitlines()
    assert lines[0] == "How far the goal was reached,Goals,Share"
    assert lines[1].startswith("'+2 – much more than expected,")  # a program would compute it


def test_a_question_that_nobody_asks_is_not_found(programme, mara, signed_in) -> None:
    assert page(signed_in(mara), "report", programme, "who-is-lazy").status_code == 404


def test_who_does_not_run_the_programme_is_refused_and_outsiders_learn_nothing(
    group, tomas, nia, oto, signed_in
) -> None:
    for name in ("evaluation", "targets", "comparison", "links"):
        assert [page(signed_in(who), name, group.programme).status_code for who in (tomas, nia, oto)] == [403, 403, 404]


def told(**more: str) -> dict[str, str]:
    return {"objectives": "", "measure": "", "value": "", "source": "", **more}


def test_objectives_targets_and_values_of_others_are_set_on_one_page(programme, mara, signed_in) -> None:
    browser, address = signed_in(mara), reverse("monitoring:targets", args=(programme.pk,))
    said = told(
        objectives="Work for half\n\n  Nobody   alone \nWork for half",
        measure="drop-out", value="22", source="Autumn bridge 2025", **{"fit": "85", "skill-change": "0.5"},
    )  # fmt: skip
    for _twice in range(2):
        assert browser.post(address, said).status_code == 302
    assert [row.words for row in Objective.objects.all()] == ["Work for half", "Nobody alone"]
    assert dict(Target.objects.values_list("measure", "value")) == {"fit": Decimal(85), "skill-change": Decimal("0.5")}
    assert [str(row) for row in Benchmark.objects.all()] == ["drop-out: 22.00 (Autumn bridge 2025)"]
    form = browser.get(address).context["form"]
    assert (form["objectives"].value(), form["fit"].value()) == ("Work for half\nNobody alone", "85")

    kept = Objective.objects.get(words="Nobody alone").pk
    benchmark = Benchmark.objects.get()
    browser.post(address, {**told(objectives="Nobody alone\nMentors again"), "drop": [str(benchmark.pk)]})
    assert [row.words for row in Objective.objects.all()] == ["Nobody alone", "Mentors again"]
    assert Objective.objects.filter(pk=kept).exists()
    assert not Target.objects.exists() and not Benchmark.objects.exists()


@pytest.mark.parametrize(
    ("said", "field", "words"),
    [
        ({"fit": "101"}, "fit", "Ensure this value is less than or equal to 100."),
        ({"fit": "-1"}, "fit", "Ensure this value is greater than or equal to 0."),
        ({"satisfaction-mentees": "6"}, "satisfaction-mentees", "Ensure this value is less than or equal to 5."),
        ({"objectives": "x" * 301}, "objectives", "Say each objective in 300 letters at most."),
        ({"objectives": "\n".join(map(str, range(13)))}, "objectives", "Name at most 12 objectives."),
        ({"measure": "fit"}, "value", "Write the value."),
        ({"value": "3"}, "source", "Say where the value comes from."),
        ({"source": "Somebody"}, "measure", "Choose what the value is of."),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_saved(said, field, words, programme, mara, signed_in) -> None:
    answer = signed_in(mara).post(reverse("monitoring:targets", args=(programme.pk,)), told(**said))
    assert answer.status_code == 422 and words in answer.context["form"].errors[field]
    assert b"There is a problem" in answer.content
    assert not Objective.objects.exists() and not Target.objects.exists() and not Benchmark.objects.exists()


def test_a_value_of_another_programme_is_not_taken_away(programme, mara, signed_in) -> None:
    other = stories.programme(by=mara, name="Other")
    theirs = evaluating.add_benchmark(other, "fit", Decimal(80), "Somebody", by=mara)
    evaluating.add_benchmark(programme, "fit", Decimal(70), "Somebody", by=mara)
    answer = signed_in(mara).post(reverse("monitoring:targets", args=(programme.pk,)), told(drop=str(theirs.pk)))
    assert answer.status_code == 422 and Benchmark.objects.count() == 2
    evaluating.drop_benchmarks(programme, [theirs.pk], by=mara)
    assert Benchmark.objects.filter(pk=theirs.pk).exists()


def test_a_programme_stands_beside_earlier_ones_that_the_same_manager_runs(mara, signed_in) -> None:
    stranger = stories.manager("other@example.org", "Other Falk")
    years = [records.lived(mara, 1, seed=40 + n, starts_on=date(2020 + n, 9, 1)).programme for n in range(7)]
    records.lived(stranger, 1, seed=60, starts_on=date(2024, 9, 1))
    Programme.objects.update(state="mentoring")
    found = page(signed_in(mara), "comparison", years[5]).context["compared"]
    assert [str(one) for one in found.programmes] == [f"Programme {n}" for n in (45, 44, 43, 42, 41, 40)]
    later = page(signed_in(mara), "comparison", years[6]).context["compared"]
    assert len(later.programmes) == 6 and [measure for measure, _cells, _others in later.rows] == list(MEASURES)
