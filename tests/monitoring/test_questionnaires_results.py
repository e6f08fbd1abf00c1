"""What was answered, counted and in words; who has not answered; and as files in which nothing is a formula."""

import csv
import io

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from monitoring.questionnaires import answering, export, results
from tests import stories
from tests.monitoring.questionnaires import answered, draft, opened, question
from tests.monitoring.test_spreadsheet import cells_of

MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"


def page(row) -> str:
    return reverse("monitoring:questionnaire", args=(row.space.programme.pk, row.pk))


def file(row, shape: str) -> str:
    return reverse("monitoring:questionnaire_answers", args=(row.space.programme.pk, row.pk, shape))


@pytest.mark.django_db
def test_choices_are_counted_words_are_listed_and_who_is_silent_is_named(working_group, mara, nia, ela, signed_in):
    row = opened(working_group.programme, by=mara)
    empty = signed_in(mara).get(page(row)).content.decode()
    assert "Nobody has answered yet." in empty and "Nia Berg" in empty and "Ela Žukaitė" in empty
    answered(
        working_group, row, by=nia, word="A garden", one="2", several=["1", "3"], agreement="4", scale="0", number="7"
    )
    shown = signed_in(mara).get(page(row)).content.decode()
    assert "1 person has answered, 1 not yet." in shown and "A garden" in shown
    parts = results.results(row, results.answers_to(row, mara))
    found = {one.question["type"]: one for part in parts for one in part.results}
    assert [bar.n for bar in found["one"].bars] == [0, 1, 0] and [bar.n for bar in found["several"].bars] == [1, 0, 1]
    assert (found["agreement"].mean, found["scale"].mean, found["number"].mean) == (4, 0, 7)
    assert found["scale"].bars[0].n == 1 and found["yesno"].bars[0].words == "yes"
    answered(working_group, row, by=ela, scale="10")
    parts = results.results(row, results.answers_to(row, mara))
    assert next(one.mean for part in parts for one in part.results if one.question["type"] == "scale") == 5


@pytest.mark.django_db
def test_what_is_begun_and_not_sent_is_nobodys_to_know(working_group, mara, nia, signed_in):
    from documents import pipeline

    row = opened(working_group.programme, by=mara, questions=[question(text="A song?")])
    begun = answering.begin(working_group, row, by=nia)
    pipeline.write(begun, {"part1": {row.questions[0]["key"]: "Not for you yet"}}, by=nia)
    for address in (page(row), file(row, "csv")):
        assert "Not for you yet" not in signed_in(mara).get(address).content.decode()
    assert "Nia Berg" in signed_in(mara).get(page(row)).content.decode().split("Who has not answered")[1]


@pytest.mark.django_db
def test_one_answer_and_ten_cost_the_same_queries(working_group, mara, nia, ela, signed_in):
    row = opened(working_group.programme, by=mara, questions=[question()])
    answered(working_group, row, by=nia)
    counted = []
    for more in (0, 9):
        for n in range(more):
            who = stories.person(f"more{n}@example.org", f"More {n}")
            working_group.space.participations.create(person=who, role="mentee")
            answered(working_group, row, by=who)
        for address in (page(row), file(row, "csv"), file(row, "xlsx")):
            browser = signed_in(mara)
            with CaptureQueriesContext(connection) as queries:
                assert browser.get(address).status_code == 200
            counted.append(len(queries))
    assert counted[:3] == counted[3:]
    assert len(export.rows(row, mara)) == 11


@pytest.mark.django_db
def test_the_files_hold_a_line_for_each_answer_and_only_what_their_reader_may_read(
    working_group, mara, nia, tomas, oto, signed_in
):
    row = opened(working_group.programme, by=mara)
    answered(working_group, row, by=nia, word="=1+1", one="2", several=["1", "3"], number="7")
    answer = signed_in(mara).get(file(row, "csv"))
    assert answer.content.startswith(b"\xef\xbb\xbf") and ".csv" in answer["Content-Disposition"]
    head, line = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    assert head[:4] == ["Name", "Group", "Role", "Sent on"] and len(head) == 13
    assert line[:3] == ["Nia Berg", str(working_group), "mentee"]
    assert line[4:8] == ["'=1+1", "'=1+1", "Coffee", "Tea; Water"] and line[11:] == ["2027-03-04", "7"]
    xlsx = signed_in(mara).get(file(row, "xlsx")).content
    assert cells_of(xlsx)[1] == line
    found = [
        signed_in(person).get(file(row, shape)).status_code for person in (tomas, nia, oto) for shape in export.SHAPES
    ]
    assert found == [403] * 4 + [404] * 2
    assert export.rows(row, tomas)[1:] == [] and len(export.rows(row, mara)) == 2
    assert signed_in(mara).get(file(row, "pdf")).status_code == 404
    assert signed_in(mara).get(file(draft(working_group.programme, by=mara), "csv")).status_code == 404
