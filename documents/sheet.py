"""Answers laid out as words: titles, questions, answers. Pure: no database, no clock."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext as _

from people.moments import date_format, time_format

from .kinds import DocumentKind, Section

Block = dict[str, Any]


def lay_out(kind: DocumentKind, answers: Mapping[str, Any]) -> list[Block]:
    """The blocks of a document in the active language: one per section, every answer in words.

    Answers that do not fit their field (a draft may hold them) appear as they were typed.
    """
    blocks = []
    for section in kind.sections:
        given = answers.get(section.slug) or ([] if section.many else {})
        entries = given if section.many else [given]
        blocks.append(_block(section, [entry for entry in entries if isinstance(entry, Mapping)]))
    return blocks


def digest_of(sheet: Mapping[str, Any]) -> str:
    """SHA-256 (hex) of a sheet: the same words always have the same digest."""
    canonical = json.dumps(sheet, sort_keys=True, ensure_ascii=False, separators=(",", ":"))
    return hashlib.sha256(canonical.encode(errors="surrogatepass")).hexdigest()


def in_words(field: forms.Field, value: Any) -> str:
    """One answer in words, in the active language: choices by their label, dates with the weekday."""
    try:
        clean = field.clean(value)
    except (ValidationError, TypeError):
        clean = value
    if isinstance(field, forms.BooleanField):
        return _("Yes") if clean else _("No")
    if isinstance(field, forms.MultipleChoiceField):
        return "; ".join(_label(field, one) for one in clean or ())
    if isinstance(field, forms.ChoiceField):
        return _label(field, clean)
    if isinstance(clean, date):
        return date_format(clean, "l j F Y")
    if isinstance(clean, time):
        return time_format(clean, "H:i")
    return "" if clean is None else str(clean)


def _label(field: forms.ChoiceField, value: Any) -> str:
    labels = {str(key): str(label) for key, label in list(cast(Any, field.choices))}
    return labels.get(str(value), str(value or "")) if value else ""


def _block(section: Section, entries: list[Mapping[str, Any]]) -> Block:
    fields = section.form().fields
    block: Block = {"layout": section.layout, "title": str(section.title), "note": str(section.note)}
    if _says_nothing(section, fields, entries):
        block["is_left_out"] = True  # what nobody has to say is drawn on no sheet as long as nobody has said it
    first: Mapping[str, Any] = entries[0] if entries else {}
    if section.layout == "table":
        return block | _table(section, fields, entries)
    if section.layout in ("clauses", "rules"):
        return block | {"clauses": [{name: entry.get(name, "") for name in ("title", "text")} for entry in entries]}
    if section.layout == "statements":
        return block | _statements(fields, first)
    if section.layout == "certificate":
        return block | {"words": {name: _plainly(field, first.get(name)) for name, field in fields.items()}}
    lines = [[_line(name, field, entry) for name, field in fields.items()] for entry in entries]
    is_named = section.many and not isinstance(next(iter(fields.values())).widget, forms.Textarea)
    return block | {"entries": lines, "named": is_named}  # an entry of many is named by its first answer


def _says_nothing(section: Section, fields: Mapping[str, forms.Field], entries: list[Mapping[str, Any]]) -> bool:
    if section.many:
        return not entries and not section.at_least
    is_needed = any(field.required or isinstance(field, forms.BooleanField) for field in fields.values())
    return not is_needed and not any(in_words(field, entries[0].get(name)) for name, field in fields.items())


def _plainly(field: forms.Field, value: Any) -> str:
    """The answer in words, a day without its weekday."""
    words = in_words(field, value)
    if not isinstance(field, forms.DateField) or not words:
        return words
    try:
        return date_format(field.clean(value), "j F Y")
    except ValidationError:
        return words


def _table(section: Section, fields: Mapping[str, forms.Field], entries: list[Mapping[str, Any]]) -> Block:
    blank = [""] * len(section.by_hand)  # filled in on paper
    if section.sparse and entries:
        said = {name for name, field in fields.items() if any(_cell(field, entry.get(name)) for entry in entries)}
        fields = {name: field for name, field in fields.items() if name in said}
    return {
        "columns": [str(field.label) for field in fields.values()] + [str(column) for column in section.by_hand],
        "rows": [[_cell(field, entry.get(name)) for name, field in fields.items()] + blank for entry in entries],
        "by_hand": len(blank),
    }


def _cell(field: forms.Field, value: Any) -> str:
    """The answer in words; a box that is not ticked says nothing in a table."""
    return "" if isinstance(field, forms.BooleanField) and not value else in_words(field, value)


def _statements(fields: Mapping[str, forms.Field], entry: Mapping[str, Any]) -> Block:
    """A row for each choice, with a point for each of its words and whether it is the chosen one; then the rest."""
    scales = {name: field for name, field in fields.items() if _is_scale(field)}
    rows = [
        {
            "question": str(field.label),
            "answer": in_words(field, entry.get(name)),
            "points": [str(value) == str(entry.get(name, "")) for value, _word in cast(Any, field).choices if value],
        }
        for name, field in scales.items()
    ]
    rest = [_line(name, field, entry) for name, field in fields.items() if name not in scales]
    return {"rows": rows, "entries": [rest] if rest else []}


def _is_scale(field: forms.Field) -> bool:
    return isinstance(field, forms.ChoiceField) and not isinstance(field, forms.MultipleChoiceField)


def _line(name: str, field: forms.Field, entry: Mapping[str, Any]) -> dict[str, str]:
    shape = "choice" if isinstance(field, forms.ChoiceField) else "line"
    if isinstance(field.widget, forms.Textarea):
        shape = "text"
    elif isinstance(field, forms.BooleanField):
        shape = "tick"
    return {"question": str(field.label), "answer": in_words(field, entry.get(name)), "shape": shape}
