"""All sections of a kind as one form: nothing that was typed is lost, whatever it is."""

import pytest
from django import forms
from django.http import QueryDict

from documents.forms import BLANK_ROWS, PLACE, TEXT_AT_MOST, Filling, line, long_text, posted
from documents.kinds import DocumentKind, Parts, Section
from documents.workflows import FILED


class Step(forms.Form):
    step = line("Step", required=True)
    done = forms.BooleanField(label="Done", required=False)


class Talk(forms.Form):
    text = long_text("Text", required=True)
    areas = forms.MultipleChoiceField(label="Areas", choices=(("cv", "CV"), ("talk", "Talking")), required=False)
    day = forms.DateField(label="Day", required=False)


KIND = DocumentKind(
    slug="notes",
    title="Notes",
    purpose="Notes.",
    sections=(Section("talk", "Talk", Talk), Section("steps", "Steps", Step, many=True, at_least=1, at_most=3)),
    workflow=FILED,
    parts=Parts(writers=frozenset()),
    stage="task",
)
ANSWERS = {
    "talk": {"text": "We talked.", "areas": ["cv", "talk"], "day": "2026-03-04"},
    "steps": [{"step": "Call", "done": True}, {"step": "Write", "done": False}],
}


def sent(**changes: object) -> QueryDict:
    """The complete answers as a browser sends them, with changes."""
    data = posted(KIND, ANSWERS)
    for name, value in changes.items():
        data.setlist(name.replace("__", "-"), value if isinstance(value, list) else [str(value)])
    return data


def test_what_was_sent_comes_back_as_answers() -> None:
    filling = Filling(KIND, data=sent())
    assert filling.is_valid()
    assert filling.answers() == ANSWERS


def test_an_unbound_one_shows_the_answers_and_blank_rows() -> None:
    filling = Filling(KIND, ANSWERS)
    assert filling.answers() == ANSWERS
    assert [len(filled.forms) for filled in filling] == [1, 3]
    assert len(Filling(KIND, {}).sections[1].forms) == 1 + BLANK_ROWS


def test_a_row_left_empty_is_dropped() -> None:
    filling = Filling(KIND, data=sent(**{"steps__0__step": "", "steps__0__done": []}))
    assert filling.answers()["steps"] == [{"step": "Write", "done": False}]
    assert filling.is_valid()


def test_a_row_half_filled_is_kept_and_not_valid() -> None:
    filling = Filling(KIND, data=sent(steps__1__step="", steps__1__done="on"))
    assert not filling.is_valid()
    assert filling.answers()["steps"][1] == {"step": "", "done": True}


def test_fewer_rows_than_needed_and_more_than_allowed_are_refused() -> None:
    none = sent(steps__TOTAL_FORMS=1, steps__0__step="", steps__0__done=[])
    assert not Filling(KIND, data=none).is_valid()
    many = sent(steps__TOTAL_FORMS=5, **{f"steps__{n}__step": f"Step {n}" for n in range(5)})
    assert not Filling(KIND, data=many).is_valid()
    assert len(Filling(KIND, data=many).answers()["steps"]) == 3


def test_text_may_have_twenty_thousand_characters_and_not_one_more() -> None:
    assert TEXT_AT_MOST == 20_000
    assert Filling(KIND, data=sent(talk__text="ž" * 20_000)).is_valid()
    long = Filling(KIND, data=sent(talk__text="ž" * 20_001))
    assert not long.is_valid()
    assert long.forms[0].errors == {
        "text": ["Ensure this value has at most 20000 characters (it has 20001)."],
    }
    assert long.answers()["talk"]["text"] == "ž" * 20_001


def test_a_draft_keeps_what_does_not_fit_its_field() -> None:
    filling = Filling(KIND, data=sent(talk__day="next week", talk__areas=["cv", "no such area"]))
    assert not filling.is_valid()
    assert filling.answers()["talk"] == {"text": "We talked.", "areas": ["cv", "no such area"], "day": "next week"}
    assert [form["day"].value() for form in Filling(KIND, filling.answers()).forms[:1]] == ["next week"]


def test_no_nul_is_kept_and_lines_end_in_one_way() -> None:
    found = Filling(KIND, data=sent(talk__text="a\x00b\r\nc", talk__areas=["c\x00v"])).answers()["talk"]
    assert (found["text"], found["areas"]) == ("ab\nc", ["cv"])


def test_a_broken_form_of_rows_is_not_valid_and_breaks_nothing() -> None:
    data = sent(steps__TOTAL_FORMS="many")
    assert not Filling(KIND, data=data).is_valid()


@pytest.mark.parametrize("given", [None, {}, {"talk": None, "steps": None}, {"gone": {"x": "y"}}])
def test_answers_of_another_shape_show_an_empty_form(given: dict | None) -> None:
    """A kind may have changed since the draft was written."""
    assert Filling(KIND, given).answers() == {"talk": {"text": "", "areas": "", "day": ""}, "steps": []}


class Clause(forms.Form):
    text = line("Text", required=True)


ORDERED = DocumentKind(
    slug="ordered",
    title="Ordered",
    purpose="Ordered.",
    sections=(Section("rows", "Rows", Clause, many=True, at_most=9, ordered=True),),
    workflow=FILED,
    parts=Parts(writers=frozenset()),
    stage="task",
)


@pytest.mark.parametrize(
    ("places", "order"),
    [
        ({}, "abcd"),
        ({3: "1"}, "dabc"),
        ({0: "4"}, "bcda"),
        ({0: "99"}, "bcda"),
        ({1: "3"}, "acbd"),
        ({2: "2"}, "acbd"),
        ({0: "2", 1: "1"}, "bacd"),
        ({0: "first", 1: "0", 2: "-1", 3: "4"}, "abcd"),
    ],
)
def test_rows_are_moved_by_naming_a_place(places: dict[int, str], order: str) -> None:
    data = posted(ORDERED, {"rows": [{"text": text} for text in "abcd"]})
    for row, place in places.items():
        data[f"rows-{row}-{PLACE}"] = place
    found = Filling(ORDERED, data=data).answers()["rows"]
    assert ["".join(row["text"] for row in found), {tuple(row) for row in found}] == [order, {("text",)}]


def test_a_place_alone_makes_no_row_and_a_wrong_one_is_named() -> None:
    data = posted(ORDERED, {"rows": [{"text": "a"}, {"text": ""}]})
    data[f"rows-1-{PLACE}"] = "1"
    assert Filling(ORDERED, data=data).is_valid()
    assert Filling(ORDERED, data=data).answers() == {"rows": [{"text": "a"}]}
    data[f"rows-0-{PLACE}"] = "0"
    assert not Filling(ORDERED, data=data).is_valid()
    assert [filled.forms[0][PLACE].value() for filled in Filling(ORDERED, {"rows": [{"text": "a"}]})] == [None]
