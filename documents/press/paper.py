"""A sheet as the HTML that is printed: what cannot be printed taken out, columns measured. Pure, and knows no PDF.

A scanned page stands in a sheet as ``{"path": …, "digest": …}``: in ``pages`` of a block with the layout ``scan``, or
in ``scans`` of a signature. The template draws it as ``<img src="scan:DIGEST" alt="…">``.
"""

import re
from collections.abc import Mapping
from math import sqrt
from typing import Any
from unicodedata import category, name, normalize

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

UNPRINTABLE = re.compile(
    r"[^\t\n\u0020-\u007e\u00a0-\u2027\u202f-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000dffff]"
)
LINE_END = re.compile("\r\n?|\u2028|\u2029")
STACKED = re.compile(r"(\n{3}|[\u0300-\u036f]{8})[\n\u0300-\u036f]+")  # empty lines, accents on one letter
ENDLESS = re.compile(r"([^\s\u200b]|\u00a0){80}(?=[^\s\u200b]|\u00a0)")  # laying out a word takes time by its square
WIDE = 7  # a sheet with a table of more columns than this is laid on its side
LINE = (98, 150)  # characters of a table that fit beside each other, upright and on its side
SHORT_TEXT, LONGEST_WORD, LONGEST_TEXT, GAP = 16, 18, 120, 2.5  # characters: up to where a cell asks for more width
MOST_NAMED = 200  # signs that no font can draw, in one document
HAND = 28.0  # characters of room for what is written by hand


def paper(sheet: dict[str, Any], digest: str, stamp: Mapping[str, str] | None = None) -> str:
    """The sheet as the HTML that is printed, in the sheet's own language; `stamp` is what is said in the seal."""
    sheet = printable(sheet)
    sheet["blocks"] = [_measured(block) for block in sheet["blocks"]]
    sheet["is_certificate"] = any(block["layout"] == "certificate" for block in sheet["blocks"])
    sheet["wide"] = any(len(block.get("widths", ())) > WIDE for block in sheet["blocks"])
    with translation.override(sheet["language"]):
        words = {"sheet": sheet, "digest": digest, "stamp": printable(stamp), "numbering": numbering()}
        return render_to_string("documents/paper.html", words)


def numbering() -> dict[str, str]:
    """The words before, between and after the two numbers in the footer, in the active language."""
    # Translators: words around two numbers in the footer of a PDF, in this order
    before, between, after = re.split(r"\{pages?\}", _("page {page} of {pages}"))
    return {"before": before, "between": between, "after": after}


def scans_of(sheet: dict[str, Any]) -> list[dict[str, str]]:
    """Every scanned page that the sheet shows, with its path below the media folder and its digest."""
    blocks = [page for block in sheet["blocks"] if block["layout"] == "scan" for page in block.get("pages", ())]
    return blocks + [page for signature in sheet.get("signatures", ()) for page in signature.get("scans", ())]


def printable(value: Any) -> Any:
    """The same sheet for printing: no controls (of direction neither), private or half characters, no endless word or pile."""
    if isinstance(value, str):
        text = UNPRINTABLE.sub("\ufffd", LINE_END.sub("\n", normalize("NFC", value)))
        return ENDLESS.sub("\\g<0>\u200b", STACKED.sub(r"\1", text))
    if isinstance(value, dict):
        return {key: printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [printable(item) for item in value]
    return value


def with_stand_ins(html: str, missing: set[int], *, in_parts: bool) -> str:
    """A page without the characters (by number) that no font here can draw: one of them spoils the words around it.

    A few signs are named instead (“[grinning face]”); anything else becomes the sign for what cannot be shown. With
    `in_parts` also those that are drawn in parts, of which one is missing.
    """
    lacking = {sign for sign in set(html) if missing & set(map(ord, normalize("NFKD", sign) if in_parts else sign))}
    few = sum(map(html.count, lacking)) <= MOST_NAMED
    return html.translate({ord(sign): _named(sign) if few else "\ufffd" for sign in lacking})


def _named(sign: str) -> str:
    return f"[{name(sign, 'sign').lower()}]" if category(sign).startswith("S") else "\ufffd"


def _measured(block: dict[str, Any]) -> dict[str, Any]:
    """A table with the share of the width, in per cent, that each column gets; other blocks unchanged."""
    if block["layout"] != "table":
        return block
    columns = list(zip(block["columns"], *block["rows"], strict=False))
    typed = len(columns) - block.get("by_hand", 0)
    rooms = [_room(column) for column in columns[:typed]] + [(HAND, HAND)] * (len(columns) - typed)
    needs, wishes = zip(*rooms, strict=True)
    line = LINE[len(needs) > WIDE]
    given = min(1.0, max(0.0, (line - sum(needs)) / (sum(wishes) - sum(needs) or 1)))
    widths = [need + given * (wish - need) for need, wish in zip(needs, wishes, strict=True)]
    longer = [max(0.0, max(map(len, column)) - width) for column, width in zip(columns, widths, strict=True)]
    left = max(0.0, line - sum(widths)) / (sum(longer) or 1)  # what is left is for those that would fill it
    widths = [width + min(1.0, left) * more for width, more in zip(widths, longer, strict=True)]
    return block | {"widths": [round(100 * width / sum(widths), 1) for width in widths]}


def _room(column: tuple[str, ...]) -> tuple[float, float]:
    """The characters a column needs, for its longest word, and those it wishes for, to keep texts on few lines."""
    need = min(max(len(word) for text in column for word in text.split() or [""]), LONGEST_WORD)
    text = max(map(len, column))
    return need + GAP, max(need, min(text, SHORT_TEXT), 2.2 * sqrt(min(text, LONGEST_TEXT))) + GAP
