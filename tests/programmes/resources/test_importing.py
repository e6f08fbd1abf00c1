"""A list comes in line by line: good ones after a yes and once, bad ones with what to do, the rest as it was."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from programmes import imports
from programmes.models import Resource
from programmes.resources import importing, library
from tests.programmes import sheets

pytestmark = pytest.mark.django_db


def judged(programme, by, text: str | bytes) -> list[dict]:
    data = text if isinstance(text, bytes) else text.encode()
    return importing.read(programme, SimpleUploadedFile("list.csv", data), by=by).rows


def test_good_lines_come_in_once_and_bad_ones_stay_out_with_a_reason(programme, mara, signed_in):
    there = Resource(programme=programme, title="There", link="https://example.org/there")
    library.add(there, None, by=mara)
    text = (
        "Title;URL;topic;level;language;minutes;licence;about\n"
        "Prices;https://example.org/prices;money;in depth;Lithuanian;20;CC BY-SA;How to find yours\n"
        "Letters;https://example.org/letters;;;;;GNU FDL;\n"
        "There already;https://example.org/there;;;;;;\n"
        "Twice;https://example.org/prices;;;;;;\n"
        ";https://example.org/no-title;;;;;;\n"
        "No link;see the handbook;cooking;;Klingon;soon;;\n"
    )
    browser = signed_in(mara)
    page = reverse("programmes:resources_import", args=(programme.pk,))
    answer = browser.post(page, {"file": SimpleUploadedFile("list.csv", text.encode())})
    preview = browser.get(answer["Location"]).content.decode()
    for words in (
        "2 resources can be added.",
        "1 is in the library already and stays as it is.",
        "3 lines cannot be used.",
        "The same link stands on line 2 already.",
        "The title is missing.",
        "“cooking” is not known.",
        "Unknown language: Klingon.",
        "The minutes must be a number",
    ):
        assert words in preview
    for _twice in range(2):
        assert browser.post(answer["Location"]).status_code == 302
    assert "This list was taken in already." in browser.get(answer["Location"]).content.decode()
    assert programme.resources.count() == 3
    first = programme.resources.get(title="Prices")
    assert (first.topic, first.level, first.language, first.minutes) == ("money", "depth", "lt", 20)
    assert (first.licence, first.about) == ("by-sa", "How to find yours")
    second = programme.resources.get(title="Letters")
    assert (second.licence, second.licence_words, second.topic, second.language) == ("other", "GNU FDL", "other", "en")


def test_a_spreadsheet_is_read_too(programme, mara):
    data = sheets.xlsx([["title", "link", "minutes"], ["Prices", "https://example.org/prices", 20]])
    (row,) = judged(programme, mara, data)
    assert row["verdict"] == "good" and row["cells"]["minutes"] == 20


@pytest.mark.parametrize(
    ("data", "sentence"),
    [
        (b"", "Missing: title, link"),
        (b"name,mail\nx,y\n", "Missing: link"),
        (b"title,link\n", "no rows below"),
        (b'title,link\n"open', "quotation mark"),
        (b"%PDF-1.7", "not a CSV file"),
        (b"title,link\n" + b"x,https://example.org/\n" * 501, "more than 500 rows"),
        (b"x" * (imports.BYTES_AT_MOST + 1), "larger than 2 MB"),
    ],
    ids=lambda one: one[:12] if isinstance(one, bytes) else "",
)
def test_what_cannot_be_read_says_why(programme, mara, data, sentence):
    with pytest.raises(imports.Unreadable, match=sentence):
        judged(programme, mara, data)


@pytest.mark.parametrize("cell", ["\x00", "x" * 2000, "=HYPERLINK(1)", "\ud7ff", "é"])
def test_no_cell_is_a_fault(programme, mara, cell):
    (row,) = judged(programme, mara, f"title,link,about,licence\n{cell},{cell},{cell},{cell}\n")
    assert row["verdict"] == "bad"  # it is no link
    (row,) = judged(
        programme, mara, b"title,link\n\xff\xfe caf\xe9,https://example.org/\n"[0:14] + b"\xe9,https://a.example/\n"
    )
    assert "not written in UTF-8" in row["reasons"][0]
