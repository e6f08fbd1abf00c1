"""The questions a group talks about in its final session, with room for keywords (design 1, catalogue)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.default_texts import everywhere
from documents.forms import day, line, long_text
from documents.kinds import Answers, DocumentKind, Parts, Section, TextList, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role

from .. import collecting

_QUESTIONS: tuple[tuple[str, Any], ...] = (
    ("then", _("Where were we on the first day, and where are we now?")),
    ("moment", _("Which moment do we remember, and why?")),
    ("reached", _("Which goal was reached, and what made it possible?")),
    ("missed", _("Which goal was not reached, and what stood in the way?")),
    ("unplanned", _("What did we get that nobody had planned?")),
    ("gave", _("What did each of us give to the others?")),
    ("again", _("What would we do differently if we began again?")),
    ("next", _("What does each of us do next, and who asks about it?")),
)


class Occasion(forms.Form):
    """When, and who talks."""

    on = day(_("Date of the talk"))
    present = line(_("Who is there"))


class Question(forms.Form):
    """One question, and what was said about it."""

    title = long_text(_("Question"), rows=2, required=True)
    text = long_text(_("Keywords"), rows=2)


def propose(document: Document, texts: Texts) -> Answers:
    """Who belongs to the group, and the programme's questions."""
    people = document.space.people(Role.MENTOR, Role.MENTEE)
    return {
        "occasion": {"present": ", ".join(row.person.name for row in people)[:300]},
        "questions": [{"title": text["text"]} for text in texts.get("questions", [])],
    }


FINAL_DISCUSSION = register(
    DocumentKind(
        slug="final-discussion",
        title=_("Questions for the final discussion"),
        purpose=_(
            "What the group looks back on together. Send the questions alone before the session; after it, write a new "
            "version with keywords of what was said."
        ),
        sections=(
            Section("occasion", _("The talk"), Occasion),
            Section(
                "questions",
                _("Questions for all of us"),
                Question,
                many=True,
                at_least=1,
                at_most=20,
                layout="clauses",
                note=_("What somebody wants to keep to themselves stays unwritten."),
            ),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MANAGER}), readers=frozenset({Role.MENTOR, Role.MENTEE, Role.MANAGER})),
        stage="final",
        must=False,
        texts=(TextList("questions", _("Questions for the final discussion"), everywhere(_QUESTIONS), at_most=20),),
        prefill=propose,
        on_sealed=collecting.into_ledger(
            collecting.talked_about("questions", "questions", "again"), "other", "meeting"
        ),
    )
)
