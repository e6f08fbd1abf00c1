"""What the manager notes in the interview with an applicant (design 4, D0, manager part). The applicant does not read it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, day, line, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.models import Space
from policy.permissions import Role

DECISIONS = (
    ("select", _("to be selected")),
    ("reserve", _("for the reserve list")),
    ("decline", _("to be declined")),
    ("open", _("not clear yet")),
)


class Interview(forms.Form):
    """What was heard."""

    on = day(_("Date of the interview"), required=True)
    who = line(_("Who was there"))
    notes = long_text(
        _("Notes"),
        rows=5,
        help_text=_("What was said, not what you make of it. No diagnosis and no details about health."),
    )
    needs = long_text(
        _("What this person needs"),
        rows=3,
        required=True,
        help_text=_("For example: “A mentor who knows shift work; meetings before noon.”"),
    )


class Decision(forms.Form):
    """What follows from it; the decision itself is taken and told on the page of the application."""

    decision = choice(_("What you propose"), DECISIONS, required=True)
    reason = long_text(
        _("Why"), rows=2, help_text=_("The person may ask for it one day: write it so that you could say it.")
    )


INTERVIEW_NOTES = register(
    DocumentKind(
        slug="interview-notes",
        title=_("Notes of the interview"),
        purpose=_("What you heard and found in the interview with this person."),
        sections=(
            Section("interview", _("The interview"), Interview),
            Section("decision", _("What you make of it"), Decision),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MANAGER}), readers=frozenset({Role.MANAGER})),
        stage="selection",
        must=False,
        lives_in=Space.Kind.APPLICATION,
        keeps=6,
    )
)
