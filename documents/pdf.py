"""A sheet becomes a tagged PDF here; the only module that knows WeasyPrint.

`print_sheet` promises: the same sheet and digest give the same bytes in any process, the PDF is tagged
(PDF/UA-1), every word people wrote is plain text, and nothing is fetched but the assets named below.
It does not limit itself: run it in a child that may be killed.
"""

import atexit
import ctypes
import logging
import os
import re
from functools import cache
from math import sqrt
from pathlib import Path
from typing import TYPE_CHECKING, Any
from unicodedata import normalize

from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Warning
from django.template.loader import render_to_string
from django.utils import translation
from django.utils.translation import gettext as _

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

ASSETS = {
    "asset:noto-sans": ("fontpkg_noto_sans", "files/NotoSans[wdth,wght].ttf"),
    "asset:noto-sans-italic": ("fontpkg_noto_sans", "files/NotoSans-Italic[wdth,wght].ttf"),
    "asset:tokens.css": ("static", "css/tokens.css"),
    "asset:paper.css": ("static", "css/paper.css"),
}
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
}
UNPRINTABLE = re.compile(r"[^\t\n\u0020-\u007e\u00a0-\ud7ff\uf900-\ufdcf\ufdf0-\ufffd\U00010000-\U000dffff]")
STACKED = re.compile(r"(\n{3}|[\u0300-\u036f]{8})[\n\u0300-\u036f]+")  # empty lines, accents on one letter
ENDLESS = re.compile(r"([^\s\u200b]|\u00a0){80}(?=[^\s\u200b]|\u00a0)")  # laying out a word takes time by its square
WIDE = 7  # a sheet with a table of more columns than this is laid on its side
LINE = (98, 150)  # characters of a table that fit beside each other, upright and on its side
SHORT_TEXT, LONGEST_WORD, LONGEST_TEXT, GAP = 16, 18, 120, 2.5  # characters: up to where a cell asks for more width


class UnknownAsset(ValueError):
    """A page asked for something that is not bundled."""


def print_sheet(sheet: dict[str, Any], digest: str) -> bytes:
    """The PDF of a sheet; `digest` names the sheet in the footer and in the file's identifier."""
    return render(paper(sheet, digest), identifier=digest)


def paper(sheet: dict[str, Any], digest: str) -> str:
    """The sheet as the HTML that is printed, in the sheet's own language."""
    sheet = _printable(sheet)
    sheet["blocks"] = [_measured(block) for block in sheet["blocks"]]
    sheet["wide"] = any(len(block.get("widths", ())) > WIDE for block in sheet["blocks"])
    with translation.override(sheet["language"]):
        # Translators: words around two numbers in the footer of a PDF, in this order
        before, between, after = re.split(r"\{pages?\}", _("page {page} of {pages}"))
        numbering = {"before": before, "between": between, "after": after}
        return render_to_string("documents/paper.html", {"sheet": sheet, "digest": digest, "numbering": numbering})


def render(html: str, *, identifier: str) -> bytes:
    """The tagged PDF of a page of ours; title and language are those of the page."""
    from weasyprint import HTML

    fonts, styles = _press()
    page = HTML(string=html, url_fetcher=_fetcher())
    for element in page.etree_element.iter():
        element.attrib.pop("href", None)  # paper has no links
    return page.write_pdf(
        font_config=fonts, stylesheets=styles, pdf_variant="pdf/ua-1", pdf_identifier=identifier.encode()
    )


@cache
def _press() -> "tuple[FontConfiguration, list[CSS]]":
    """What every document of this process shares: fonts and parsed stylesheets."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    os.environ["SOURCE_DATE_EPOCH"] = "0"  # or fontTools writes the hour of printing into each font
    logging.getLogger("weasyprint").disabled = True  # its warnings quote the page
    fonts = FontConfiguration()
    atexit.register(_press.cache_clear)  # it deletes its copy of the fonts, while Python can still do so
    tokens = CSS(url="asset:tokens.css", url_fetcher=_fetcher(), media_type="screen")  # the light values
    return fonts, [tokens, CSS(url="asset:paper.css", url_fetcher=_fetcher(), font_config=fonts)]


@cache
def _fetcher() -> "URLFetcher":
    """Knows the bundled assets by name and refuses everything else without looking at it."""
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):
        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            kind = "text/css" if url.endswith(".css") else "font/ttf"
            return URLFetcherResponse(url, asset(url).read_bytes(), {"Content-Type": kind})

    return Bundled(allowed_protocols=())


def asset(name: str) -> Path:
    """Where a bundled asset lies; UnknownAsset for any other name."""
    if name not in ASSETS:
        raise UnknownAsset
    home, path = ASSETS[name]
    if home == "static":
        return Path(finders.find(path) or path)
    from fontpkg_noto_sans import ROOT

    return ROOT / path


def _printable(value: Any) -> Any:
    """The same sheet for printing: no controls, private or half characters, no endless word or pile."""
    if isinstance(value, str):
        text = UNPRINTABLE.sub("\ufffd", normalize("NFC", value).replace("\r\n", "\n").replace("\r", "\n"))
        return ENDLESS.sub("\\g<0>\u200b", STACKED.sub(r"\1", text))
    if isinstance(value, dict):
        return {key: _printable(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [_printable(item) for item in value]
    return value


def _measured(block: dict[str, Any]) -> dict[str, Any]:
    """A table with the share of the width, in per cent, that each column gets; other blocks unchanged."""
    if block["layout"] != "table":
        return block
    needs, wishes = zip(*map(_room, zip(block["columns"], *block["rows"], strict=False)), strict=True)
    spare = LINE[len(needs) > WIDE] - sum(needs)
    given = min(1.0, max(0.0, spare / (sum(wishes) - sum(needs) or 1)))
    rooms = [need + given * (wish - need) for need, wish in zip(needs, wishes, strict=True)]
    return block | {"widths": [round(100 * room / sum(rooms), 1) for room in rooms]}


def _room(column: tuple[str, ...]) -> tuple[float, float]:
    """The characters a column needs, for its longest word, and those it wishes for, to keep texts on few lines."""
    need = min(max(len(word) for text in column for word in text.split() or [""]), LONGEST_WORD)
    text = max(map(len, column))
    return need + GAP, max(need, min(text, SHORT_TEXT), 2.2 * sqrt(min(text, LONGEST_TEXT))) + GAP


def check_renderer(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Says plainly which system packages are missing before PDFs can be printed."""
    missing = [package for package, names in LIBRARIES.items() if not any(map(_loads, names))]
    if not missing:
        return []
    hint = f"apt-get install {' '.join(missing)}"
    return [Warning("Documents cannot be printed: system packages are missing.", hint=hint, id="documents.W001")]


def _loads(library: str) -> bool:
    try:
        ctypes.CDLL(library)
    except OSError:
        return False
    return True
