"""A file of applicants is judged row by row; nothing in it can break anything."""

import csv
import io

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from programmes import imports
from programmes.imports import COLUMNS, Row, Unreadable
from tests.conftest import PARTICIPANTS

NIA = {"role": "mentee", "name": "Nia Berg", "email": "nia@example.org"}
TOMAS = {"role": "mentor", "name": "Tomas Lind", "email": "tomas@example.org", "capacity": "4"}


def file(*people: dict[str, str], separator: str = ",", columns: tuple[str, ...] = COLUMNS) -> str:
    text = io.StringIO()
    writer = csv.DictWriter(text, columns, delimiter=separator)
    writer.writeheader()
    writer.writerows(people)
    return text.getvalue()


def read(text: str | bytes, known: list[tuple[str, str]] | None = None) -> list[Row]:
    return imports.read(text.encode() if isinstance(text, str) else text, known=known or [])


def judge(**cells: str) -> Row:
    """The verdict on one row: Nia, with some cells said differently."""
    (row,) = read(file({**NIA, **{name.replace("_", " "): value for name, value in cells.items()}}))
    return row


def refusal(data: str | bytes) -> str:
    with pytest.raises(Unreadable) as refused:
        read(data)
    return str(refused.value)


def test_the_participants_of_the_design_come_in_and_the_bad_row_says_why():
    rows = imports.read(PARTICIPANTS.read_bytes(), known=[])
    good = [row for row in rows if row.verdict == "good"]
    assert {role: sum(row.cells["role"] == role for row in good) for role in ("mentee", "mentor")} == {
        "mentee": 60,
        "mentor": 17,
    }
    (bad,) = [row for row in rows if row.verdict == "bad"]
    assert (bad.cells["name"], bad.reasons) == ("Карина Тодорова", ["“.@example.org” is not an e-mail address."])
    assert rows[0].cells == {
        "role": "mentee",
        "name": "Gintarė Gikaraitė",
        "email": "gintare.gikaraite@example.org",
        "languages": ["en", "es"],
        "time zone": "Europe/Madrid",
        "field": "public administration",
        "situation": "newly arrived",
        "experience": "3 years",
        "goals": ["balance work and family"],
        "availability": ["Fri morning", "Thu morning", "Wed evening", "Thu evening", "Wed afternoon"],
        "mode": "blended",
        "capacity": 0,
        "not with": [],
        "place": "",
        "wishes": [],
        "reports to": "",
    }


# the file as a whole


@pytest.mark.parametrize(
    ("header", "missing"),
    [
        ("rolle,name,post", "role, email"),
        ("role;name", "email"),
        ("Nia Berg,nia@example.org,mentee", "role, name, email"),
        (" ", "role, name, email"),
    ],
)
def test_a_wrong_header_is_told_what_is_missing(header, missing):
    said = refusal(f"{header}\nmentee,Nia Berg,nia@example.org\n") if header.strip() else refusal(header)
    assert said == (
        f"The first line must name the columns. Missing: {missing}. "
        "Possible columns: role, name, email, languages, time zone, field, situation, experience, goals, "
        "availability, mode, capacity, not with, place, wishes, reports to."
    )


def test_an_empty_file_has_no_columns():
    assert refusal(b"").startswith("The first line must name the columns. Missing: role, name, email.")


def test_a_header_alone_is_not_enough():
    assert refusal(file()) == "There is a header but no rows below it."
    assert refusal(file() + "\r\n,,,,\r\n  \r\n") == "There is a header but no rows below it."


@pytest.mark.parametrize("separator", [",", ";", "\t"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16"])
@pytest.mark.parametrize("ending", ["\r\n", "\n", "\r"])
def test_every_spreadsheet_s_way_of_saving_is_read(separator, encoding, ending):
    told = {"languages": "Greek; Spanish", "field": "retail, mostly", "situation": "says “so”"}
    text = file({**NIA, **told, "name": "Ελένη Žukaitė"}, TOMAS, separator=separator)
    first, second = read(text.replace("\r\n", ending).encode(encoding))
    assert (first.verdict, second.verdict) == ("good", "good")
    assert {name: first.cells[name] for name in ("name", "languages", "field", "situation")} == {
        "name": "Ελένη Žukaitė",
        "languages": ["el", "es"],
        "field": "retail, mostly",
        "situation": "says “so”",
    }
    assert (first.line, second.line) == (2, 3)


def test_columns_stand_in_any_order_and_case_and_others_are_passed_over():
    (row,) = read("Shoe size, EMAIL ,Name,ROLE\n38,NIA@Example.ORG,  Nia   Berg ,Mentee\n")
    assert row.verdict == "good"
    assert (row.cells["email"], row.cells["name"], row.cells["role"]) == ("nia@example.org", "Nia Berg", "mentee")


def test_blank_lines_are_passed_over_and_counted():
    rows = read("\n\nrole,name,email\n\nmentee,Nia,nia@example.org\n,,\nmentee,Ela,ela@example.org\n")
    assert [(row.line, row.cells["name"], row.verdict) for row in rows] == [(5, "Nia", "good"), (7, "Ela", "good")]


def test_a_line_in_another_encoding_is_bad_and_the_others_go():
    text = file(NIA, {**NIA, "name": "Jörg", "email": "joerg@example.org"}, TOMAS).splitlines(keepends=True)
    data = text[0].encode() + text[1].encode() + text[2].encode("latin-1") + text[3].encode()
    rows = read(data)
    assert [row.verdict for row in rows] == ["good", "bad", "good"]
    assert rows[1].reasons == ["This line is not written in UTF-8. Save the file as “CSV UTF-8” and import it again."]
    assert rows[1].cells["name"] == "J\N{REPLACEMENT CHARACTER}rg"


@pytest.mark.parametrize(
    "data",
    [
        b"PK\x03\x04\x14\x00\x06\x00\x08\x00[Content_Types].xml",
        b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600),
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj",
        b"\x89PNG\r\n\x1a\n\x00\x00\x00\rIHDR",
        b"\xff\xd8\xff\xe0\x00\x10JFIF\x00",
    ],
    ids=["xlsx", "xls", "pdf", "png", "jpeg"],
)
def test_a_file_that_is_no_text_is_told_what_to_do(data):
    assert refusal(data) == ("This is not a CSV file. Open it in your spreadsheet program and save it as “CSV UTF-8”.")


def test_too_many_rows_are_refused():
    people = [{**NIA, "email": f"nia{n}@example.org"} for n in range(2001)]
    assert len(read(file(*people[:2000]))) == 2000
    assert refusal(file(*people)) == "There are more than 2000 rows. Bring people in in several parts."


def test_a_huge_file_is_refused_before_it_is_read():
    assert refusal(file({**NIA, "situation": "x" * 10_000_000})) == (
        "The file is larger than 2 MB. Split it, or check that it is the right one."
    )


def test_a_huge_cell_is_refused_with_its_line():
    assert refusal(file(TOMAS, {**NIA, "situation": "x" * 1_000_000})) == (
        "The row that begins on line 3 has a quotation mark that is not closed, or a huge cell."
    )


def test_an_open_quotation_mark_is_found_on_the_line_where_it_opens():
    assert refusal('role,name,email\nmentee,Ela,e@example.org\nmentee,"Nia,n@example.org\nmentee,O,o@example.org') == (
        "The row that begins on line 3 has a quotation mark that is not closed, or a huge cell."
    )


# row by row


def test_the_same_address_twice_in_whatever_case_counts_once():
    rows = read(file(NIA, TOMAS, {**NIA, "email": "NIA@Example.Org"}, {**TOMAS, "email": "nia@example.org"}))
    assert [row.verdict for row in rows] == ["good", "good", "bad", "good"], "mentor and mentee are two applications"
    assert rows[2].reasons == ["The same address stands on line 2 already."]


def test_whoever_is_in_the_programme_already_is_known():
    rows = read(file({**NIA, "email": "NIA@example.org"}, TOMAS), [("mentee", "nia@example.org")])
    assert [row.verdict for row in rows] == ["known", "good"]


@pytest.mark.parametrize(
    "name",
    [
        "Ελένη Παπαδοπούλου",
        "Карина Тодорова",
        "محمد علی",
        "李小龍",
        "ภาณุ",
        "O’Neill-Žukaitė",
        "Þórunn Æsa",
        "🦊",
        "x" * 150,
    ],
)
def test_a_name_may_be_written_in_any_alphabet(name):
    row = judge(name=name)
    assert (row.verdict, row.cells["name"]) == ("good", name)


@pytest.mark.parametrize(
    ("cells", "reasons"),
    [
        ({"name": ""}, ["The name is missing."]),
        ({"name": "x" * 300}, ["The name is longer than 150 characters."]),
        ({"name": "x" * 1001}, ["“name” is too long or holds characters that are no text."]),
        ({"name": "Nia\x00Berg"}, ["“name” is too long or holds characters that are no text."]),
        ({"email": ""}, ["“” is not an e-mail address."]),
        ({"email": "nia"}, ["“nia” is not an e-mail address."]),
        ({"role": "friend"}, ["The role must be mentor or mentee, not “friend”."]),
        ({"role": ""}, ["The role is missing: write mentor or mentee, or say what all of them are."]),
        ({"languages": "English; Klingon; Elvish"}, ["Unknown language: Klingon, Elvish. Write English names."]),
        (
            {"time_zone": "Vilnius"},
            ["“Vilnius” is not a time zone. Write it like Europe/Vilnius."],
        ),
        ({"time_zone": "../../etc/passwd"}, ["“../../etc/passwd” is not a time zone. Write it like Europe/Vilnius."]),
        ({"availability": "Tue evening; Tuesday night"}, ["Unknown time: Tuesday night. Write it like “Tue evening”."]),
        ({"mode": "by letter"}, ["The mode must be one of: face-to-face, online, blended."]),
        ({"field": "x" * 101}, ["“xxxxxxxxxxxxxxxxxxxx…” is longer than 100 characters."]),
    ],
)
def test_a_cell_that_makes_no_sense_is_named(cells, reasons):
    row = judge(**cells)
    assert (row.verdict, row.reasons[: len(reasons)]) == ("bad", reasons)


@pytest.mark.parametrize(
    "capacity", ["0", "31", "abc", "999", "-1", "²", "١٢", "1.5", "0000000051", "000000005" + "1" * 900]
)
def test_a_capacity_is_a_plain_number_from_1_to_30(capacity):
    (row,) = read(file({**TOMAS, "capacity": capacity}))
    assert (
        row.reasons
        == [
            "The capacity must be a number from 1 to 30.",
            "A mentor needs a capacity: how many mentees, 1 to 30.",
        ][: len(row.reasons)]
    )
    assert (row.verdict, row.cells["capacity"]) == ("bad", 0)


def test_only_a_mentor_needs_a_capacity():
    assert judge(capacity="").verdict == "good"
    (row,) = read(file({**TOMAS, "capacity": ""}))
    assert row.reasons == ["A mentor needs a capacity: how many mentees, 1 to 30."]


def test_a_name_with_an_unquoted_separator_is_not_read_as_something_else():
    (row,) = read("role,email,name\nmentee,nia@example.org,Berg, Nia\n")
    assert row.reasons == ["There are more cells than columns. Put a text with a separator in quotation marks."]


def test_a_short_row_is_a_row_with_empty_cells():
    (row,) = read("role,name,email,languages\nmentee,Nia,nia@example.org\n")
    assert (row.verdict, row.cells["languages"]) == ("good", [])


# anything at all

UNSAFE = st.text(st.characters(codec="utf-8", exclude_categories=()), max_size=30)


def holds(data: bytes) -> None:
    """Whatever the bytes: rows that can be kept, or a sentence."""
    try:
        rows = imports.read(data, known=[])
    except Unreadable:
        return
    for row in rows:
        kept = str(row.as_json())
        kept.encode()  # no half characters
        assert "\\x00" not in kept and "\x00" not in kept
        assert row.verdict in ("good", "bad")
        assert row.reasons or (row.cells["name"] and row.cells["role"] in ("mentor", "mentee"))


@given(st.binary(max_size=300))
@example(b"\xff\xfe\x00")
@example(b"\xef\xbb\xbf")
@example(b"\xff\xfer\x00o\x00l\x00e\x00\x00\xd8")
def test_no_bytes_break_it(data):
    holds(data)


@given(
    st.lists(st.lists(UNSAFE | st.sampled_from(["mentee", "a@example.org", '"', "x" * 200]), max_size=5), max_size=4)
)
@settings(max_examples=200)
def test_no_table_breaks_it(rows):
    holds(b"role,name,email,capacity,languages\n" + "\n".join(",".join(row) for row in rows).encode())


@given(st.binary(max_size=200))
def test_no_bytes_below_a_right_header_break_it(data):
    holds(b"role;name;email;mode;not with\nmentee;" + data)
