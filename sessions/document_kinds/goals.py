"""Goal sheets: what a mentee wants to reach, and what the group wants to reach together (R27, R28)."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import REVIEWED
from policy.permissions import Role

AREAS = (
    ("strengths", _("know my strengths")),
    ("cv", _("write a CV and letter")),
    ("interviews", _("prepare for interviews")),
    ("vacancies", _("find vacancies")),
    ("network", _("build a network")),
    ("confidence", _("self-confidence")),
    ("communication", _("communication")),
    ("time", _("time and organisation")),
    ("digital", _("digital skills")),
    ("business", _("start a business")),
    ("training", _("choose a training")),
    ("balance", _("balance work and family")),
    ("language", _("language")),
    ("leadership", _("leadership")),
    ("other", _("something else")),
)


class Areas(forms.Form):
    """What the mentee would like to work on."""

    areas = forms.MultipleChoiceField(
        label=_("I would like to work on"), choices=AREAS, required=False, widget=forms.CheckboxSelectMultiple
    )


class Goal(forms.Form):
    """One goal with its small steps."""

    goal = line(_("My goal, in my own words"), required=True)
    why = long_text(_("Why it matters to me"), rows=2)
    now = line(_("Where I am now"), required=True)
    measure = line(_("How I will know that it is reached"), required=True)
    steps = long_text(_("Small steps"), rows=4, required=True, help_text=_("One step a line, with a date if you like."))
    help = line(_("Help I need, and from whom"))
    due = day(_("By when"), required=True)


class Expectations(forms.Form):
    """What the mentee expects."""

    mentoring = long_text(_("What I expect of the mentoring"), rows=3)
    group = long_text(_("What I expect of the group"), rows=3)


PERSONAL_GOALS = register(
    DocumentKind(
        slug="personal-goals",
        title=_("Personal goals and objectives"),
        purpose=_("What you want to reach, and the small steps towards it. One to three goals are enough."),
        sections=(
            Section("areas", _("What I want to work on"), Areas),
            Section("goals", _("My goals"), Goal, many=True, at_least=1, at_most=5),
            Section("expectations", _("What I expect"), Expectations),
        ),
        workflow=REVIEWED,
        parts=Parts(
            writers=frozenset({Role.MENTEE}), own=True, reviewer=Role.MENTOR, readers=frozenset({Role.MANAGER})
        ),
        stage="initial",
    )
)


class Common(forms.Form):
    """What holds the group together."""

    common = long_text(_("What we have in common"), rows=3)
    goal = line(_("Our common goal"), required=True)
    why = long_text(_("Why it matters to us"), rows=2)
    measure = line(_("How we will see that it is reached"), required=True)
    bring = long_text(_("What we bring to each other"), rows=3)
    rules = long_text(_("How we treat each other"), rows=3)


class Step(forms.Form):
    """One of the first steps."""

    step = line(_("Step"), required=True)
    who = line(_("Who"), required=True)
    due = day(_("By when"), required=True)


GROUP_GOALS = register(
    DocumentKind(
        slug="group-goals",
        title=_("Goals and objectives of the group"),
        purpose=_("What the group wants to reach together, and the first steps."),
        sections=(
            Section("common", _("Our goal"), Common),
            Section("steps", _("First steps"), Step, many=True, at_least=1, at_most=12, layout="table"),
        ),
        workflow=REVIEWED,
        parts=Parts(
            writers=frozenset({Role.MENTOR, Role.MENTEE}),
            reviewer=Role.MENTOR,
            readers=frozenset({Role.MENTEE, Role.MANAGER}),
        ),
        stage="initial",
        pairs=False,
    )
)
