"""WeasyPrint alone: the same HTML, stylesheets and fonts, and nothing of the house. Knows neither Django nor us.

``python -m benchmarks.alone PAGE.html ASSETS.json`` prints one page and ends: the cold comparison.
"""

import json
import sys
from functools import cache
from pathlib import Path
from typing import Any

from weasyprint import CSS, HTML
from weasyprint.text.fonts import FontConfiguration
from weasyprint.urls import URLFetcher, URLFetcherResponse

Assets = tuple[tuple[str, str], ...]


class _Fetcher(URLFetcher):
    """Knows the assets by name, and nothing else."""

    def __init__(self, assets: Assets) -> None:
        super().__init__(allowed_protocols=())
        self.assets = dict(assets)

    def fetch(self, url: str, headers: dict[str, str] | None = None) -> URLFetcherResponse:
        """The file of that name."""
        kind = "text/css" if url.endswith(".css") else "font/ttf"
        return URLFetcherResponse(url, Path(self.assets[url]).read_bytes(), {"Content-Type": kind})


def _press(assets: Assets) -> tuple[FontConfiguration, list[CSS]]:
    fonts, fetcher = FontConfiguration(), _Fetcher(assets)
    tokens = CSS(url="asset:tokens.css", url_fetcher=fetcher, media_type="screen")
    return fonts, [tokens, CSS(url="asset:paper.css", url_fetcher=fetcher, font_config=fonts)]


_shared_press = cache(_press)


def plain(html: str, assets: Assets) -> bytes:
    """The PDF from one plain call that reads stylesheets and fonts anew."""
    return _write(html, assets, _press(assets))


def shared(html: str, assets: Assets) -> bytes:
    """The PDF from a call that shares stylesheets and fonts with the calls before it."""
    return _write(html, assets, _shared_press(assets))


def _write(html: str, assets: Assets, press: tuple[FontConfiguration, list[CSS]]) -> Any:
    fonts, styles = press
    return HTML(string=html, url_fetcher=_Fetcher(assets)).write_pdf(font_config=fonts, stylesheets=styles)


if __name__ == "__main__":
    told = json.loads(Path(sys.argv[2]).read_text("utf-8"))
    plain(Path(sys.argv[1]).read_text("utf-8"), tuple(told.items()))
