"""Questions to ask oneself before and after a session (R42): a mentee's own, read by nobody else.

The questions are the programme's own if it wants. The mentor has the reflective log.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.default_texts import everywhere, lazily
from documents.forms import long_text
from documents.kinds import DocumentKind, Parts, Section, TextList, Texts, register
from documents.workflows import FILED
from policy.permissions import Role

BEFORE: tuple[tuple[str, Any], ...] = (
    ("since", _("What have I noticed since last time?")),
    ("bring", _("What do I want to bring to this session?")),
    ("leave", _("When will I say afterwards that it was worth it?")),
)
AFTER: tuple[tuple[str, Any], ...] = (
    ("surprised", _("What surprised me?")),
    ("take", _("What do I take with me?")),
    ("unsaid", _("What did I not say?")),
)
HINTS: dict[str, Any] = {
    "since": _("For example: “I said no twice, and nothing happened.”"),
    "bring": _("For example: “The letter from the library, and my fear of the phone.”"),
    "leave": _("For example: “When I know which of the two courses it is.”"),
    "surprised": _("For example: “That Ela is afraid of the same thing.”"),
    "take": _("For example: “Short sentences. Begin with what came of it.”"),
    "unsaid": _("For example: “That I have not opened the advert yet.”"),
}


def _questions(name: str, texts: list[dict[str, Any]]) -> type[forms.Form]:
    """Each text as a question; the application's own have an example."""
    asked = {text["key"]: long_text(text["text"], rows=2, help_text=HINTS.get(text["key"], "")) for text in texts}
    return type(name, (forms.Form,), asked)


def sections(texts: Texts) -> tuple[Section, ...]:
    """Before and after, with the questions of a programme."""
    return (
        Section(
            "before",
            _("Before the session"),
            _questions("Before", texts.get("before") or lazily(BEFORE)),
            note=_("Nobody but you reads it. Two minutes are enough; leave out what does not speak to you."),
        ),
        Section("after", _("After the session"), _questions("After", texts.get("after") or lazily(AFTER))),
    )


REFLECTION = register(
    DocumentKind(
        slug="reflection",
        title=_("Questions to myself"),
        purpose=_("A few questions before and after the session, for yourself alone."),
        sections=sections({"before": lazily(BEFORE), "after": lazily(AFTER)}),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True),
        stage="task",
        must=False,
        per_meeting=True,
        meetings=("initial", "task", "final"),
        keeps=3,
        texts=(
            TextList("before", _("Questions before a session"), everywhere(BEFORE), at_most=8),
            TextList("after", _("Questions after a session"), everywhere(AFTER), at_most=8),
        ),
        sections_from=sections,
    )
)
