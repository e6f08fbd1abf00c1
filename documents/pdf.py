"""A sheet becomes a PDF that lasts here; the only module that knows WeasyPrint.

`print_sheet` promises: the same sheet, digest and answers give the same bytes in any process, the PDF is tagged for
everyone (PDF/UA-1) and whole for the archive (PDF/A-3a), every word people wrote is plain text, and nothing is fetched
but the assets named below and the scans that the sheet itself names.
It does not limit itself: run it in a child that may be killed.
"""

import atexit
import ctypes
import importlib.resources
import json
import logging
import os
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from functools import cache, partial
from io import BytesIO
from pathlib import Path
from typing import TYPE_CHECKING, Any

from django.contrib.staticfiles import finders
from django.core.checks import CheckMessage, Warning

from . import files
from .press import fonts
from .press.finishing import finish
from .press.paper import paper, scans_of, with_stand_ins

if TYPE_CHECKING:
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration
    from weasyprint.urls import URLFetcher

STYLES = {f"asset:{name}": f"css/{name}" for name in ("tokens.css", "paper.css", "form.css", "bundle.css")}
FONTS = {f"asset:noto-sans-{weight}": weight for weight in fonts.WEIGHTS}
PAPER = ("asset:tokens.css", "asset:paper.css")
PICTURES = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}  # no SVG: it may ask for more
LONG_AGO = datetime(2000, 1, 1, tzinfo=UTC)  # when an attachment was made: the same day for all, or bytes would differ
LIBRARIES = {
    "libpango-1.0-0": ("libpango-1.0.so.0", "libpango-1.0.dylib", "libpango-1.0-0.dll"),
    "libpangoft2-1.0-0": ("libpangoft2-1.0.so.0", "libpangoft2-1.0.dylib", "libpangoft2-1.0-0.dll"),
    "libharfbuzz-subset0": ("libharfbuzz-subset.so.0", "libharfbuzz-subset.0.dylib", "libharfbuzz-subset-0.dll"),
}


class UnknownAsset(ValueError):
    """A page asked for something that is neither bundled nor one of its scans."""


class ScanAltered(ValueError):
    """A scanned page is missing, or is not the one that the sheet names."""


def print_sheet(
    sheet: dict[str, Any],
    digest: str,
    *,
    answers: Mapping[str, Any] | None = None,
    stamp: Mapping[str, str] | None = None,
) -> bytes:
    """The PDF of a sheet; `digest` names the sheet in the footer and in the file's identifier.

    `answers` go into the file as `answers.json`, for programs. With a `stamp` (what `seal.sealing.stamp` says) the file
    has a place for the organisation's seal. Raises `ScanAltered`.
    """
    told = {"answers.json": json.dumps(answers, sort_keys=True, indent=1).encode()} if answers is not None else {}
    return render(paper(sheet, digest, stamp), identifier=digest, images=_scans(sheet), attachments=told)


def print_many(html: str, sheets: Iterable[dict[str, Any]], *, identifier: str) -> bytes:
    """The PDF of a book that `binding.bind` made of `sheets`: in one piece, so that it has one tree of tags and bookmarks.

    The same book gives the same bytes. Raises `ScanAltered`.
    """
    scans = {address: data for sheet in sheets for address, data in _scans(sheet).items()}
    return render(html, identifier=identifier, styles=(*PAPER, "asset:bundle.css"), images=scans, places=True)


def render(
    html: str,
    *,
    identifier: str,
    forms: bool = False,
    styles: tuple[str, ...] = PAPER,
    images: Mapping[str, bytes] | None = None,
    attachments: Mapping[str, bytes] | None = None,
    places: bool = False,
) -> bytes:
    """The tagged PDF of a page of ours; title and language are those of the page.

    `styles` are names of `STYLES`. `images` are the pictures that the page may show (PNG or JPEG), each under the whole
    address it is asked for by: `scan:DIGEST`. `attachments` are data of the document by file name. With `forms`, fields
    can be filled in; such a PDF is for people's hands, not for the archive (PDF/UA-1 alone). With `places`, links to
    places in the page itself stay; all others are taken out, for paper has no links.
    """
    write = partial(_written, identifier, forms, styles, images or {}, attachments or {}, places)
    data, missing = write(html)
    for in_parts in (False, True):
        if missing:
            html = with_stand_ins(html, missing, in_parts=in_parts)
            data, missing = write(html)
    return data


def _written(
    identifier: str,
    forms: bool,
    styles: tuple[str, ...],
    images: Mapping[str, bytes],
    attachments: Mapping[str, bytes],
    places: bool,
    html: str,
) -> tuple[bytes, set[int]]:
    """The PDF, and the numbers of the characters in it that no font here can draw."""
    from weasyprint import HTML, Attachment

    typefaces, sheets = _press(styles)
    page = HTML(string=html, url_fetcher=_fetcher(images))
    for element in page.etree_element.iter():
        if not (places and element.attrib.get("href", "").startswith("#")):
            element.attrib.pop("href", None)
    missing: set[int] = set()
    data = page.write_pdf(
        font_config=typefaces,
        stylesheets=sheets,
        pdf_variant="pdf/ua-1" if forms else "pdf/a-3a",
        pdf_forms=forms,
        color_profiles={"colours": _colours()},
        output_intent="colours",
        pdf_identifier=identifier.encode(),
        attachments=[
            Attachment(string=data, name=name, created=LONG_AGO, modified=LONG_AGO, relationship="Data")
            for name, data in attachments.items()
        ],
        finisher=partial(finish, archive=not forms, missing=missing),
    )
    return data, missing


def _colours() -> Any:
    """The sRGB profile that comes with WeasyPrint, which reads it without closing it."""
    from weasyprint.css import ColorProfile

    return ColorProfile(BytesIO(_srgb()), "sRGB2014.icc", "relative-colorimetric", (["r"], ["g"], ["b"]))


@cache
def _srgb() -> bytes:
    return (importlib.resources.files("weasyprint.pdf") / "sRGB2014.icc").read_bytes()


def _scans(sheet: dict[str, Any]) -> dict[str, bytes]:
    """The scanned pages of a sheet by the address the template asks for; each is the one that the sheet was sealed with."""
    pictures = {}
    for page in scans_of(sheet):
        if not files.is_intact(page["path"], page["digest"]):
            raise ScanAltered(page["digest"])
        pictures[f"scan:{page['digest']}"] = files.place_of(page["path"]).read_bytes()
    return pictures


@cache
def _press(styles: tuple[str, ...]) -> "tuple[FontConfiguration, list[CSS]]":
    """What every document of this process shares: fonts and parsed stylesheets."""
    from weasyprint import CSS
    from weasyprint.text.fonts import FontConfiguration

    os.environ["SOURCE_DATE_EPOCH"] = "0"  # or fontTools writes the hour of printing into each font
    logging.getLogger("weasyprint").disabled = True  # its warnings quote the page
    typefaces = FontConfiguration()
    atexit.register(_press.cache_clear)  # it deletes its copy of the fonts, while Python can still do so
    read = {"url_fetcher": _fetcher(), "font_config": typefaces, "media_type": "print"}
    light = read | {"media_type": "screen"}  # the light values of the tokens
    return typefaces, [CSS(url=name, **(light if name == "asset:tokens.css" else read)) for name in styles]


def _fetcher(images: Mapping[str, bytes] | None = None) -> "URLFetcher":
    """Knows the bundled assets and the given pictures by name, and refuses everything else without looking at it."""
    return _bundled()(images or {})


@cache
def _bundled() -> Any:
    from weasyprint.urls import URLFetcher, URLFetcherResponse

    class Bundled(URLFetcher):
        def __init__(self, images: Mapping[str, bytes]) -> None:
            super().__init__(allowed_protocols=())
            self.images = images

        def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
            if url in self.images:
                return URLFetcherResponse(url, self.images[url], {"Content-Type": _picture(self.images[url])})
            kind = "text/css" if url in STYLES else "font/ttf"
            return URLFetcherResponse(url, asset(url), {"Content-Type": kind})

    return Bundled


def _picture(data: bytes) -> str:
    for start, kind in PICTURES.items():
        if data.startswith(start):
            return kind
    raise UnknownAsset


def asset(name: str) -> bytes:
    """A bundled asset; UnknownAsset for any other name."""
    if name in FONTS:
        return fonts.cut(FONTS[name])
    if name in STYLES:
        return Path(finders.find(STYLES[name]) or STYLES[name]).read_bytes()
    raise UnknownAsset


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
