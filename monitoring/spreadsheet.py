"""Tables as files for spreadsheet programs, which take what begins like a formula for one. Pure."""

import csv
import io
from collections.abc import Iterable, Sequence

FORMULA = ("=", "+", "-", "@", "\t", "\r")
BOM = "\ufeff"  # or some programs read the letters of other languages wrongly


def written(columns: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    """A table as CSV in UTF-8 (RFC 4180). A cell that a program would compute gets an apostrophe in front."""
    text = io.StringIO(newline="")
    writer = csv.writer(text)
    for row in (columns, *rows):
        writer.writerow([_harmless(str(cell)) for cell in row])
    return (BOM + text.getvalue()).encode()


def _harmless(cell: str) -> str:
    return f"'{cell}" if cell.startswith(FORMULA) else cell
