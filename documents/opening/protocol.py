"""What the child says: the answer's form, the limits, and the one way to refuse."""

import json
import struct
from collections.abc import Sequence
from typing import Any

PROCESSOR_SECONDS = 10
MEGABYTES = 768  # of address space: a picture of PIXELS and its smaller copy fit in
ANSWER_BYTES = 64 * 1024 * 1024
PAGES = 20
PIXELS = 60_000_000
LONG_SIDE = 2000  # pixels of a page made anew: about 170 to the inch on A4
OBJECTS, NODES = 30_000, 400_000  # of a PDF: numbered things in it, and all values in those
FIELDS, FIELD_NAME, FIELD_TEXT, ALL_TEXT = 3000, 300, 25_000, 1_000_000

Values = dict[str, str | list[str]]


class Refused(Exception):
    """A file that is not let in; its text is the code of the reason."""


def pack(header: dict[str, Any], pages: Sequence[bytes] = ()) -> bytes:
    """An answer as bytes: the length of the header, the header with the pages' sizes, the pages."""
    told = json.dumps(header | {"sizes": [len(page) for page in pages]}).encode()
    return struct.pack(">I", len(told)) + told + b"".join(pages)


def unpack(answer: bytes) -> tuple[dict[str, Any], tuple[bytes, ...]]:
    """Header and pages; raises ``ValueError`` for anything but one whole answer."""
    if len(answer) < 4:
        raise ValueError
    at = 4 + struct.unpack(">I", answer[:4])[0]
    header = json.loads(answer[4:at])
    pages = []
    for size in header["sizes"]:
        pages.append(answer[at : at + size])
        at += size
    if at != len(answer):
        raise ValueError
    return header, tuple(pages)
