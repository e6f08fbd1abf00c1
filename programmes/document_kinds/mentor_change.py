"""Why and when a group got another mentor (R19, B11; design 4, D15). The managers' own."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role


class Change(forms.Form):
    """From whom to whom, and who knows."""

    before = line(_("Mentor until now"), required=True, at_most=150)
    after = line(_("New mentor"), required=True, at_most=150)
    on = day(_("From which day on"), required=True)
    why = long_text(
        _("Why"),
        rows=4,
        required=True,
        help_text=_("The cause and what was tried before. Facts only; no details about health."),
    )
    handed_over = long_text(
        _("What was handed over"), rows=2, help_text=_("For example: “Plan and goals; one talk of the three of us.”")
    )
    told = line(_("Who was told, and how"), required=True)


def propose(document: Document, texts: Texts) -> Answers:
    """The mentor of today."""
    mentor = document.space.group.mentor
    return {"change": {"before": mentor.name if mentor else ""}}


MENTOR_CHANGE = register(
    DocumentKind(
        slug="mentor-change",
        title=_("Note on a change of mentor"),
        purpose=_("Why this group gets another mentor, from when on, and who was told."),
        sections=(Section("change", _("The change"), Change),),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MANAGER}), readers=frozenset({Role.MANAGER})),
        stage="task",
        must=False,
        repeats=True,
        prefill=propose,
    )
)
