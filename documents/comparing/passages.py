"""A sheet read as passages: sections of entries, each called something and saying something. Pure."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import gettext as _

NO_WORDS = {"layout", "title", "note", "shape", "widths", "points", "named", "by_hand", "slug", "key"}


@dataclass(frozen=True)
class Entry:
    """A clause, a row, a set of answers: what it is called, and its texts by their question."""

    head: str
    texts: tuple[tuple[str, str], ...]

    @property
    def named(self) -> tuple[str, str]:
        """What it is called, and all that it says."""
        return self.head, "\n".join(text for _label, text in self.texts)


@dataclass(frozen=True)
class Section:
    """A section of a sheet; ``is_list``: its entries have places that people count."""

    title: str
    note: str = ""
    is_list: bool = False
    entries: tuple[Entry, ...] = ()


def passages_of(sheet: Mapping[str, Any]) -> list[Section]:
    """The sections of a sheet of any shape, the first one from its heading."""
    about = ((_("People"), "people"), (_("Who can read this"), "readers"), (_("Kept until"), "kept_until"))
    head = tuple((label, _words(sheet[name])) for label, name in about if sheet.get(name))
    blocks = [block for block in sheet.get("blocks") or () if isinstance(block, Mapping)]
    return [Section(_("About this document"), entries=(Entry("", head),)), *map(_section, blocks)]


def _section(block: Mapping[str, Any]) -> Section:
    layout = str(block.get("layout", ""))
    entries = tuple(_READ.get(layout, _as_text)(block))
    is_list = layout in ("clauses", "rules", "table", "scan") or len(entries) > 1
    return Section(_words(block.get("title")), _words(block.get("note")), is_list, entries)


def _answers(block: Mapping[str, Any]) -> Iterator[Entry]:
    for entry in block.get("entries") or ():
        lines = [(_words(line.get("question")), _words(line.get("answer"))) for line in entry]
        head = lines.pop(0)[1] if block.get("named") and lines else ""
        yield Entry(head, tuple(lines))


def _statements(block: Mapping[str, Any]) -> Iterator[Entry]:
    """Choices on a scale, and what stands below them: answers of one entry."""
    lines = [*(block.get("rows") or ()), *(line for entry in block.get("entries") or () for line in entry)]
    yield Entry("", tuple((_words(line.get("question")), _words(line.get("answer"))) for line in lines))


def _rows(block: Mapping[str, Any]) -> Iterator[Entry]:
    columns = [_words(column) for column in block.get("columns") or ()]
    for row in block.get("rows") or ():
        cells = [_words(cell) for cell in row]
        labels = [*columns[1:], *[""] * len(cells)]
        yield Entry(_name(columns, cells), tuple(zip(labels, cells[1:], strict=False)))


def _name(columns: list[str], cells: list[str]) -> str:
    """What a row is called: its first cell, and a bare number with the title of its column (“No. 3”)."""
    first = cells[0] if cells else ""
    return f"{columns[0]} {first}" if columns and first.isdigit() else first


def _clauses(block: Mapping[str, Any]) -> Iterator[Entry]:
    for clause in block.get("clauses") or ():
        yield Entry(_words(clause.get("title")), (("", _words(clause.get("text"))),))


def _as_text(block: Mapping[str, Any]) -> Iterator[Entry]:
    """A layout that is not known here: every text in it."""
    texts = [text for name, value in block.items() if name not in NO_WORDS for text in _leaves(value)]
    yield Entry("", tuple(("", text) for text in texts))


def _scan(block: Mapping[str, Any]) -> Iterator[Entry]:
    """Pages as pictures: only whether it is the same picture can be told."""
    for page in block.get("pages") or ():
        yield Entry(_words(page.get("words")), ((_("Digest"), _words(page.get("digest"))[:12]),))


_READ: dict[str, Callable[[Mapping[str, Any]], Iterator[Entry]]] = {
    "answers": _answers,
    "statements": _statements,
    "table": _rows,
    "clauses": _clauses,
    "rules": _clauses,
    "scan": _scan,
}


def _leaves(value: Any) -> Iterator[str]:
    if isinstance(value, Mapping):
        for name, inner in value.items():
            yield from _leaves(inner) if name not in NO_WORDS else ()
    elif isinstance(value, list | tuple):
        for inner in value:
            yield from _leaves(inner)
    elif _words(value):
        yield _words(value)


def _words(value: Any) -> str:
    if isinstance(value, list | tuple):
        return ", ".join(map(_words, value))
    return "" if value is None else str(value)
