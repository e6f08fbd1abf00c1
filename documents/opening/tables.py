"""The child that opens a spreadsheet: an XLSX file comes in, the cells of its first filled sheet go out as text.

Formulas are never evaluated: what a cell showed when the file was saved is its value. Like ``child``, it knows no
Django, limits itself, reads one file from stdin and answers on stdout.
"""

import io
import logging
import re
import sys
import zipfile
from collections.abc import Iterator
from datetime import date, datetime
from typing import Any

from .child import limit
from .protocol import Refused, pack

UNPACKED = 48 * 1024 * 1024  # bytes that all parts of the file may become together
PARTS = 500
ROWS_LOOKED_AT = 100_000
COLUMNS = 60
ENTITIES = re.compile(rb"<!(DOCTYPE|ENTITY)", re.I)


def main() -> None:
    """Read one file from stdin and answer on stdout. A limit that is hit kills the process: that is an answer too."""
    limit()
    logging.disable()
    data = sys.stdin.buffer.read()
    rows_at_most, cell_at_most = (int(said) for said in data[:20].split())
    sys.stdout.buffer.write(answer_about(data[20:], rows_at_most, cell_at_most))


def answer_about(data: bytes, rows_at_most: int, cell_at_most: int) -> bytes:
    """What to answer about a file: ``rows``, each with its line and its cells, or the code of why not."""
    try:
        return pack({"rows": opened(data, rows_at_most, cell_at_most)})
    except Refused as reason:
        return pack({"refused": str(reason)})
    except MemoryError:
        return pack({"refused": "memory"})
    except Exception:  # whatever the library trips over, the file is not sound
        return pack({"refused": "damaged"})


def opened(data: bytes, rows_at_most: int, cell_at_most: int) -> list[tuple[int, list[str]]]:
    """Line and cells of each row that is not blank, one more than ``rows_at_most`` at the most; raises ``Refused``."""
    _look_through(data)
    from openpyxl import load_workbook

    book = load_workbook(io.BytesIO(data), read_only=True, data_only=True, keep_links=False)
    for sheet in book.worksheets:
        if found := list(_rows(sheet, rows_at_most, cell_at_most)):
            return found
    return []


def _look_through(data: bytes) -> None:
    """Refuse what would become too large, and what tells of more than cells, before anything is unpacked for good."""
    with zipfile.ZipFile(io.BytesIO(data)) as parts:
        inside = parts.infolist()
        if len(inside) > PARTS or sum(part.file_size for part in inside) > UNPACKED:
            raise Refused("memory")
        if any(part.flag_bits & 0x1 for part in inside):
            raise Refused("encrypted")
        if "xl/workbook.xml" not in parts.namelist():
            raise Refused("type")
        for part in inside:
            if part.filename.endswith((".xml", ".rels")):
                with parts.open(part) as text:
                    if ENTITIES.search(text.read(4096)):
                        raise Refused("damaged")


def _rows(sheet: Any, rows_at_most: int, cell_at_most: int) -> Iterator[tuple[int, list[str]]]:
    sheet.reset_dimensions()  # what the file says of its own size is not believed
    found = 0
    for line, values in enumerate(sheet.iter_rows(max_col=COLUMNS, values_only=True), start=1):
        if line > ROWS_LOOKED_AT:
            raise Refused("rows")
        cells = [_words(value)[: cell_at_most + 1] for value in values]
        if any(cell.strip() for cell in cells):
            while cells and not cells[-1]:
                cells.pop()
            yield line, cells
            found += 1
            if found > rows_at_most:
                return


def _words(value: Any) -> str:
    """A cell as somebody would type it: whole numbers without a point, days without an hour."""
    if value is None:
        return ""
    if isinstance(value, float) and value.is_integer() and abs(value) < 1e15:
        return str(int(value))
    if isinstance(value, datetime):
        return value.date().isoformat() if (value.hour, value.minute) == (0, 0) else value.isoformat(" ")
    return value.isoformat() if isinstance(value, date) else str(value)
