"""The rows of a spreadsheet file, read by a child process that can be killed."""

import signal
from typing import Any

from django.utils.translation import gettext as _

from documents import sandbox
from documents.opening.protocol import unpack

from .. import imports

ANSWER_BYTES = 16 * 1024 * 1024
BEGINS = b"PK\x03\x04"  # an XLSX file is a ZIP


def rows_of(data: bytes) -> list[tuple[int, list[str]]]:
    """Line and cells of each filled row of an XLSX file, its header first; raises ``imports.Unreadable``."""
    head = f"{imports.ROWS_AT_MOST + 1:<10}{imports.CELL_AT_MOST:<10}".encode()
    try:
        told, ended = sandbox.ask("documents.opening.tables", head + data, at_most=ANSWER_BYTES)
    except sandbox.Busy:
        raise imports.Unreadable(reason("busy")) from None
    except sandbox.TookTooLong:
        raise imports.Unreadable(reason("time")) from None
    try:
        header: dict[str, Any] = unpack(told)[0]
    except ValueError:  # it did not get to the end of its answer: a limit ended it
        header = {"refused": "time" if ended in (-signal.SIGKILL, -signal.SIGXCPU) else "memory"}
    if "refused" in header:
        raise imports.Unreadable(reason(str(header["refused"])))
    return [(line, cells) for line, cells in header["rows"]]


def reason(code: str) -> str:
    """Why a spreadsheet is refused, and what to do, in words."""
    words = {
        "type": _("This is not a spreadsheet. Save it as XLSX or as “CSV UTF-8”, and choose it again."),
        "encrypted": _("This spreadsheet is protected by a password. Save it without, and choose it again."),
        "rows": _("This spreadsheet is too long. Copy the rows that you need into a new one, and save that."),
        "memory": _(
            "This spreadsheet becomes too large when it is opened. Copy only the rows that you need into a new one."
        ),
        "time": _("This spreadsheet took too long to open. Copy only the rows that you need into a new one."),
        "busy": _("Many files are being opened just now. Wait a minute, then send yours again."),
        "damaged": _("This spreadsheet is damaged, so it cannot be opened. Save it again, or save it as “CSV UTF-8”."),
    }
    return words.get(code, words["damaged"])
