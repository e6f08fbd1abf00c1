"""Answers laid out as words; pure, so nothing here needs a database."""

from datetime import date

import pytest
from django import forms

from documents import kinds
from documents.sheet import digest_of, in_words, lay_out
from tests.answers import complete

CHOICE = forms.ChoiceField(choices=(("not", "not started"), ("fully", "reached")))
MANY = forms.MultipleChoiceField(choices=(("cv", "write a CV"), ("time", "time")))


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        (forms.CharField(), "Small steps", "Small steps"),
        (forms.CharField(required=False), None, ""),
        (forms.CharField(max_length=3), "too long", "too long"),
        (forms.DateField(), "2026-03-04", "Wednesday 4 March 2026"),
        (forms.DateField(), "next week", "next week"),
        (forms.DateField(), date(2026, 3, 4), "Wednesday 4 March 2026"),
        (forms.TimeField(), "18:00", "18:00"),
        (forms.IntegerField(), "60", "60"),
        (forms.BooleanField(required=False), True, "Yes"),
        (forms.BooleanField(required=False), False, "No"),
        (CHOICE, "fully", "reached"),
        (CHOICE, "gone", "gone"),
        (CHOICE, "", ""),
        (MANY, ["cv", "time"], "write a CV; time"),
        (MANY, ["gone"], "gone"),
        (MANY, None, ""),
    ],
)
def test_an_answer_in_words(field: forms.Field, value: object, words: str) -> None:
    assert in_words(field, value) == words


@pytest.mark.parametrize("kind", kinds.every(), ids=lambda kind: kind.slug)
def test_every_answer_stands_in_the_sheet(kind: kinds.DocumentKind) -> None:
    blocks = lay_out(kind, complete(kind, word="a quiet walk"))
    assert [block["title"] for block in blocks] == [str(section.title) for section in kind.sections]
    assert [block["layout"] for block in blocks] == [section.layout for section in kind.sections]
    texts = sum(
        isinstance(field, forms.CharField) and type(field) is forms.CharField
        for section in kind.sections
        for field in section.form().fields.values()
    )
    assert str(blocks).count("a quiet walk") >= texts > 0


def test_an_empty_draft_has_all_its_questions() -> None:
    goals = kinds.get("personal-goals")
    areas, many, steps, expectations, _review = lay_out(goals, {})
    assert [one["question"] for one in areas["entries"][0]] == ["I would like to work on", "Something of my own"]
    assert (many["entries"], steps["rows"]) == ([], [])
    assert [one["answer"] for one in expectations["entries"][0]] == ["", ""]


def test_rows_of_another_shape_are_passed_over() -> None:
    assert lay_out(kinds.get("group-goals"), {"steps": ["text", None, 3]})[1]["rows"] == []


def test_the_digest_is_of_the_words_and_not_of_their_order() -> None:
    assert digest_of({"a": "ž", "b": 1}) == digest_of({"b": 1, "a": "ž"})
    assert digest_of({"a": "ž"}) != digest_of({"a": "z"})
    assert len(digest_of({})) == 64
