"""Tables as files: nothing in them is computed by the program that opens them, and nothing is lost."""

import csv
import io
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st
from openpyxl import load_workbook

from monitoring.spreadsheet import STARTS, Cell, as_csv, as_xlsx, harmless

TABLES = st.lists(st.lists(st.one_of(st.text(max_size=40), st.integers(0, 10**6)), min_size=1, max_size=5), max_size=5)


def cells_of(data: bytes) -> list[list[str]]:
    """What a spreadsheet program reads; every cell is a text or a number, none a formula."""
    (sheet,) = load_workbook(io.BytesIO(data)).worksheets
    assert {cell.data_type for row in sheet.iter_rows() for cell in row} <= {"s", "n", "inlineStr"}
    return [["" if value is None else str(value) for value in row] for row in sheet.iter_rows(values_only=True)]


def said(cell: Cell) -> str:
    """A cell without what no XML can hold; a break of a line is one, however it is written."""
    clean = re.sub("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff\ud800-\udfff]", "", str(cell))
    return re.sub("\r\n?", "\n", clean)


def test_it_is_utf_8_with_a_mark_and_lines_of_windows() -> None:
    assert as_csv([("Mėnuo", "n"), ("Šiauliai, 2026", 3)]) == '\ufeffMėnuo,n\r\n"Šiauliai, 2026",3\r\n'.encode()


def test_a_workbook_holds_texts_and_numbers() -> None:
    (sheet,) = load_workbook(io.BytesIO(as_xlsx([("Mėnuo", "n"), (" Šiauliai ", 3)]))).worksheets
    assert list(sheet.values) == [("Mėnuo", "n"), (" Šiauliai ", 3)]


@given(TABLES)
def test_whatever_people_write_no_cell_is_a_formula_and_none_is_lost(rows) -> None:
    texts = list(csv.reader(io.StringIO(as_csv(rows).decode("utf-8-sig"), newline="")))
    for lines in (texts, cells_of(as_xlsx(rows))):
        assert not any(cell.startswith(STARTS) for line in lines for cell in line)
        for row, line in zip(rows, lines, strict=False):
            assert len(line) >= len(row)
            for cell, read in zip(row, line, strict=False):
                assert said(read) in (said(cell), f"'{said(cell)}")


@pytest.mark.parametrize("start", STARTS)
def test_what_begins_like_a_formula_gets_an_apostrophe(start) -> None:
    assert harmless(f"{start}cmd|' /C calc'!A0").startswith(f"'{start}")
    assert harmless(f"  {start}1").startswith("'") or start.isspace()


@pytest.mark.parametrize("words", ["", "a=b", "7", "−1 – less", "Žukaitė", "'already"])
def test_other_words_stay_as_they_are(words) -> None:
    assert harmless(words) == words
