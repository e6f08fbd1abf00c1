"""The initial monitoring questionnaire: what mentees expect and where they start (design 4, D11).

Who answers and when stand in the heading of every document, so they are not asked again.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import FIT, choice, line, long_text, tick
from documents.kinds import DocumentKind, Parts, Section, Texts, register
from documents.workflows import FILED
from policy.permissions import Role

from . import statements

OFTEN = (
    ("weekly", _("every week")),
    ("fortnightly", _("every two weeks")),
    ("monthly", _("every month")),
    ("few", _("a few times in all")),
    ("never", _("only when I ask for it")),
)


class Expectations(forms.Form):
    """What is hoped for."""

    mine = long_text(
        _("What I expect of the mentoring"),
        rows=3,
        required=True,
        help_text=_(
            "The three most important things, one a line. For example: “To write an application that gets an answer.”"
        ),
    )
    group = long_text(
        _("What I expect of the others"),
        rows=2,
        help_text=_("For example: “That they tell me when I talk too much.” In individual mentoring: of your mentor."),
    )


class SoFar(forms.Form):
    """How it began."""

    matched = choice(_("Are we well matched?"), FIT, required=True)
    why = line(_("What makes me think so"), help_text=_("For example: “We both changed our trade at forty.”"))
    worries = long_text(
        _("What worries me"),
        rows=3,
        help_text=_(
            "Whatever may get in the way. No details about health: say only what the manager needs to help you. "
            "For example: “I can only come when the children are at school.”"
        ),
    )


class Contact(forms.Form):
    """How the manager may ask."""

    often = choice(_("How often should the manager ask how it goes?"), OFTEN)
    way = line(_("The best way to reach me, and when"), help_text=_("For example: “By phone, after six.”"))
    call = tick(_("I would like the manager to call me"))


CONSENT = _(
    "You answer of your own free will and may leave out what is marked as optional. You can write a new version at any "
    "time, and ask the manager for a copy or to have your answers deleted."
)


def sections(texts: Texts) -> tuple[Section, ...]:
    """The questionnaire with the statements of a programme."""
    return (
        Section("expectations", _("What I expect"), Expectations, note=CONSENT),
        statements.section("start", _("Where I start"), texts, required=True, note=_("How far do you agree?")),
        Section("so_far", _("How it began"), SoFar),
        Section("contact", _("How we stay in touch"), Contact),
    )


INITIAL_QUESTIONNAIRE = register(
    DocumentKind(
        slug="initial-questionnaire",
        title=_("Initial monitoring questionnaire"),
        purpose=_(
            "Where you stand at the start. It takes about five minutes and helps the manager to see what you need."
        ),
        sections=sections(statements.STANDARD),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MANAGER})),
        stage="monitoring",
        per_meeting=True,
        meetings=("monitoring",),
        keeps=24,
        texts=(statements.STATEMENTS,),
        sections_from=sections,
    )
)
