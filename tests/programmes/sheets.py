"""Spreadsheets made here and now: sound ones, and some that nobody should have to open."""

import io
import zipfile
from collections.abc import Iterable, Sequence
from typing import Any

from openpyxl import Workbook

PEOPLE = (("name", "email", "role"), ("Ina Mäkelä", "ina@example.org", "mentee"))


def xlsx(rows: Iterable[Sequence[Any]]) -> bytes:
    """A spreadsheet with these rows on its second sheet; its first one is blank."""
    book, kept = Workbook(), io.BytesIO()
    sheet = book.create_sheet("People")
    for row in rows:
        sheet.append(list(row))
    book.save(kept)
    return kept.getvalue()


def with_part(data: bytes, name: str, content: bytes) -> bytes:
    """The same file with one of its parts replaced, or one more."""
    kept = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(kept, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            if part != name:
                new.writestr(part, old.read(part))
        new.writestr(name, content)
    return kept.getvalue()


def bomb(data: bytes) -> bytes:
    """Small as a file, 64 MB when it is opened."""
    return with_part(data, "xl/worksheets/sheet2.xml", b"<worksheet>" + b" " * 64 * 1024 * 1024)


def lying(data: bytes) -> bytes:
    """The same, but it says of itself that it is small."""
    name = b"xl/worksheets/sheet2.xml"
    made = bytearray(bomb(data))
    at = made.rindex(b"PK\x01\x02", 0, made.rindex(name))
    made[at + 24 : at + 28] = (1000).to_bytes(4, "little")
    return bytes(made)


def entities(data: bytes) -> bytes:
    """A few lines that become gigabytes."""
    words = "".join(f'<!ENTITY a{n} "{f"&a{n - 1};" * 10}">' for n in range(1, 12))
    head = f'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a0 "lol">{words}]>'
    return with_part(data, "xl/worksheets/sheet2.xml", f"{head}<worksheet>&a11;</worksheet>".encode())
