"""The goal sheet of a group: what it wants to reach together, and the first steps (R28; design 4, D4).

The group, its members and the date stand in the heading.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text, tick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import REVIEWED
from policy.permissions import Role

from ..goals import follow_sheet, with_steps_of_today
from .goals import REVIEW


class Step(forms.Form):
    """One of the first steps of the group."""

    step = line(_("Step"), required=True)
    who = line(_("Who"), required=True)
    due = day(_("By when"), required=True)
    done = tick(_("Done"))


class Common(forms.Form):
    """What holds the group together."""

    common = long_text(_("What we have in common"), rows=3)
    goal = line(_("Our common goal"), required=True)
    why = long_text(_("Why it matters to us"), rows=2)
    measure = line(
        _("How we will see that it is reached"),
        required=True,
        help_text=_("Something that can be seen or counted. For example: “each of us has been to two interviews”."),
    )
    bring = long_text(
        _("What we bring to each other"), rows=3, help_text=_("For example: “Nia: patience. Ela: an address book.”")
    )
    rules = long_text(_("How we treat each other"), rows=3)
    serves = long_text(_("Which of our personal goals it helps"), rows=2)


class Agreed(forms.Form):
    """That it is the goal of all."""

    names = line(_("Agreed by"), required=True, help_text=_("The names of everyone who has agreed."))


def propose(document: Document, texts: Texts) -> Answers:
    """The names of the group, who are to agree."""
    people = document.space.people(Role.MENTOR, Role.MENTEE)
    return {"agreed": {"names": ", ".join(row.person.name for row in people)[:300]}}


GROUP_GOALS = register(
    DocumentKind(
        slug="group-goals",
        title=_("Goals and objectives of the group"),
        purpose=_("What the group wants to reach together, and the first steps."),
        sections=(
            Section("common", _("Our goal"), Common),
            Section("steps", _("First steps"), Step, many=True, at_least=1, at_most=12, layout="table"),
            Section("agreed", _("Agreed by all"), Agreed),
            REVIEW,
        ),
        workflow=REVIEWED,
        parts=Parts(
            writers=frozenset({Role.MENTOR, Role.MENTEE}),
            reviewer=Role.MENTOR,
            readers=frozenset({Role.MENTEE, Role.MANAGER}),
        ),
        stage="initial",
        pairs=False,
        prefill=propose,
        carry_on=with_steps_of_today,
        on_sealed=follow_sheet,
    )
)
