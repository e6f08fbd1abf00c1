"""People are read from pasted lines, from CSV and from XLSX, and all three mean the same."""

import csv
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from documents.opening import tables
from programmes import imports
from programmes.arriving import pasting, reading, sheets
from programmes.models import Import, Programme
from tests.conftest import PARTICIPANTS
from tests.programmes import sheets as made

pytestmark = pytest.mark.django_db
INA = {"role": "mentee", "name": "Ina Mäkelä", "email": "ina@example.org"}


def told(batch: Import) -> list[tuple[str, dict]]:
    """Verdict and what every way of bringing people in can say."""
    return [(row["verdict"], {name: row["cells"][name] for name in INA}) for row in batch.rows]


def as_xlsx(rows) -> SimpleUploadedFile:
    return SimpleUploadedFile("people.csv", made.xlsx(rows))  # what it is called decides nothing


@pytest.mark.parametrize(
    "text",
    [
        "Ina Mäkelä\tina@example.org\tmentee",
        "Ina Mäkelä, ina@example.org, Mentee",
        "\n\nMentee; INA@example.org; Ina Mäkelä\n",
        "E-Mail;Full name;Role\nina@example.org;Ina Mäkelä;mentee",
        'Name,Email,Role\n"Ina Mäkelä",ina@example.org,mentee\n',
    ],
)
def test_lines_are_read_as_spreadsheets_and_people_write_them(programme, mara, text):
    assert told(reading.read_pasted(programme, text, by=mara)) == [("good", INA)]


def test_a_role_for_all_fills_in_only_where_none_is_written(programme, mara):
    text = "Ina Mäkelä, ina@example.org\nUla Ó Briain, ula@example.org, mentor"
    assert [row["verdict"] for row in reading.read_pasted(programme, text, by=mara).rows] == ["bad", "good"]
    found = reading.read_pasted(programme, text, by=mara, role="mentee")
    assert [(row["verdict"], row["cells"]["role"]) for row in found.rows] == [("good", "mentee"), ("good", "mentor")]


def test_what_lines_do_not_say_is_taken_from_the_programme(programme, mara):
    text = "Ina, ina@example.org, mentee\nUla, ula@example.org, mentor"
    ina, ula = (row["cells"] for row in reading.read_pasted(programme, text, by=mara).rows)
    assert (ina["languages"], ina["time zone"], ina["capacity"]) == (["en", "lt"], "Europe/Vilnius", 0)
    assert ula["capacity"] == programme.group_at_most


@pytest.mark.parametrize(
    ("line", "reason"),
    [
        ("Ina", "“” is not an e-mail address."),
        ("Ina, ina at example.org, mentee", "“ina at example.org” is not an e-mail address."),
        ("Ina, ina@example.org, queen", "The role must be mentor or mentee, not “queen”."),
        ("Ina www.casino.example, ina@example.org, mentee", "Write only the name here, as in “Rasa Petraitytė”."),
        ("Mäkelä, Ina, ina@example.org, mentee", "There are more cells than columns."),
    ],
)
def test_a_line_that_cannot_be_used_says_why_and_the_others_go(programme, mara, line, reason):
    found = reading.read_pasted(programme, f"{line}\nEla, ela@example.org, mentee", by=mara)
    assert [row["verdict"] for row in found.rows] == ["bad", "good"]
    assert reason in " ".join(found.rows[0]["reasons"])


def test_the_example_list_comes_in_whole_from_csv_xlsx_and_paste(programme, mara):
    text = PARTICIPANTS.read_text()
    sheet = as_xlsx(csv.reader(text.splitlines()))
    batches = [
        reading.read_file(programme, SimpleUploadedFile("people.csv", text.encode()), by=mara),
        reading.read_file(programme, sheet, by=mara),
        reading.read_pasted(programme, text, by=mara),
    ]
    first, *others = ([(row["verdict"], row["cells"]) for row in batch.rows] for batch in batches)
    assert [verdict for verdict, _cells in first].count("good") == 77
    assert others == [first, first]


def test_formulas_are_values_and_numbers_are_words(programme, mara):
    rows = [
        ("name", "email", "role", "capacity", "field"),
        ("Ula", "ula@example.org", "mentor", 3.0, '=WEBSERVICE("https://example.net")'),
    ]
    (row,) = reading.read_file(programme, as_xlsx(rows), by=mara).rows
    assert (row["verdict"], row["cells"]["capacity"], row["cells"]["field"]) == ("good", 3, "")


@pytest.mark.parametrize(
    "spoil", [made.bomb, made.entities, lambda data: data[:-80]], ids=["bomb", "entities", "cut off"]
)
def test_a_hostile_spreadsheet_is_refused_by_the_child(spoil):
    with pytest.raises(imports.Unreadable, match="This spreadsheet"):
        sheets.rows_of(spoil(made.xlsx(made.PEOPLE)))


def test_a_bomb_that_lies_about_its_size_is_refused(programme):
    assert b'"refused"' in tables.answer_about(made.lying(made.xlsx(made.PEOPLE)), 10, 100)


def test_too_many_rows_and_a_wide_sheet_are_bounded():
    wide = [("name", "email", "role", *["x"] * 90), *[("Ina", "i@example.org", "mentee")] * 30]
    found = tables.opened(made.xlsx(wide), 10, 100)
    assert (len(found), len(found[0][1])) == (11, tables.COLUMNS)


def test_what_was_pasted_comes_back_to_be_corrected(programme, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:import", args=(programme.pk,))
    preview = manager.post(address, {"pasted": "Ina; no address", "role": "mentee"})
    assert f"{address}?from=" in manager.get(preview.url).content.decode()
    back = f"{address}?from={Import.objects.get().pk}"
    assert "Ina; no address</textarea>" in manager.get(back).content.decode()
    assert "Ina; no address" not in manager.get(f"{address}?from=nonsense").content.decode()
    both = manager.post(address, {"pasted": "Ina; no address", "file": BytesIO(b"x")}).content.decode()
    assert "Paste lines or choose a file, not both." in both and "Ina; no address</textarea>" in both


def test_nothing_but_a_header_gets_a_sentence(programme: Programme, mara):
    assert list(pasting.rows_of("\n")) == [(0, ["name", "email", "role"])]
    with pytest.raises(imports.Unreadable, match="There is a header but no rows below it."):
        reading.read_pasted(programme, "name\temail\trole\n", by=mara)
