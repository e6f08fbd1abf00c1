"""Fill in every field of any kind of document, so that a kind is tested by existing."""

from collections.abc import Mapping
from typing import Any

from django import forms

from documents.kinds import DocumentKind, Section


def complete(kind: DocumentKind, given: Mapping[str, Any] | None = None, word: str = "something") -> dict[str, Any]:
    """Valid answers for every field; what ``given`` says already stays. ``word`` stands in every text."""
    given = given or {}
    return {section.slug: _section(section, given.get(section.slug), word) for section in kind.sections}


def _section(section: Section, given: Any, word: str) -> Any:
    if not section.many:
        return _entry(section.form, given or {}, word)
    return [_entry(section.form, row, word) for row in given or [{}] * max(section.at_least, 1)]


def _entry(form: type[forms.Form], given: Mapping[str, Any], word: str) -> dict[str, Any]:
    values = {name: given.get(name) or value_for(field, word) for name, field in form().fields.items()}
    return {**values, "ends_on": given.get("ends_on") or "2027-06-30"} if "ends_on" in values else values


def value_for(field: forms.Field, word: str) -> Any:
    """Something that fits the field."""
    if isinstance(field, forms.MultipleChoiceField):
        return [str(field.choices[0][0])]
    if isinstance(field, forms.ChoiceField):
        return next(str(value) for value, _label in field.choices if value)
    if isinstance(field, forms.DateField):
        return "2027-03-04"
    if isinstance(field, forms.IntegerField):
        least, most = field.min_value or 0, 30 if field.max_value is None else field.max_value
        return str(max(least, min(30, most)))
    if isinstance(field, forms.BooleanField):
        return True
    return word
