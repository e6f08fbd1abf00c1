"""The competency framework: what a mentee can do by now, as the mentee and as the mentor sees it (R48).

Competencies and levels are the programme's own; ours are in our own words. Both are asked as often as a monitoring or
final session offers it. The mentee reads what the mentor writes, and the other way round: they talk about it.
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.default_texts import everywhere, lazily
from documents.forms import long_text, pick
from documents.kinds import DocumentKind, Parts, Section, TextList, Texts, register
from documents.workflows import FILED
from policy.permissions import Role

_COMPETENCIES: tuple[tuple[str, Any], ...] = (
    ("speak", _("Saying what I mean, in speech and in writing")),
    ("together", _("Working with others")),
    ("plan", _("Planning my time and keeping to it")),
    ("begin", _("Beginning things without being asked")),
    ("present", _("Showing others what I can do")),
    ("digital", _("Using digital tools for work")),
    ("learn", _("Learning from what went wrong")),
    ("network", _("Finding people who help me on")),
)
_LEVELS: tuple[tuple[str, Any], ...] = (
    ("new", _("not tried yet")),
    ("helped", _("with help")),
    ("alone", _("by myself")),
    ("hard", _("also when it is hard")),
    ("shows", _("I could show others")),
)
COMPETENCIES = TextList("competencies", _("Competencies"), everywhere(_COMPETENCIES), at_most=15, shared=True)
LEVELS = TextList(
    "levels", _("Levels of a competency, the lowest first"), everywhere(_LEVELS), at_least=3, at_most=6, shared=True
)
STANDARD: dict[str, Any] = {COMPETENCIES.slug: lazily(_COMPETENCIES), LEVELS.slug: lazily(_LEVELS)}
RATED = "rated"  # the section that holds the levels, as numbers from 1 on under the keys of the competencies


class Words(forms.Form):
    """What stands behind the levels."""

    example = long_text(
        _("Something that shows it"),
        rows=3,
        help_text=_("For example: “She rang the bakery herself and got an answer.”"),
    )
    next = long_text(_("What to practise next"), rows=2)


def sections(texts: Texts) -> tuple[Section, ...]:
    """The sheet with the competencies and levels of a programme."""
    asked = texts.get(COMPETENCIES.slug) or STANDARD[COMPETENCIES.slug]
    levels = texts.get(LEVELS.slug) or STANDARD[LEVELS.slug]
    choices = [(str(number), level["text"]) for number, level in enumerate(levels, start=1)]
    rated = type("Rated", (forms.Form,), {one["key"]: pick(one["text"], choices) for one in asked})
    note = _("How far, by now? Leave out what cannot be said.")
    return (Section(RATED, _("What is there by now"), rated, note=note), Section("words", _("In words"), Words))


def _kind(slug: str, title: Any, purpose: Any, parts: Parts) -> DocumentKind:
    return register(
        DocumentKind(
            slug=slug,
            title=title,
            purpose=purpose,
            sections=sections(STANDARD),
            workflow=FILED,
            parts=parts,
            stage="monitoring",
            must=False,
            per_meeting=True,
            meetings=("monitoring", "final"),
            keeps=24,
            texts=(COMPETENCIES, LEVELS),
            sections_from=sections,
        )
    )


COMPETENCIES_OWN = _kind(
    "competencies",
    _("What I can do by now"),
    _("Where you stand in what your programme is about. You see later what has moved."),
    Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MENTOR, Role.MANAGER})),
)
COMPETENCIES_BY_MENTOR = _kind(
    "competencies-by-mentor",
    _("What a mentee can do by now"),
    _("Where you see one of your mentees. The mentee reads it: write what you would say, too."),
    Parts(
        writers=frozenset({Role.MENTOR}),
        readers=frozenset({Role.OWNER, Role.MANAGER}),
        about=frozenset({Role.MENTEE}),
    ),
)
