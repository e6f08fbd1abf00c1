"""The questions of a questionnaire: how many, and the sections they make. What a question is: ``documents/questions.py``.

A question here also has a ``section`` (empty: goes on with the one before).
"""

from collections.abc import Sequence
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy

from documents.kinds import Section, Texts
from documents.questions import (
    Question,
    field_of,
)

AT_MOST, SECTION_AT_MOST = 40, 120


def parts_of(questions: Sequence[Question]) -> list[tuple[str, Any, list[Question]]]:
    """The questions by section, in their order: slug, title, questions. A question without a section goes on."""
    parts: list[tuple[str, Any, list[Question]]] = []
    for question in questions:
        title = question["section"]
        if not parts or (title and title != parts[-1][1]):
            parts.append((f"part{len(parts) + 1}", title or gettext_lazy("Questions"), []))
        parts[-1][2].append(question)
    return parts


def sections_from(texts: Texts) -> tuple[Section, ...]:
    """The sections that questions make; what is promised, and what the questionnaire is for, stands above the first."""
    said = ("".join(text["text"] for text in texts.get(name, ())) for name in ("promise", "purpose"))
    purpose = "\n\n".join(words for words in said if words)
    return tuple(
        _section(slug, title, questions, "" if at else purpose)
        for at, (slug, title, questions) in enumerate(parts_of(texts["questions"]))
    )


def _section(slug: str, title: Any, questions: Sequence[Question], note: str) -> Section:
    """Statements that are judged on the same scale stand side by side; everything else one below the other."""
    form = type("Questions", (forms.Form,), {question["key"]: field_of(question) for question in questions})
    are_statements = all(question["type"] == "agreement" for question in questions)
    return Section(slug, title, form, note=note, layout="statements" if are_statements else "answers")
