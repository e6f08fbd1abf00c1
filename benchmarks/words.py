"""Answers as long as people write them, for any kind of document: its forms say what is asked."""

from typing import Any

from django import forms

from documents.kinds import Answers, DocumentKind, Section

LINE = "Find a part-time job in retail by spring"
TEXT = (
    "We compared three CVs and rewrote the first lines. Nia has an interview on Thursday and is glad about it; Ela "
    "waits for her reference.\nNext time everyone brings one advertisement that fits."
)
ENTRIES = 3


def answers(kind: DocumentKind) -> Answers:
    """Answers to every question of a kind; what the kind proposes itself (its clauses) is to be put on top."""
    return {section.slug: _section(section) for section in kind.sections}


def _section(section: Section) -> Any:
    entry = {name: _answer(field) for name, field in section.form().fields.items()}
    return [entry] * min(ENTRIES, section.at_most) if section.many else entry


def _answer(field: forms.Field) -> Any:
    if isinstance(field, forms.ChoiceField):
        first = [str(value) for value, _label in field.choices if value][:2]
        return first if isinstance(field, forms.MultipleChoiceField) else first[0]
    if isinstance(field, forms.BooleanField):
        return True
    if isinstance(field, forms.DateField):
        return "2027-03-04"
    if isinstance(field, forms.IntegerField):
        return "30"
    return TEXT if isinstance(field.widget, forms.Textarea) else LINE
