"""The plan of the mid-term monitoring of a group: who is asked what, when and how (design 4, D12)."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.default_texts import everywhere
from documents.forms import day, line, long_text, pick
from documents.kinds import Answers, DocumentKind, Parts, Section, TextList, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role

HOW = (("interview", _("interview")), ("form", _("questionnaire")), ("table", _("round table")))
WHOM = (("all", _("everyone")), ("mentees", _("the mentees")), ("mentor", _("the mentor")))
_QUESTIONS: tuple[tuple[str, Any], ...] = (
    ("changed", _("What is different for you since the first session?")),
    ("moves", _("Which of your goals is moving, and what holds up the others?")),
    ("well", _("What do you do well together?")),
    ("unsaid", _("What are we not seeing, or not saying?")),
    ("other", _("What should be different in the second half?")),
    ("manager", _("What do you need from the manager?")),
)


class Aims(forms.Form):
    """What is to be found out."""

    aims = long_text(
        _("What we want to know"),
        rows=3,
        required=True,
        help_text=_("For example: “Why two of three have stopped doing the homework.”"),
    )
    told = line(
        _("How and when the group hears what came out"), help_text=_("For example: “In the session after Easter.”")
    )


class Talk(forms.Form):
    """One talk or round."""

    whom = line(_("With whom"), required=True)
    how = pick(_("How"), HOW, required=True)
    on = day(_("When"), required=True)
    by = line(_("By whom"), required=True)


class Question(forms.Form):
    """One question that was chosen."""

    question = line(_("Question"), required=True)
    whom = pick(_("Asked of"), WHOM, required=True)


def propose(document: Document, texts: Texts) -> Answers:
    """A talk with each of the group, and the programme's questions."""
    people = document.space.people(Role.MENTOR, Role.MENTEE)
    return {
        "talks": [{"whom": row.person.name, "how": "interview"} for row in people],
        "questions": [{"question": text["text"], "whom": "all"} for text in texts.get("questions", [])],
    }


MID_TERM_PLAN = register(
    DocumentKind(
        slug="mid-term-plan",
        title=_("Mid-term monitoring plan"),
        purpose=_(
            "Whom you ask half-way, about what, and when. Six questions fill half an hour. The mentor reads the plan, so "
            "that nobody is surprised."
        ),
        sections=(
            Section("aims", _("Aims"), Aims),
            Section("talks", _("Who is asked, and when"), Talk, many=True, at_least=1, at_most=20, layout="table"),
            Section(
                "questions",
                _("Questions"),
                Question,
                many=True,
                at_least=1,
                at_most=20,
                layout="table",
            ),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MANAGER}), readers=frozenset({Role.MANAGER, Role.MENTOR})),
        stage="monitoring",
        must=False,
        keeps=24,
        texts=(
            TextList("questions", _("Questions that are proposed for the mid-term monitoring"), everywhere(_QUESTIONS)),
        ),
        prefill=propose,
    )
)
