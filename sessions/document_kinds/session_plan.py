"""The session plan: the main managing tool. A live table; each publication is a version (R30-R34; design 4, D5)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import line, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED_QUIETLY
from policy.permissions import Role


class ThisVersion(forms.Form):
    """From when this version counts, and what it changes."""

    valid_from = line(_("Valid from"))
    changes = long_text(_("Changed since the last version"))


class PlannedSession(forms.Form):
    """One row of the plan, in words."""

    number = line(_("No."))
    when = line(_("Date and time"))
    kind = line(_("Session"))
    where = long_text(_("Where"))
    topic = line(_("Topic"))
    goal = line(_("Goal it serves"))
    homework = long_text(_("Homework before it"))
    keeper = line(_("Diary keeper"))
    remarks = line(_("Remarks"), at_most=400)
    status = line(_("Status"), at_most=400)


class Around(forms.Form):
    """What belongs to every session."""

    agenda = long_text(_("Agenda of a session"))
    monitoring = long_text(_("Monitoring"))
    resources = long_text(_("Resources"))
    reach = long_text(_("How to reach each other"))


SESSION_PLAN = register(
    DocumentKind(
        slug="session-plan",
        title=_("Session plan"),
        purpose=_("When the group meets, about what, with which homework, and who keeps the diary."),
        sections=(
            Section("sessions", _("Sessions"), PlannedSession, many=True, at_most=100, layout="table", sparse=True),
            Section("around", _("Good to know"), Around),
            Section("version", _("This version"), ThisVersion),
        ),
        workflow=FILED_QUIETLY,  # the group is invited to what has changed: sessions/inviting.py
        parts=Parts(writers=frozenset({Role.MENTOR}), readers=frozenset({Role.MENTEE, Role.MENTOR, Role.MANAGER})),
        stage="initial",
        live=True,
    )
)
