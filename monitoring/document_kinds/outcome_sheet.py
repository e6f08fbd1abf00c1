"""What came of it for one mentee, to take to a development review (R73): made by that person, or not at all.

Nobody else can begin it: that it exists is the consent. It is prefilled from the person's own papers, and whatever they
do not want to show, they take out before they send it. The seal of the organisation says that it comes from here.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import line, long_text, progress, tick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role
from sessions.document_kinds.certificate import sessions_attended

from .. import prefilling


class Taken(forms.Form):
    """What was taken part in."""

    programme = line(_("Programme"), required=True)
    sessions = line(_("Sessions I was at"))
    agrees = tick(
        _("I make this sheet for myself, and I decide who gets it"),
        required=True,
        help_text=_("The managers of your programme can read it. Take out what you do not want to show."),
    )


class Goal(forms.Form):
    """One goal and how far it was reached."""

    goal = line(_("Goal"), required=True)
    rating = progress(_("Reached"))
    gained = line(_("What I gained"))


class Competency(forms.Form):
    """One competency, at first and now, in the words of the programme's levels."""

    what = line(_("Competency"), required=True)
    first = line(_("At first"), at_most=80)
    now = line(_("Now"), at_most=80)


class Words(forms.Form):
    """What the person says of it."""

    proud = long_text(
        _("What I can do now that I could not do before"),
        rows=3,
        help_text=_("For example: “I lead a meeting of five.”"),
    )
    next = long_text(_("My next step"), rows=2)


def propose(document: Document, texts: Texts) -> Answers:
    """The programme, the sessions, the goals and the competencies, as the person's own papers tell them."""
    return {
        "taken": {"programme": document.space.group.programme.name, "sessions": sessions_attended(document)},
        "goals": prefilling.reached_rows(document),
        "competencies": prefilling.competency_rows(document),
    }


OUTCOME_SHEET = register(
    DocumentKind(
        slug="outcome-sheet",
        title=_("My outcome sheet"),
        purpose=_("One page on what came of it for you, to take to a review or an interview. Only you can make it."),
        sections=(
            Section("taken", _("What I took part in"), Taken),
            Section("goals", _("My goals"), Goal, many=True, at_most=10, layout="table", sparse=True),
            Section("competencies", _("What I can do"), Competency, many=True, at_most=15, layout="table", sparse=True),
            Section("words", _("In my words"), Words),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MANAGER})),
        stage="final",
        must=False,
        after_end=True,
        stamped=True,
        keeps=24,
        prefill=propose,
    )
)
