"""A table as a file: nothing in it is computed by the program that opens it."""

import csv
import io

from hypothesis import given
from hypothesis import strategies as st

from monitoring.spreadsheet import BOM, FORMULA, written


def read(data: bytes) -> list[list[str]]:
    assert data.startswith(BOM.encode())
    return list(csv.reader(io.StringIO(data.decode("utf-8-sig"), newline="")))


def test_it_is_utf_8_with_a_mark_and_lines_of_windows() -> None:
    assert written(("Mėnuo", "n"), [("Šiauliai, 2026", "3")]) == '\ufeffMėnuo,n\r\n"Šiauliai, 2026",3\r\n'.encode()


def test_what_begins_like_a_formula_is_text() -> None:
    cells = ["=1+1", "+1", "-1", "@sum", "\tx", "\rx", "−1 – less", "1"]
    assert read(written(["x"], [cells]))[1] == ["'=1+1", "'+1", "'-1", "'@sum", "'\tx", "'\rx", "−1 – less", "1"]


@given(st.lists(st.lists(st.text(st.characters(exclude_categories=["Cs"])), min_size=2, max_size=2), max_size=5))
def test_no_cell_is_computed_and_none_is_lost(rows: list[list[str]]) -> None:
    found = read(written(("a", "b"), rows))[1:]
    assert not any(cell.startswith(FORMULA) for row in found for cell in row)
    assert [[cell.removeprefix("'") for cell in row] for row in found] == [
        [cell.removeprefix("'") for cell in row] for row in rows
    ]
