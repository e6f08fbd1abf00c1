"""The statements asked at the start, half-way and at the end: defined here, used by every questionnaire.

What a programme makes of them counts for all these kinds at once, so that what people say can be compared.
"""

from typing import Any

from django.utils.translation import gettext_lazy as _

from documents.default_texts import everywhere, lazily
from documents.forms import agreement
from documents.kinds import Section, TextList, Texts

_STATEMENTS: tuple[tuple[str, Any], ...] = (
    ("goals", _("I know my goals.")),
    ("strengths", _("I know my strengths.")),
    ("step", _("I know my next step.")),
    ("confidence", _("I feel confident.")),
    ("ask", _("I can ask for help.")),
    ("network", _("I know people who can help me.")),
    ("rules", _("I understand the rules of the mentoring.")),
    ("mentor", _("I know what the mentor does, and what not.")),
)
_ASPECTS: tuple[tuple[str, Any], ...] = (
    ("training", _("The training prepared me for the mentoring.")),
    ("matching", _("Mentor and mentees were well matched.")),
    ("sessions", _("There were enough sessions, and they had the right length.")),
    ("platform", _("This application was easy to use.")),
    ("manager", _("The manager was there when I needed help.")),
)


STATEMENTS = TextList(
    "statements",
    _("Statements asked at the start, half-way and at the end"),
    everywhere(_STATEMENTS),
    at_least=3,
    at_most=12,
    shared=True,
)
ASPECTS = TextList(
    "aspects",
    _("Statements on the programme, asked at the end"),
    everywhere(_ASPECTS),
    at_least=1,
    at_most=12,
    shared=True,
)
STANDARD: dict[str, Any] = {STATEMENTS.slug: lazily(_STATEMENTS), ASPECTS.slug: lazily(_ASPECTS)}


def section(slug: str, title: Any, texts: Texts, *, required: bool = False, note: Any = "") -> Section:
    """The section of the shared statements, in the words of ``texts``."""
    asked = texts.get(STATEMENTS.slug) or STANDARD[STATEMENTS.slug]
    return Section(slug, title, agreement(asked, required=required), layout="statements", note=note)


def on_the_programme(texts: Texts) -> Section:
    """The section in which the programme is judged, the same for mentees and mentors."""
    asked = texts.get(ASPECTS.slug) or STANDARD[ASPECTS.slug]
    return Section(
        "programme", _("The programme"), agreement(asked), layout="statements", note=_("How far do you agree?")
    )
