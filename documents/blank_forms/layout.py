"""A kind of document as a form on paper: questions, boxes and rows, as plain data for its template. Pure.

Every question is named as the web form names it (``section-field``, ``section-0-field``); a box to tick among others
adds the code of its answer (``areas-areas=cv``).
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import groupby
from math import ceil
from typing import Any

from django import forms
from django.utils.translation import gettext as _

from ..kinds import DocumentKind, Section
from ..press.paper import printable
from ..sheet import in_words

MORE_ROWS = {"table": 5}  # empty ones after those that are filled in; 3 where a row is a form of its own
WIDEST_TABLE = 6  # columns that fit beside each other to be written in by hand; wider ones become one form a row
IN_SIGHT = 8  # answers up to which all of them are printed; more become a list that opens
CHARACTERS, TALLEST = 88, 40  # in a line across the page; lines of a box that still fits on one
SIMPLE = re.compile(r"(?!n\d+$|Off$)[A-Za-z0-9_-]+")
Entry = Mapping[str, Any]


@dataclass(frozen=True)
class Option:
    """One of the answers that can be chosen; ``code`` stands for its value in the PDF, ``box`` names its box."""

    value: str
    code: str
    words: str
    box: str
    chosen: bool


@dataclass(frozen=True)
class Question:
    """One question with its place to answer.

    ``shape``: ``line``, ``short`` (a line for a day or a number), ``text``, ``choice`` (one of them), ``scale`` (one of
    a row), ``pick`` (one, from a list that opens), ``several``, ``tick`` or ``hidden``. ``value`` is as typed,
    ``words`` as people read it; a box that is ticked has the value ``on``. ``lines`` is the height of a text's box,
    ``rules`` the ruled lines that follow its words.
    """

    name: str
    label: str
    shape: str
    hint: str = ""
    required: bool = False
    value: str = ""
    words: str = ""
    at_most: int | None = None
    lines: int = 1
    rules: int = 1
    options: tuple[Option, ...] = ()

    @property
    def every_line(self) -> range:
        """The lines of its box, to draw them one by one."""
        return range(self.lines)

    @property
    def every_rule(self) -> range:
        """The ruled lines that follow its words."""
        return range(self.rules)


@dataclass(frozen=True)
class Block:
    """A section, or a part of one. ``layout``: ``questions`` (``entries``), ``table`` or ``matrix`` (``rows``).

    At the head of a table's ``columns`` stand questions, of a matrix the words of its answers; ``by_hand`` are columns
    that are no fields.
    """

    layout: str
    title: str = ""
    note: str = ""
    entries: tuple[tuple[Question, ...], ...] = ()
    rows: tuple[tuple[Question, ...], ...] = ()
    columns: tuple[Any, ...] = ()
    by_hand: tuple[str, ...] = ()
    widths: tuple[int, ...] = ()

    @property
    def questions(self) -> Iterator[Question]:
        """Every question in it, in reading order."""
        for row in (*self.entries, *self.rows):
            yield from row


def lay_out_form(kind: DocumentKind, answers: Entry | None = None) -> list[Block]:
    """The blocks of a kind's form in the active language, with ``answers`` filled in and empty rows after them."""
    blocks: list[Block] = []
    for section in kind.sections:
        blocks += _blocks(section, (answers or {}).get(section.slug))
    return blocks


def rows_of(section: Section, given: int) -> int:
    """How many rows a form has room for when ``given`` are filled in."""
    return min(max(given + MORE_ROWS.get(section.layout, 3), section.at_least), section.at_most)


def codes_of(bound: forms.BoundField) -> dict[str, tuple[str, str]]:
    """What a choice field offers: by the code that stands for it in a PDF, the value and its words."""
    choices = [(str(value), str(words)) for value, words in _flat(bound.field) if str(value)]
    return {
        value if SIMPLE.fullmatch(value) else f"n{number}": (value, words)
        for number, (value, words) in enumerate(choices)
    }


def shape_of(bound: forms.BoundField) -> str:
    """How the answer to a question is given on paper."""
    asked = bound.field
    if bound.is_hidden:
        return "hidden"
    if isinstance(asked, forms.BooleanField) and not isinstance(asked, forms.NullBooleanField):
        return "tick"
    if isinstance(asked, forms.MultipleChoiceField):
        return "several"
    if isinstance(asked, forms.ChoiceField):
        codes = list(codes_of(bound))
        is_scale = len(codes) > 2 and all(re.fullmatch(r"-?\d", code) for code in codes)
        return "pick" if len(codes) > IN_SIGHT else "scale" if is_scale else "choice"
    if isinstance(asked.widget, forms.Textarea):
        return "text"
    return "short" if isinstance(asked, forms.DateField | forms.TimeField | forms.IntegerField) else "line"


def _blocks(section: Section, given: Any) -> Iterator[Block]:
    head: dict[str, Any] = printable({"title": str(section.title), "note": str(section.note)})
    if not section.many:
        questions = _questions(section, section.slug, given if isinstance(given, Mapping) else {})
        parts = list(
            _parts(questions) if section.layout == "statements" else [Block("questions", entries=(questions,))]
        )
        yield replace(parts[0], **head)
        yield from parts[1:]
        return
    filled = [row for row in given or () if isinstance(row, Mapping)]
    every: list[Entry] = [*filled, *[{}] * (rows_of(section, len(filled)) - len(filled))]
    rows = tuple(_questions(section, f"{section.slug}-{i}", row) for i, row in enumerate(every))
    shown = [question for question in rows[0] if question.shape != "hidden"]
    if section.layout == "table" and len(shown) <= WIDEST_TABLE:
        cells = tuple(tuple(map(_cell, row)) for row in rows)
        by_hand = tuple(printable(str(column)) for column in section.by_hand)
        widths = _widths([*(_cell(one).shape for one in shown), *("by hand" for _column in by_hand)])
        yield Block("table", rows=cells, columns=tuple(shown), by_hand=by_hand, widths=widths, **head)
    else:
        yield Block("questions", entries=rows, **head)


def _parts(questions: tuple[Question, ...]) -> Iterator[Block]:
    """Statements on one scale, one after another, as a table of circles; the other questions as they are."""
    for scale, group in groupby(questions, key=lambda one: tuple(option.words for option in one.options)):
        found = tuple(group)
        if scale and len(found) > 1 and found[0].shape in ("scale", "choice"):
            yield Block("matrix", rows=tuple((one,) for one in found), columns=scale)
        else:
            yield Block("questions", entries=(found,))


def _questions(section: Section, prefix: str, given: Entry) -> tuple[Question, ...]:
    form = section.form(prefix=prefix, initial=dict(given))
    return tuple(_question(form[name]) for name in form.fields)


def _question(bound: forms.BoundField) -> Question:
    shape, value = shape_of(bound), bound.value()
    typed = "" if value in (None, False) or isinstance(value, list | tuple) else "on" if value is True else str(value)
    rows = int(bound.field.widget.attrs.get("rows", 4)) if shape == "text" else 1
    used = _lines(typed) if typed else 0
    return Question(
        name=bound.html_name,
        label=printable(str(bound.label)),
        shape=shape,
        hint=printable(_hint(bound)),
        required=bound.field.required,
        value=typed,
        words=printable(in_words(bound.field, value)) if shape in ("line", "short", "text") else "",
        at_most=getattr(bound.field, "max_length", None),
        lines=min(max(rows, used + 1), TALLEST) if shape == "text" else 1,
        rules=max(rows - used, 2 if used else 1) if shape == "text" else int(not used),
        options=_options(bound, value) if isinstance(bound.field, forms.ChoiceField) else (),
    )


def _options(bound: forms.BoundField, value: Any) -> tuple[Option, ...]:
    chosen = {str(one) for one in (value if isinstance(value, list | tuple) else [value])}
    return tuple(
        Option(value, code, printable(words), f"{bound.html_name}={code}", value in chosen)
        for code, (value, words) in codes_of(bound).items()
    )


def _flat(asked: forms.Field) -> Iterator[tuple[Any, Any]]:
    for value, words in list(getattr(asked, "choices", ())):
        if isinstance(words, list | tuple):  # a group of choices
            yield from words
        else:
            yield value, words


def _hint(bound: forms.BoundField) -> str:
    said = str(bound.help_text or "")
    if isinstance(bound.field, forms.DateField):
        said = f"{said} {_('Year-month-day, like 2027-03-04.')}".strip()
    return said


def _lines(text: str) -> int:
    return sum(max(1, ceil(len(line) / CHARACTERS)) for line in text.splitlines())


def _cell(question: Question) -> Question:
    """The same question in a row of a table, where its label stands at the head of the column."""
    if question.shape in ("choice", "scale"):
        return replace(question, shape="pick")
    return replace(question, lines=min(question.lines, 3), rules=1) if question.shape == "text" else question


def _widths(shapes: list[str]) -> tuple[int, ...]:
    """The share of the width of each column in steps of 5 per cent."""
    wishes = [{"short": 2, "tick": 1, "pick": 3, "line": 4, "text": 5}.get(shape, 3) for shape in shapes]
    shares = [max(10, 5 * round(20 * wish / sum(wishes))) for wish in wishes]
    shares[shares.index(max(shares))] += 100 - sum(shares)
    return tuple(shares)
