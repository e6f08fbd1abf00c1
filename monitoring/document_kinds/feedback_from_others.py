"""What people outside said about a mentee, as the mentee reads it, for the mentor (R47): the mentee's own act, or never.

Filled from the answers, typed by nobody. Where people were promised that they are read together, there are no names.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import line, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.permissions import Role


class Asked(forms.Form):
    """What was asked about, and how."""

    goal = line(_("The goal it is about"))
    names = line(_("How answers are read"))
    people = line(_("People who are counted"))


class Rated(forms.Form):
    """One statement, from 1 to 5: as the mentee and as others see it."""

    statement = line(_("Statement"))
    own = line(_("The mentee"))
    others = line(_("Others (people)"))
    parts = line(_("By relation"))


class Said(forms.Form):
    """One text."""

    who = line(_("Who"))
    text = long_text(_("Words"), rows=2)


FEEDBACK_FROM_OTHERS = register(
    DocumentKind(
        slug="feedback-from-others",
        title=_("Feedback from others"),
        purpose=_("What people outside the group said about a mentee, who gives it to the mentor."),
        sections=(
            Section("asked", _("What was asked"), Asked),
            Section("ratings", _("From 1 (not at all) to 5 (fully)"), Rated, many=True, layout="table", sparse=True),
            Section("keep", _("What to keep doing"), Said, many=True, layout="table", sparse=True),
            Section("change", _("What to do differently"), Said, many=True, layout="table", sparse=True),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MENTOR})),
        stage="task",
        must=False,
        repeats=True,
        elsewhere=True,
        live=True,
        stamped=True,
    )
)
