"""Rows as a file that spreadsheet programs open: CSV and XLSX. Nothing in it is ever taken for a formula."""

import csv
import io
import re
import zipfile
from collections.abc import Iterable, Sequence
from xml.sax.saxutils import escape

Cell = str | int
STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")  # what some program takes for a formula
NOT_IN_XML = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
CELL_AT_MOST = 32_000  # a cell of a spreadsheet holds 32,767 characters

_HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
_OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
_MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_PACKAGE = "http://schemas.openxmlformats.org/package/2006"
_TYPE = "application/vnd.openxmlformats-officedocument.spreadsheetml"
_PARTS = {
    "[Content_Types].xml": f'{_HEAD}<Types xmlns="{_PACKAGE}/content-types">'
    '<Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/>'
    '<Default Extension="xml" ContentType="application/xml"/>'
    f'<Override PartName="/xl/workbook.xml" ContentType="{_TYPE}.sheet.main+xml"/>'
    f'<Override PartName="/xl/worksheets/sheet1.xml" ContentType="{_TYPE}.worksheet+xml"/></Types>',
    "_rels/.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/officeDocument" Target="xl/workbook.xml"/></Relationships>',
    "xl/workbook.xml": f'{_HEAD}<workbook xmlns="{_MAIN}" xmlns:r="{_OFFICE}"><sheets>'
    '<sheet name="1" sheetId="1" r:id="rId1"/></sheets></workbook>',
    "xl/_rels/workbook.xml.rels": f'{_HEAD}<Relationships xmlns="{_PACKAGE}/relationships">'
    f'<Relationship Id="rId1" Type="{_OFFICE}/worksheet" Target="worksheets/sheet1.xml"/></Relationships>',
}


def harmless(text: str) -> str:
    """The text with an apostrophe before it where a spreadsheet program would reckon instead of show."""
    return f"'{text}" if text.startswith(STARTS) or text.lstrip().startswith(STARTS) else text


def as_csv(rows: Iterable[Sequence[Cell]]) -> bytes:
    """UTF-8 with a mark at its head, by which spreadsheet programs know it."""
    out = io.StringIO(newline="")
    csv.writer(out).writerows([[_shown(cell) for cell in row] for row in rows])
    return out.getvalue().encode("utf-8-sig")


def as_xlsx(rows: Iterable[Sequence[Cell]]) -> bytes:
    """One sheet of texts and whole numbers: the few parts of the format (ECMA-376) that these need."""
    out = io.BytesIO()
    lines = "".join(f"<row>{''.join(_cell(cell) for cell in row)}</row>" for row in rows)
    sheet = f'{_HEAD}<worksheet xmlns="{_MAIN}"><sheetData>{lines}</sheetData></worksheet>'
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as file:
        for name, text in {**_PARTS, "xl/worksheets/sheet1.xml": sheet}.items():
            file.writestr(name, text)
    return out.getvalue()


def _shown(cell: Cell) -> Cell:
    return cell if isinstance(cell, int) else harmless(NOT_IN_XML.sub("", cell)[:CELL_AT_MOST])


def _cell(cell: Cell) -> str:
    shown = _shown(cell)
    if isinstance(shown, int):
        return f"<c><v>{shown}</v></c>"
    return f'<c t="inlineStr"><is><t xml:space="preserve">{escape(shown, {chr(13): "&#13;"})}</t></is></c>'
