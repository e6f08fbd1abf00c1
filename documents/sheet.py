"""Answers laid out as words: titles, questions, answers. Pure: no database, no clock."""

import hashlib
import json
from collections.abc import Mapping
from datetime import date, time
from typing import Any, cast

from django import forms
from django.core.exceptions import ValidationError
from django.utils.formats import date_format, time_format
from django.utils.translation import gettext as _

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
    return hashlib.sha256(canonical.encode()).hexdigest()


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
    if section.layout == "table":
        block["columns"] = [str(field.label) for field in fields.values()]
        block["rows"] = [[in_words(field, entry.get(name)) for name, field in fields.items()] for entry in entries]
    elif section.layout == "clauses":
        block["clauses"] = [{"title": entry.get("title", ""), "text": entry.get("text", "")} for entry in entries]
    else:
        block["entries"] = [[_line(name, field, entry) for name, field in fields.items()] for entry in entries]
    return block


def _line(name: str, field: forms.Field, entry: Mapping[str, Any]) -> dict[str, str]:
    long = isinstance(field.widget, forms.Textarea)
    shape = "text" if long else "choice" if isinstance(field, forms.ChoiceField) else "line"
    return {"question": str(field.label), "answer": in_words(field, entry.get(name)), "shape": shape}
