"""Answers laid out as words; pure, so nothing here needs a database."""

from dataclasses import replace
from datetime import date

import pytest
from django import forms
from django.template.loader import render_to_string

from documents import kinds
from documents.sheet import digest_of, in_words, lay_out
from documents.templatetags.sheets import answered
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


def test_statements_hold_the_place_on_the_scale_and_the_words() -> None:
    log = kinds.get("reflective-log")
    block = lay_out(log, {"myself": {"listen": "4", "talked": "much", "judging": "gone"}})[1]
    rows = {row["question"]: (row["answer"], "".join(".x"[point] for point in row["points"])) for row in block["rows"]}
    assert rows["I listened well."] == ("4 – agree", "...x.")
    assert rows["How much did I talk?"] == ("too much", "..x")
    assert rows["I did not judge."] == ("gone", ".....")  # as it was typed, at no place
    assert rows["My questions opened something."] == ("", ".....")
    assert block["entries"] == []


def test_what_nobody_has_to_say_is_left_out_until_somebody_says_it() -> None:
    said = {"amendments": [{"version": "2", "what": "Longer sessions", "why": ""}]}
    left_out = [[block["title"] for block in lay_out(kinds.get("contract"), answers) if block.get("is_left_out")]
                for answers in ({}, said)]  # fmt: skip
    assert left_out == [["Code of ethics", "Amendments"], ["Code of ethics"]]
    note = [lay_out(kinds.get("participants"), {"note": {"note": words}})[1] for words in ("", "Ela by video")]
    assert [block.get("is_left_out", False) for block in note] == [True, False]


def test_rules_are_numbered_through_under_headings_and_a_certificate_has_no_weekdays() -> None:
    rules = [{"title": "Respect", "text": "On time"}, {"title": "Respect", "text": "Equal"}]
    ethics = lay_out(kinds.get("contract"), {"ethics": rules})[2]
    assert (ethics["layout"], ethics["clauses"]) == ("rules", rules)
    page = render_to_string("documents/_blocks.html", {"sheet": {"blocks": [ethics]}})
    assert (page.count("Respect"), "1. On time" in page, "2. Equal" in page) == (1, True, True)
    (words,) = lay_out(kinds.get("certificate"), {"words": {"on": "2027-06-30", "ends_on": "soon"}})
    assert (words["words"]["on"], words["words"]["ends_on"]) == ("30 June 2027", "soon")


def test_answers_of_one_entry_look_alike() -> None:
    def looks(**answers: str) -> list[str]:
        entry = [{"question": name, "answer": words, "shape": name.split("_")[0]} for name, words in answers.items()]
        return [line["look"] for line in answered(entry)]

    assert looks(line="short", text_a="short", text_b="", choice="yes") == ["line", "line", "line"]
    assert looks(line="short", line_2="short", text_a="short", text_b="long " * 30) == ["line", "line", "text", "text"]
    assert looks(line="short", text_a="one\ntwo", text_b="short", text_c="short") == ["text"] * 4
    assert looks(tick="Yes", text_a="long " * 30) == ["tick", "text"]


@pytest.mark.parametrize("layout", ["answers", "table", "clauses"])
def test_a_sheet_that_was_sealed_before_these_layouts_is_drawn(layout: str) -> None:
    """Sealed words are kept as they were: without the marks that newer sheets carry."""
    old = {
        "answers": {"entries": [[{"question": "Goal", "answer": "A garden", "shape": "line"}]] * 2},
        "table": {"columns": ["Step", "Who"], "rows": [["A garden", ""]]},
        "clauses": {"clauses": [{"title": "Plan", "text": "A garden"}]},
    }[layout]
    page = render_to_string("documents/_blocks.html", {"sheet": {"blocks": [
        {"layout": layout, "title": "Old", "note": "", **old},
    ]}})  # fmt: skip
    assert "A garden" in page and "Old" in page
    assert ("Old · 2" in page) is (layout == "answers")


def test_rows_of_another_shape_are_passed_over() -> None:
    assert lay_out(kinds.get("group-goals"), {"steps": ["text", None, 3]})[1]["rows"] == []


def test_the_digest_is_of_the_words_and_not_of_their_order() -> None:
    assert digest_of({"a": "ž", "b": 1}) == digest_of({"b": 1, "a": "ž"})
    assert digest_of({"a": "ž"}) != digest_of({"a": "z"})
    assert len(digest_of({})) == 64


def test_a_sparse_table_leaves_out_the_columns_that_say_nothing() -> None:
    class Row(forms.Form):
        number = forms.CharField(label="No.")
        topic = forms.CharField(label="Topic")
        keeper = forms.CharField(label="Keeper")

    rows = [{"number": "1", "topic": ""}, {"number": "2", "topic": "CV", "keeper": ""}]
    section = kinds.Section("rows", "Rows", Row, many=True, layout="table", sparse=True)
    kind = replace(kinds.get("session-plan"), sections=(section,))
    (block,) = lay_out(kind, {"rows": rows})
    assert (block["columns"], block["rows"]) == (["No.", "Topic"], [["1", ""], ["2", "CV"]])
    (empty,) = lay_out(kind, {"rows": []})
    assert empty["columns"] == ["No.", "Topic", "Keeper"]
