"""Rows as a file that spreadsheet programs open: CSV and XLSX. Nothing in it is ever taken for a formula. Pure."""

import csv
import io
import re
from collections.abc import Iterable, Sequence

Cell = str | int
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what some program takes for a formula
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CELL_AT_MOST = 32_000  # a cell of a spreadsheet holds 32,767 characters


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet program would reckon instead of show."""
    return f"'{text}" if text.startswith(STARTS) or text.lstrip().startswith(STARTS) else text


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 (RFC 4180) with a mark at its head, or some programs read the letters of other languages wrongly."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_shown(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    """A workbook of one sheet, of texts and whole numbers; its first row stays in sight."""
    from openpyxl import Workbook  # most processes never write one

    book = Workbook(write_only=True)
    sheet = book.create_sheet("1")
    sheet.freeze_panes = "A2"
    for row in rows:
        sheet.append([_shown(cell) for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _shown(cell: Cell) -> Cell:
    return cell if isinstance(cell, int) else harmless(NOT_IN_XML.sub("", cell)[:CELL_AT_MOST])
