"""Paper and web are one: what is filled in in a PDF is what the web form would have been sent."""

import json
from io import BytesIO
from pathlib import Path
from time import process_time
from typing import Any

import page
import pypdfium2
import pytest
from django import forms
from pypdf import PdfReader

from documents import kinds
from documents.blank_forms.layout import lay_out_form, rows_of
from documents.fillable import FIELD, Identity, form_pdf, identity_of, read_back
from documents.forms import Filling, choice, day, line, long_text, number, pick, posted, rating, tick
from documents.kinds import DocumentKind, Parts, Section
from documents.workflows import FILED
from policy.permissions import Role
from tests.answers import complete
from tests.documents.filling import DOCUMENT, HEADING, WORD, fields, filled, identity, questions, values

EVERY = [pytest.param(kind, id=kind.slug) for kind in kinds.every() if not kind.live]
BY_OTHERS = sorted((Path(__file__).parent / "filled").glob("*.pdf"))
AT_MOST = 80_000  # bytes of a blank form


class Row(forms.Form):
    """What a row of a table may ask."""

    what = line("What", required=True)
    how = pick("How", (("well", "very well"), ("Off", "off"), ("n1", "so, so")))


class Every(forms.Form):
    """A question of every shape."""

    name = line("Name", required=True, help_text="As people call you.")
    story = long_text("Story")
    on = day("Day")
    age = number("Age")
    way = choice("Way", (("by bus", "by bus"), ("Off", "on foot")))
    far = rating("Far")
    likes = forms.MultipleChoiceField(
        label="Likes", choices=(("a.b", "tea"), ("c", "milk")), required=False, widget=forms.CheckboxSelectMultiple
    )
    agreed = tick("Agreed")
    key = forms.CharField(widget=forms.HiddenInput, required=False)


EVERYTHING = DocumentKind(
    "everything",
    "Everything",
    "To try every shape.",
    (Section("one", "One", Every), Section("rows", "Rows", Row, many=True, at_least=1, at_most=4, layout="table")),
    FILED,
    Parts(writers=frozenset({Role.MENTEE})),
    "task",
)
ANSWERS: dict[str, Any] = {
    "one": {
        "name": WORD, "story": f"First line\n\n(second) \\ line\nŐrsi\nhttps://example.org/{'very-' * 40}long", "on": "2027-03-04", "age": "30", "way": "Off",
        "far": "4", "likes": ["a.b"], "agreed": True, "key": "k-1",
    },
    "rows": [{"what": "one", "how": "Off"}, {"what": "two", "how": "n1"}],
}  # fmt: skip


@pytest.fixture(scope="module")
def blank() -> bytes:
    """A form with every shape of question."""
    return form_pdf(EVERYTHING, HEADING, fillable=True, identity=identity(EVERYTHING))


@pytest.fixture(scope="module")
def begun() -> bytes:
    """The same with answers in it."""
    return form_pdf(EVERYTHING, HEADING, answers=ANSWERS, fillable=True, identity=identity(EVERYTHING))


@pytest.mark.parametrize("kind", EVERY)
def test_a_form_filled_in_reads_back_as_the_web_form_would(kind: DocumentKind) -> None:
    answers = complete(kind, word=WORD)
    form = form_pdf(kind, HEADING, fillable=True, identity=identity(kind))
    got = fields(filled(form, values(kind, answers)))
    assert identity_of(got) == identity(kind)
    read, web = Filling(kind, data=read_back(kind, got)), Filling(kind, data=posted(kind, answers))
    assert read.is_valid(), [one.errors for one in read.forms if one.errors]
    assert read.answers() == web.answers()
    assert len(form) < AT_MOST


@pytest.mark.parametrize("path", BY_OTHERS, ids=lambda path: path.stem)
def test_what_other_programs_filled_in_reads_back(path: Path) -> None:
    """Files that pdf-lib and pdf.js wrote (see the README beside them); questions that have gone since do not count."""
    kind = kinds.get(path.stem.split(".")[0])
    got, told = fields(path.read_bytes()), json.loads(path.with_suffix("").with_suffix(".json").read_text())
    assert identity_of(got) == identity(kind)
    read, compared = Filling(kind, data=read_back(kind, got)).answers(), 0
    for section in kind.sections:
        rows = [(told.get(section.slug), read[section.slug])]
        for was, now in zip(*rows[0], strict=True) if section.many and rows[0][0] else rows:
            known = (was or {}).keys() & now.keys()
            assert {name: now[name] for name in known} == {name: was[name] for name in known}
            compared += len(known)
    assert compared > 5


def test_files_of_both_programs_are_there() -> None:
    assert {path.suffixes[0] for path in BY_OTHERS} == {".pdf-lib", ".pdfjs"}
    assert {path.stem.split(".")[0] for path in BY_OTHERS} == {"contract", "diary", "personal-goals"}


def test_a_form_begun_and_sent_back_untouched_says_the_same(begun: bytes) -> None:
    assert Filling(EVERYTHING, data=read_back(EVERYTHING, fields(begun))).answers() == ANSWERS


def test_a_form_left_empty_says_nothing(blank: bytes) -> None:
    read = Filling(EVERYTHING, data=read_back(EVERYTHING, fields(blank)))
    assert not read.is_valid()
    assert read.answers() == Filling(EVERYTHING, data=posted(EVERYTHING, {})).answers()


def test_names_in_any_alphabet_are_drawn_into_their_boxes(begun: bytes) -> None:
    document = pypdfium2.PdfDocument(begun)
    document.init_forms()
    document[0].flatten()
    words = document[0].get_textpage().get_text_bounded()
    document.close()
    assert WORD in words and "(second) \\ line" in words and "Őrsi" in words and "2027-03-04" in words


def test_hostile_text_is_kept_as_it_is_and_takes_no_time() -> None:
    story = "\x07\u202e/JS (app.alert) >> endobj " + "x" * 15_000 + "\n" * 900
    answers = {"one": {"name": "<b>\ud800{{ x }}</b>", "story": story}}
    began = process_time()
    form = form_pdf(EVERYTHING, HEADING, answers=answers, fillable=True, identity=identity(EVERYTHING))
    assert process_time() - began < 10
    got = fields(form)
    assert (got["one-story"], got["one-name"]) == (story, "<b>?{{ x }}</b>")
    reader = PdfReader(BytesIO(form))
    packed = reader.get_object(int(reader.trailer["/Size"]) - 2).get_data()  # every dictionary that is no stream
    assert b"/TU" in packed and b"/AcroForm" in packed
    assert not any(word in packed for word in (b"/JS", b"/JavaScript", b"/AA", b"/URI", b"/OpenAction", b"/Launch"))


def test_every_box_is_one_field_with_its_limits_and_a_label(blank: bytes) -> None:
    reader = PdfReader(BytesIO(blank))
    found = reader.get_fields() or {}
    rows = (row.get_object() for row in reader.trailer["/Root"]["/AcroForm"]["/Fields"])
    every = {str(row["/T"]): row for row in rows}
    asked = questions(EVERYTHING)
    several = {option.box for question in asked if question.shape == "several" for option in question.options}
    assert set(found) == {one.name for one in asked if one.shape != "several"} | several | {FIELD}
    assert found["one-name"]["/TU"] == "Name (required). As people call you."
    assert every["one-name"]["/MaxLen"] == 300
    assert found["one-story"]["/Ff"] == 1 << 12 and every["one-story"]["/MaxLen"] == 20_000
    assert set(found["one-far"]["/_States_"]) == {"/1", "/2", "/3", "/4", "/5", "/Off"}
    assert set(found["one-agreed"]["/_States_"]) == {"/Yes", "/Off"}
    assert [words for _value, words in found["rows-0-how"]["/Opt"]] == ["–", "very well", "off", "so, so"]
    assert found[FIELD]["/Ff"] == 1  # read only


def test_radio_buttons_are_listed_under_their_question_alone(blank: bytes) -> None:
    form = PdfReader(BytesIO(blank)).trailer["/Root"]["/AcroForm"]
    groups = [one.get_object() for one in form["/Fields"] if "/Kids" in one.get_object()]
    assert [group["/T"] for group in groups] == ["one-way", "one-far"]
    assert {str(kid.get_object()["/AS"]) for group in groups for kid in group["/Kids"]} == {"/Off"}
    assert not any("/Parent" in one.get_object() for one in form["/Fields"])


@pytest.mark.parametrize("is_fillable", [True, False], ids=["fill", "print"])
def test_a_form_is_tagged_for_everyone(is_fillable: bool, begun: bytes) -> None:
    form = begun
    if not is_fillable:
        form = form_pdf(EVERYTHING, HEADING, answers=ANSWERS, fillable=False, identity=identity(EVERYTHING))
    report = page.validate_pdf_bytes(form, profile="ua1")
    assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    words = " ".join(" ".join(leaf.extract_text() for leaf in PdfReader(BytesIO(form)).pages).split())
    for said in (
        "Name required",
        "Who can read this the mentor",
        "Kept until 31 December 2027",
        f"document {DOCUMENT}",
    ):
        assert said in words
    assert is_fillable or (WORD in words and "Thursday 4 March 2027" in words)


def test_the_same_form_has_the_same_bytes(begun: bytes) -> None:
    assert begun == form_pdf(EVERYTHING, HEADING, answers=ANSWERS, fillable=True, identity=identity(EVERYTHING))


def test_rows_are_left_empty_up_to_the_most_allowed() -> None:
    section = EVERYTHING.sections[1]
    assert [rows_of(section, given) for given in (0, 1, 4)] == [4, 4, 4]
    table = lay_out_form(EVERYTHING, ANSWERS)[-1]
    assert [row[0].value for row in table.rows] == ["one", "two", "", ""]


@pytest.mark.parametrize(
    ("name", "given", "sent"),
    [
        ("one-story", "a\rb\r\nc\nd", ["a\nb\nc\nd"]),
        ("one-story", "\u00fe\u00ff\u0001\u0060", ["Š"]),  # UTF-16 that was taken for Latin-1
        ("one-story", "\ufeff\u001blt\u001bŠ", ["Š"]),
        ("one-story", ["Š"], ["Š"]),
        ("one-story", "  ", []),
        ("one-story", None, []),
        ("one-on", "4.3.2027", ["2027-03-04"]),
        ("one-on", " 2027/3/4 ", ["2027-03-04"]),
        ("one-on", "3/4/2027", ["3 / 4 / 2027"]),  # March or April: to be asked, not guessed
        ("one-on", "next week", ["next week"]),
        ("one-agreed", "/Yes", ["on"]),
        ("one-agreed", "On", ["on"]),
        ("one-agreed", "/Off", []),
        ("one-agreed", "", []),
        ("one-far", "/4", ["4"]),
        ("one-far", "4", ["4"]),
        ("one-far", "4 – agree", ["4"]),
        ("one-far", "/Off", []),
        ("one-far", "9", ["9"]),
        ("one-way", "/n1", ["Off"]),  # a value that no state may be called
        ("one-way", "by bus", ["by bus"]),
        ("one-way", "Off", []),
        ("one-likes=n0", "/Yes", ["a.b"]),
        ("rows-0-how", "very  well", ["well"]),
        ("rows-0-how", ["well"], ["well"]),
        ("rows-0-how", "–", []),
    ],
)
def test_however_a_program_writes_it_down(name: str, given: Any, sent: list[str]) -> None:
    assert read_back(EVERYTHING, {name: given}).getlist(name.split("=")[0]) == sent


def test_a_day_that_can_be_read_two_ways_is_asked_about() -> None:
    read = Filling(EVERYTHING, data=read_back(EVERYTHING, {"one-name": "Nia", "one-on": "3/4/2027"}))
    assert list(read.forms[0].errors) == ["on"]


def test_rows_count_as_far_as_they_are_filled_and_allowed() -> None:
    far = {f"rows-{number}-what": "x" if number in (0, 2, 7) else "" for number in range(9)}
    data = read_back(EVERYTHING, far | {"rows-9999999-what": "x", "elsewhere": "x", "rows-x-what": "x"})
    assert data["rows-TOTAL_FORMS"] == "3"
    assert Filling(EVERYTHING, data=data).answers()["rows"] == [{"what": "x", "how": ""}] * 2
    assert not {"elsewhere", "rows-7-what"} & set(data)


@pytest.mark.parametrize(
    ("said", "found"),
    [
        (f"1 diary 3 {DOCUMENT}", Identity("diary", 3, DOCUMENT)),
        ("1 diary 0 -", Identity("diary")),
        ("\u00fe\u00ff\0001\0 \0d\0 \0000\0 \0-", Identity("d")),
        ("diary", None),
        ("1 diary 3 ../../etc/passwd", None),
        ("", None),
        (None, None),
        (["1 diary 0 -"], Identity("diary")),
    ],
)
def test_a_form_says_which_it_is(said: Any, found: Identity | None) -> None:
    assert identity_of({FIELD: said}) == found
    assert found is None or identity_of({FIELD: str(found)}) == found


def test_fields_of_another_file_are_of_no_form() -> None:
    assert identity_of({"name": "Nia"}) is None
