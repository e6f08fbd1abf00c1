"""The table of applications: what it is asked for, what it may say of scores, and what it costs."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from policy.permissions import Action, Role
from programmes.models import Application
from programmes.selecting import noting, scoring, table
from tests import stories
from tests.programmes.test_importing import add_people, batch

pytestmark = pytest.mark.django_db


def give(row, n: int, by) -> None:
    scoring.give(row, dict.fromkeys(("need", "goals", "will", "time"), n), by=by)


def names(programme, by, **said: str) -> list[str]:
    return [row.person.name.split()[0] for row in table.page_of(programme, said, 1, by=by)]


def test_every_filter_finds_its_own(programme, nia_row, ela_row, tomas, mara):
    stories.application(programme, tomas, Role.MENTOR, by=mara, languages=["lt"], field="Logistics", goals=["Žodžiai"])
    noting.note(ela_row, Action.RESERVE, seen=0, by=mara)
    assert names(programme, mara, role="mentor") == names(programme, mara, state="selected") == ["Tomas"]
    assert names(programme, mara, language="lt") == names(programme, mara, field="logi") == ["Tomas"]
    assert names(programme, mara, goal="Žodž") == ["Tomas"] and names(programme, mara, goal="digital") == ["Ela", "Nia"]
    assert names(programme, mara, q="ia b") == ["Nia"]
    assert names(programme, mara, noted="any") == names(programme, mara, noted="reserve") == ["Ela"]
    assert names(programme, mara, noted="none") == ["Nia"]
    assert names(programme, mara, order="date")[0] == "Tomas"


def test_neither_order_nor_filter_tells_of_scores_that_are_not_to_be_seen(programme, nia_row, ela_row, mara, rasa):
    give(nia_row, 4, mara)
    give(ela_row, 1, mara)
    assert names(programme, mara, order="score") == ["Nia", "Ela"]
    assert names(programme, rasa, order="score") == ["Ela", "Nia"], "by name, as if there were none"
    assert [row.score_words for row in table.page_of(programme, {}, 1, by=rasa)] == ["", ""]
    assert names(programme, rasa, scores="not-mine") == ["Ela", "Nia"]
    give(nia_row, 2, rasa)
    assert names(programme, rasa, scores="differ") == ["Nia"] and names(programme, rasa, scores="not-mine") == ["Ela"]
    assert names(programme, rasa, order="score") == ["Nia", "Ela"]


def test_a_hundred_cost_as_many_queries_as_one(programme, mara, rasa, signed_in):
    address, browser = reverse("programmes:people", args=(programme.pk,)), signed_in(mara)

    def cost() -> int:
        with CaptureQueriesContext(
            connection,
        ) as asked:
            assert browser.get(f"{address}?order=score").status_code == 200
        return len(asked)

    add_people(batch(programme, "role,name,email\nmentee,Ada,ada@example.org", by=mara), by=mara)
    cost()
    one = cost()
    lines = [f"mentee,Person {n:03},p{n}@example.org" for n in range(100)]
    add_people(batch(programme, "\n".join(["role,name,email", *lines]), by=mara), by=mara)
    for row in Application.objects.all()[:20]:
        give(row, 2, rasa)
        give(row, 4, mara)
    assert cost() == one <= 12


def test_what_makes_no_sense_in_the_address_is_passed_over(programme, nia_row, mara, signed_in):
    address, browser = reverse("programmes:people", args=(programme.pk,)), signed_in(mara)
    for query in ("?order=²&scores=zq&noted=x&language=xx", f"?q={'x' * 500}", "?goal=%00&page=-1", "?field=%25"):
        answer = browser.get(f"{address}{query}")
        assert answer.status_code == 200
    assert "Nia Berg" in browser.get(f"{address}?order=²&scores=zq").content.decode()
    assert "Nobody is like that." in browser.get(f"{address}?q=zzz").content.decode()
