"""Many sheets bound into one book: a cover, the contents with page numbers, then each sheet as it is on its own."""

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from django.template.loader import render_to_string
from django.utils import translation
from django.utils.html import escape

from ..press.paper import numbering, paper, printable

BODY = re.compile(r"<body class=\"paper(.*)</body>", re.S)


@dataclass(frozen=True)
class Leaf:
    """One sheet in a book. ``title`` is what the contents call it."""

    sheet: dict[str, Any]
    digest: str
    title: str


def bind(cover: Mapping[str, Any], leaves: Sequence[Leaf]) -> str:
    """The book as the HTML that is printed. Each sheet is the very page that is printed of it alone.

    ``cover`` has ``title``, ``volume``, ``programme``, ``language``, ``made`` (for whom, when), ``lines`` (what else is
    said below the title) and ``left_out`` (the titles of documents that could not be printed).
    """
    with translation.override(cover["language"]):
        return render_to_string(
            "documents/bundle.html",
            {
                "cover": printable(dict(cover)),
                "numbering": numbering(),
                "leaves": [{"title": printable(leaf.title), "sheet": leaf.sheet} for leaf in leaves],
                "pages": [_page(number, leaf) for number, leaf in enumerate(leaves, 1)],
            },
        )


def _page(number: int, leaf: Leaf) -> str:
    """The body of a printed page as a part of the book. Whatever people wrote in it is escaped already."""
    found = BODY.search(paper(leaf.sheet, leaf.digest))
    assert found is not None  # the page is ours
    language = escape(leaf.sheet["language"])
    start = f'<article id="document-{number}" lang="{language}" data-bookmark="{escape(printable(leaf.title))}"'
    return f'{start} class="bundle__sheet paper{found[1]}</article>'
