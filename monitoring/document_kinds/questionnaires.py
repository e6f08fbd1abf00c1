"""The initial monitoring questionnaire: what mentees expect and where they start (design 4, D11)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import line, long_text, rating
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.permissions import Role


class Expectations(forms.Form):
    """What is hoped for."""

    mine = long_text(
        _("What I expect of the mentoring"), rows=3, required=True, help_text=_("The three most important things.")
    )
    group = long_text(_("What I expect of the others"), rows=2)


class StartingPoint(forms.Form):
    """The eight statements that are asked again half-way and at the end."""

    goals = rating(_("I know my goals."), required=True)
    strengths = rating(_("I know my strengths."), required=True)
    step = rating(_("I know my next step."), required=True)
    confidence = rating(_("I feel confident."), required=True)
    ask = rating(_("I can ask for help."), required=True)
    network = rating(_("I know people who can help me."), required=True)
    rules = rating(_("I understand the rules of the mentoring."), required=True)
    mentor = rating(_("I know what the mentor does, and what not."), required=True)


class SoFar(forms.Form):
    """How it began."""

    matched = forms.ChoiceField(
        label=_("Are we well matched?"),
        choices=(("good", _("yes, good")), ("unsure", _("not sure yet")), ("not", _("no, not good"))),
        widget=forms.RadioSelect,
    )
    worries = long_text(_("What worries me"), rows=3)
    often = line(_("How often should the manager ask how it goes?"))
    way = line(_("The best way to reach me"))


INITIAL_QUESTIONNAIRE = register(
    DocumentKind(
        slug="initial-questionnaire",
        title=_("Initial monitoring questionnaire"),
        purpose=_(
            "Where you stand at the start. It takes about five minutes and helps the manager to see what you need."
        ),
        sections=(
            Section("expectations", _("What I expect"), Expectations),
            Section("start", _("Where I start"), StartingPoint, note=_("How far do you agree?")),
            Section("so_far", _("How it began"), SoFar),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MANAGER})),
        stage="monitoring",
        per_meeting=True,
    )
)
