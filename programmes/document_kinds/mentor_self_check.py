"""The mentor's self-check: what somebody brings who wants to mentor, and where training would help (design 4, D0)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.default_texts import everywhere, lazily
from documents.forms import agreement, choice, line, long_text, number
from documents.kinds import Answers, DocumentKind, Parts, Section, TextList, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.models import Space
from policy.permissions import Role

from ..models import Application

STATEMENTS: tuple[tuple[str, Any], ...] = (
    ("listen", _("I listen more than I talk.")),
    ("ask", _("I ask before I advise.")),
    ("confidence", _("What is told me in confidence stays with me.")),
    ("accept", _("I accept decisions that I would not take myself.")),
    ("feedback", _("I can give honest feedback in a kind way.")),
    ("refer", _("I know when somebody else can help better.")),
    ("group", _("I can lead the talk of a small group.")),
    ("notes", _("I keep notes and find them again.")),
    ("supervision", _("I am willing to look at my mentoring together with others.")),
    ("ending", _("I can bring something to a good end.")),
)
READY = (("ready", _("ready to begin")), ("training", _("in need of some training first")))


class Offer(forms.Form):
    """What the mentor brings."""

    motivation = long_text(_("Why I want to be a mentor"), rows=3, required=True)
    experience = long_text(
        _("Experience I can share"),
        rows=3,
        required=True,
        help_text=_("For example: “Ten years in retail, two of them out of work.”"),
    )
    can = long_text(_("What I can help with"), rows=2, required=True)
    cannot = long_text(_("What I cannot help with"), rows=2, required=True)
    hours = number(_("Hours a month that I can give"), least=1, most=100, required=True)
    mentees = number(_("Mentees I would take on, at most"), least=1, most=50, required=True)
    groups = number(_("In how many groups, at most"), least=1, most=20)


class Result(forms.Form):
    """What else matters, and what comes of it."""

    interests = long_text(
        _("Interests that may conflict"), rows=2, help_text=_("For example: “I hire people in two of the shops.”")
    )
    references = long_text(_("Who can say something about me"), rows=2, help_text=_("Ask them first."))
    result = choice(_("All in all I feel"), READY)
    training = line(_("Training I would like"), help_text=_("For example: “how to begin a first meeting”."))


def sections(texts: Texts) -> tuple[Section, ...]:
    """The self-check with the statements of a programme."""
    return (
        Section("offer", _("What I bring"), Offer),
        Section(
            "statements",
            _("How I see myself"),
            agreement(texts.get("statements") or lazily(STATEMENTS), required=True),
            layout="statements",
            note=_("How far do you agree? There are no wrong answers; they show which training would help."),
        ),
        Section("result", _("And what else"), Result),
    )


def propose(document: Document, texts: Texts) -> Answers:
    """What the application says already."""
    application: Application = document.space.application
    capacity = str(application.capacity or "")
    return {"offer": {"experience": application.experience, "mentees": capacity}}


MENTOR_SELF_CHECK = register(
    DocumentKind(
        slug="mentor-self-check",
        title=_("Self-check of the mentor"),
        purpose=_("What you bring as a mentor, and what you would like to learn first. For you and the managers."),
        sections=sections({"statements": lazily(STATEMENTS)}),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.APPLICANT}), own=True, readers=frozenset({Role.MANAGER})),
        stage="selection",
        must=False,
        lives_in=Space.Kind.APPLICATION,
        texts=(TextList("statements", _("Statements of the mentor's self-check"), everywhere(STATEMENTS)),),
        sections_from=sections,
        prefill=propose,
    )
)
