"""Judge the rows of people who are to come in: bad ones with their reasons, nothing written yet. No database writes."""

import csv
import io
import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext as _

from people.forms import leads_nowhere
from people.models import NAME_AT_MOST, check_time_zone
from policy.permissions import Role

from .choices import LANGUAGE_BY_ENGLISH_NAME, SLOTS, Mode

COLUMNS = (
    "role",
    "name",
    "email",
    "languages",
    "time zone",
    "field",
    "situation",
    "experience",
    "goals",
    "availability",
    "mode",
    "capacity",
    "not with",
    "place",
    "wishes",
    "reports to",
)
NEEDED = ("role", "name", "email")
ALSO_CALLED = {
    **dict.fromkeys(("e-mail", "mail", "email address", "e-mail address"), "email"),
    **dict.fromkeys(("full name", "person"), "name"),
    **dict.fromkeys(("timezone", "time_zone"), "time zone"),
}
BYTES_AT_MOST = 2 * 1024 * 1024
ROWS_AT_MOST = 2000
CELL_AT_MOST = 1000
CAPACITY_AT_MOST = 30
NOT_TEXT = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0", b"%PDF", b"\x89PNG", b"\xff\xd8\xff")  # spreadsheets, PDF, pictures


class Unreadable(Exception):
    """The file as a whole cannot be used; the text says why and what to do."""


@dataclass
class Row:
    """One line of the file: what it says, and what is wrong with it (nothing, when ``reasons`` is empty)."""

    line: int
    cells: dict[str, Any]
    reasons: list[str] = field(default_factory=list)
    known: bool = False

    @property
    def verdict(self) -> str:
        """``good``, ``known`` (is in the programme already) or ``bad``."""
        return "bad" if self.reasons else "known" if self.known else "good"

    def as_json(self) -> dict[str, Any]:
        """For keeping until somebody says yes."""
        return {**asdict(self), "verdict": self.verdict}


Known = Iterable[tuple[str, str]]
NOTHING: Mapping[str, str] = {}


def read(data: bytes, *, known: Known, gaps: Mapping[str, str] = NOTHING) -> list[Row]:
    """Judge every row of a CSV file; ``known`` and ``gaps`` as in ``judge``.

    Raises ``Unreadable`` when there is nothing to judge: no header, a needed column missing, too many rows, and for the
    reasons of ``cells_of``.
    """
    return judge(cells_of(data), known=known, gaps=gaps)


def cells_of(data: bytes) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV file that are not blank, each with the line it begins on.

    Accepts comma, semicolon or tab, UTF-8 or UTF-16. Bytes that are no UTF-8 come as surrogates. Raises ``Unreadable``:
    too large, no text, a broken quotation mark.
    """
    if len(data) > BYTES_AT_MOST:
        raise Unreadable(_("The file is larger than 2 MB. Split it, or check that it is the right one."))
    if data.startswith(NOT_TEXT):
        raise Unreadable(_("This is not a CSV file. Open it in your spreadsheet program and save it as “CSV UTF-8”."))
    return rows_of(_text(data))


def judge(rows_of_cells: Iterable[tuple[int, list[str]]], *, known: Known, gaps: Mapping[str, str]) -> list[Row]:
    """Judge rows of cells, each with its line; the first of them names the columns.

    ``known``: (role, lower-case address) of those already in the programme. ``gaps``: what is meant where a column is
    missing, by its name; a role also where its cell is empty. Raises ``Unreadable`` when there is nothing to judge.
    """
    rows: list[Row] = []
    seen: dict[tuple[str, str], int] = {}
    known = set(known)
    for line, cells, beyond in _cells(iter(rows_of_cells), gaps):
        if len(rows) >= ROWS_AT_MOST:
            raise Unreadable(
                _("There are more than %(n)d rows. Bring people in in several parts.") % {"n": ROWS_AT_MOST}
            )
        row = _judge(line, cells)
        if beyond:
            row.reasons.append(_("There are more cells than columns. Put a text with a separator in quotation marks."))
        key = (str(row.cells["role"]), str(row.cells["email"]))
        if key in seen and row.cells["email"]:
            row.reasons.append(_("The same address stands on line %(line)d already.") % {"line": seen[key]})
        seen.setdefault(key, line)
        row.known = key in known
        rows.append(row)
    if not rows:
        raise Unreadable(_("There is a header but no rows below it."))
    return rows


def _text(data: bytes) -> str:
    """The file as text; bytes that are no UTF-8 survive as surrogates, so that their row can be named."""
    if data[:2] in (b"\xff\xfe", b"\xfe\xff"):
        return data.decode("utf-16", errors="replace")
    return data.removeprefix(b"\xef\xbb\xbf").decode("utf-8", errors="surrogateescape")


def _cells(
    rows: Iterator[tuple[int, list[str]]], gaps: Mapping[str, str]
) -> Iterator[tuple[int, dict[str, str], list[str]]]:
    """Each row: the line it begins on, its cells by column, and the cells that stand beyond the last column."""
    _line, header = next(rows, (1, []))
    names = [column(name) for name in header]
    _check_header([*names, *gaps])
    for line, cells in rows:
        said = _without_gaps(dict(zip(names, cells, strict=False)), names, gaps)
        yield line, said, [cell for cell in cells[len(names) :] if cell.strip()]


def column(name: str) -> str:
    """The column that a heading means."""
    said = " ".join(name.casefold().split())
    return ALSO_CALLED.get(said, said)


def _without_gaps(said: dict[str, str], names: list[str], gaps: Mapping[str, str]) -> dict[str, str]:
    filled = {name: value for name, value in gaps.items() if name not in names} | said
    if not filled.get("role", "").strip():
        filled["role"] = gaps.get("role", "")
    if "capacity" not in names and filled["role"].strip().casefold() != Role.MENTOR:
        filled["capacity"] = ""
    return filled


def rows_of(text: str) -> Iterator[tuple[int, list[str]]]:
    """The rows of a CSV text that are not blank, each with the line it begins on. Raises ``Unreadable``."""
    header_line = re.split(r"[\r\n]", text.lstrip("\r\n "), maxsplit=1)[0]
    separator = max(",;\t", key=header_line.count)
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=separator, strict=True)
    line = 1
    try:
        for cells in reader:
            if any(cell.strip() for cell in cells):
                yield line, cells
            line = reader.line_num + 1
    except csv.Error as broken:
        reason = _("The row that begins on line %(line)d has a quotation mark that is not closed, or a huge cell.")
        raise Unreadable(reason % {"line": line}) from broken


def _check_header(names: list[str]) -> None:
    missing = [name for name in NEEDED if name not in names]
    if missing:
        raise Unreadable(
            _("The first line must name the columns. Missing: %(missing)s. Possible columns: %(all)s.")
            % {"missing": ", ".join(missing), "all": ", ".join(COLUMNS)}
        )


def _judge(line: int, cells: dict[str, str]) -> Row:
    said = {name: " ".join(cells.get(name, "").split())[: CELL_AT_MOST + 1] for name in COLUMNS}
    row = Row(line, {})
    if any("\udc80" <= char <= "\udcff" for value in said.values() for char in value):
        row.reasons.append(_("This line is not written in UTF-8. Save the file as “CSV UTF-8” and import it again."))
        said = {
            name: value.encode("utf-8", "surrogateescape").decode("utf-8", "replace") for name, value in said.items()
        }
    for name, value in said.items():
        if "\x00" in value or len(value) > CELL_AT_MOST:
            row.reasons.append(_("“%(column)s” is too long or holds characters that are no text.") % {"column": name})
            said[name] = value.replace("\x00", "")[:60]
    row.cells = {name: _READERS[name](said[name], row.reasons) for name in COLUMNS}
    _check_role_needs(row)
    return row


def _check_role_needs(row: Row) -> None:
    if row.cells["role"] == Role.MENTOR and not row.cells["capacity"]:
        row.reasons.append(_("A mentor needs a capacity: how many mentees, 1 to %(n)d.") % {"n": CAPACITY_AT_MOST})


def _role(value: str, reasons: list[str]) -> str:
    if not value:
        reasons.append(_("The role is missing: write mentor or mentee, or say what all of them are."))
    elif value.casefold() not in (Role.MENTOR, Role.MENTEE):
        reasons.append(_("The role must be mentor or mentee, not “%(value)s”.") % {"value": value[:40]})
    return value.casefold()[:40]


def _name(value: str, reasons: list[str]) -> str:
    if not value:
        reasons.append(_("The name is missing."))
    if len(value) > NAME_AT_MOST:
        reasons.append(_("The name is longer than %(n)d characters.") % {"n": NAME_AT_MOST})
    try:
        value = leads_nowhere(value)  # it stands in letters
    except ValidationError as no:
        reasons.extend(no.messages)
    return value[:NAME_AT_MOST]


def _email(value: str, reasons: list[str]) -> str:
    value = value.lower()
    try:
        validate_email(value)
    except ValidationError:
        reasons.append(_("“%(value)s” is not an e-mail address.") % {"value": value[:80]})
    return value[:254]


def _languages(value: str, reasons: list[str]) -> list[str]:
    said = _list(value, reasons)
    codes = set(LANGUAGE_BY_ENGLISH_NAME.values())
    unknown = [name for name in said if name.casefold() not in LANGUAGE_BY_ENGLISH_NAME and name not in codes]
    if unknown:
        reasons.append(_("Unknown language: %(names)s. Write English names.") % {"names": ", ".join(unknown)[:100]})
    return [LANGUAGE_BY_ENGLISH_NAME.get(name.casefold(), name) for name in said if name not in unknown]


def _time_zone(value: str, reasons: list[str]) -> str:
    try:
        check_time_zone(value or "UTC")
    except ValidationError as unknown:
        reasons.append(unknown.messages[0])
        return "UTC"
    return value or "UTC"


def _availability(value: str, reasons: list[str]) -> list[str]:
    said = _list(value, reasons)
    unknown = [slot for slot in said if slot not in SLOTS]
    if unknown:
        reasons.append(_("Unknown time: %(slot)s. Write it like “Tue evening”.") % {"slot": unknown[0][:40]})
    return [slot for slot in said if slot in SLOTS]


def _mode(value: str, reasons: list[str]) -> str:
    if value and value not in Mode.values:
        reasons.append(_("The mode must be one of: %(modes)s.") % {"modes": ", ".join(Mode.values)})
    return value if value in Mode.values else Mode.BLENDED.value


def _capacity(value: str, reasons: list[str]) -> int:
    if not value:
        return 0
    if not (value.isascii() and value.isdecimal() and len(value) < 10 and 1 <= int(value) <= CAPACITY_AT_MOST):
        reasons.append(_("The capacity must be a number from 1 to %(n)d.") % {"n": CAPACITY_AT_MOST})
        return 0
    return int(value)


def _list(value: str, reasons: list[str]) -> list[str]:
    return [part.strip() for part in value.split(";") if part.strip()][:20]


def _addresses(value: str, reasons: list[str]) -> list[str]:
    return [address.lower() for address in _list(value, reasons)]


def _superior(value: str, reasons: list[str]) -> str:
    return _email(value, reasons) if value else ""


def _short(at_most: int) -> Any:
    def cut(value: str, reasons: list[str]) -> str:
        if len(value) > at_most:
            reasons.append(_("“%(value)s…” is longer than %(n)d characters.") % {"value": value[:20], "n": at_most})
        return value[:at_most]

    return cut


_READERS: dict[str, Any] = {
    "role": _role,
    "name": _name,
    "email": _email,
    "languages": _languages,
    "time zone": _time_zone,
    "field": _short(100),
    "situation": _short(200),
    "experience": _short(200),
    "goals": _list,
    "availability": _availability,
    "mode": _mode,
    "capacity": _capacity,
    "not with": _addresses,
    "place": _short(100),
    "wishes": _addresses,
    "reports to": _superior,
}
