"""The conclusions of the group under the eight headings (R65): what every group leaves behind."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import REVIEWED
from policy.permissions import Role


class EightHeadings(forms.Form):
    """Exactly these, in this order."""

    start = long_text(_("Where we started"), rows=3, required=True)
    together = long_text(_("How we worked together"), rows=3, required=True)
    succeeded = long_text(_("What we succeeded in"), rows=3, required=True)
    got = long_text(_("What we got from the process"), rows=3, required=True)
    problems = long_text(_("Problems we had"), rows=3, required=True)
    change = long_text(_("What we would change"), rows=3, required=True)
    now = long_text(_("Where we stand now"), rows=3, required=True)
    next = long_text(_("What next"), rows=3, required=True, help_text=_("For each of you: the next step, and by when."))


class Reached(forms.Form):
    """One goal, looked back at (R66)."""

    goal = line(_("Goal"), required=True)
    reached = forms.ChoiceField(
        label=_("Reached"),
        choices=(("not", _("not started")), ("partly", _("partly")), ("mostly", _("mostly")), ("fully", _("reached"))),
    )
    also = line(_("What else was gained, or what stopped it"))


class After(forms.Form):
    """What is agreed for afterwards."""

    thanks = long_text(_("Thank-you lines"), rows=3)
    contact = line(_("How we stay in contact"))
    on = day(_("Date of the final session"), required=True)


CONCLUSIONS = register(
    DocumentKind(
        slug="conclusions",
        title=_("Conclusions of the group"),
        purpose=_("What was reached and how to go on, written by the whole group at the end."),
        sections=(
            Section("headings", _("Our conclusions"), EightHeadings),
            Section("goals", _("Our goals"), Reached, many=True, at_most=20, layout="table"),
            Section("after", _("Afterwards"), After),
        ),
        workflow=REVIEWED,
        parts=Parts(
            writers=frozenset({Role.MENTOR, Role.MENTEE}),
            reviewer=Role.MENTOR,
            readers=frozenset({Role.MENTEE, Role.MANAGER}),
        ),
        stage="final",
        keeps=24,
    )
)
