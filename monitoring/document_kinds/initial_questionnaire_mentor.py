"""The start as the mentor sees it: the statements that the mentees answer of themselves, so that both can be compared.

Design 4 asks mentors half-way and at the end only; without a start nobody could see what changed in their eyes (B8).
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import long_text
from documents.kinds import DocumentKind, Parts, Section, Texts, register
from documents.workflows import FILED
from policy.permissions import Role

from . import statements


class Hopes(forms.Form):
    """What a mentor hopes for, and what may be hard."""

    mine = long_text(_("What I expect of this mentoring"), rows=2)
    support = long_text(
        _("What I need from the manager"), rows=2, help_text=_("For example: “Somebody to ask about the law of work.”")
    )


def sections(texts: Texts) -> tuple[Section, ...]:
    """The questionnaire with the statements of a programme."""
    return (
        statements.section(
            "statements",
            _("Where my mentees start"),
            texts,
            note=_(
                "What would your mentees say of themselves, all taken together? Leave out what you cannot judge yet."
            ),
        ),
        Section("hopes", _("What I expect"), Hopes),
    )


INITIAL_QUESTIONNAIRE_MENTOR = register(
    DocumentKind(
        slug="initial-questionnaire-mentor",
        title=_("Initial questionnaire of the mentor"),
        purpose=_(
            "How your mentees begin, as you see it. It takes three minutes; you are asked again half-way and at the end."
        ),
        sections=sections(statements.STANDARD),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTOR}), own=True, readers=frozenset({Role.MANAGER})),
        stage="monitoring",
        must=False,
        per_meeting=True,
        meetings=("monitoring",),
        keeps=24,
        texts=(statements.STATEMENTS,),
        sections_from=sections,
    )
)
