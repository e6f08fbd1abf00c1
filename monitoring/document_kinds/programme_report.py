"""The report on a whole programme: what was wanted, what was held, what came of it, what changes (design 4, D13).

It tells no stories of single people: a sponsor may read it one day (R76).
"""

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from documents.forms import choice, line, long_text, pick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.models import Space
from policy.permissions import Role
from programmes.models import Programme

from .. import collecting, figures

REACHED = (
    ("fully", _("reached")),
    ("mostly", _("mostly reached")),
    ("partly", _("partly reached")),
    ("not", _("not reached")),
)
FINDINGS_FOR_OTHERS = 5  # so many stand in the report for a director (monitoring/executive.py)
WEIGHTS = (("high", _("do first")), ("middle", _("do next")), ("low", _("would be good")))


class Objectives(forms.Form):
    """What the programme was for (R68)."""

    objectives = long_text(
        _("What the programme was to reach"),
        rows=3,
        required=True,
        help_text=_("For example: “Half of the mentees find work or a training within a year.”"),
    )
    reached = choice(_("Taken together"), REACHED, required=True)
    summary = long_text(
        _("Summary"), rows=4, required=True, help_text=_("Five sentences that a busy reader remembers.")
    )


class Figure(forms.Form):
    """One number, with what was aimed at (R69)."""

    what = line(_("What"), required=True)
    target = line(_("Aimed at"), at_most=40)
    value = line(pgettext_lazy("a target", "Reached"), at_most=40)
    remark = line(_("Remark"))


class Counted(forms.Form):
    """How many documents of one kind there are."""

    what = line(_("What"), required=True)
    value = line(_("Number"), at_most=40)


class Evaluation(forms.Form):
    """Four questions, each resting on the one before."""

    reaction = long_text(
        _("How people liked it"),
        rows=3,
        required=True,
        help_text=_("Reaction: what they said was useful and what was not, from the final questionnaires."),
    )
    learning = long_text(
        _("What people learned"),
        rows=3,
        required=True,
        help_text=_("Learning: how the answers to the statements moved from the start to the end."),
    )
    behaviour = long_text(
        _("What people do differently"),
        rows=3,
        required=True,
        help_text=_("Behaviour: steps they took, homework, what they had not dared before."),
    )
    results = long_text(
        _("What came of it"),
        rows=3,
        required=True,
        help_text=_("Results: work, training, studies, anything else, and what was there anyway."),
    )


class Finding(forms.Form):
    """One thing that was found out, and how it is known (R72)."""

    finding = line(_("What we found"), required=True)
    evidence = line(_("How we know it"), required=True)


class Advice(forms.Form):
    """One recommendation; the first row matters most."""

    what = line(_("What should be done"), required=True)
    weight = pick(_("How urgent"), WEIGHTS, required=True)
    owner = line(_("By whom"))
    why = line(_("Because"))


class NextTime(forms.Form):
    """What is carried into the next programme (R77)."""

    keep = long_text(_("What stays as it is"), rows=2)
    change = long_text(_("What changes next time"), rows=3, required=True)
    limits = long_text(
        _("What this report cannot say"),
        rows=2,
        help_text=_("For example: “Seven of thirty did not answer at the end.”"),
    )


NAMELESS = _(
    "No names, and nothing by which a single person could be recognised: write of at least five people together."
)


def propose(document: Document, texts: Texts) -> Answers:
    """The purpose of the programme and what can be counted."""
    programme: Programme = document.space.programme
    counted, written = figures.of_programme(programme), figures.documents(programme)
    return {
        "objectives": {"objectives": programme.purpose},
        "figures": [{"what": what, "value": str(value)} for what, value in counted],
        "documents": [{"what": what, "value": str(value)} for what, value in written],
    }


PROGRAMME_REPORT = register(
    DocumentKind(
        slug="programme-report",
        title=_("Report on the programme"),
        purpose=_(
            "What the programme reached, how you know, and what you change next time. Numbers are counted for you: add "
            "what you aimed at, and figures of your own."
        ),
        sections=(
            Section("objectives", _("Objectives"), Objectives, note=NAMELESS),
            Section(
                "figures",
                _("People and sessions"),
                Figure,
                many=True,
                at_most=30,
                layout="table",
                note=_("Counted on the day on which this report was begun."),
            ),
            Section("documents", _("Documents of the groups"), Counted, many=True, at_most=60, layout="table"),
            Section("evaluation", _("What it did"), Evaluation),
            Section(
                "findings",
                _("Findings"),
                Finding,
                many=True,
                at_least=1,
                at_most=20,
                layout="table",
                note=_(
                    "The most important one first: the first five stand in the report for a director, too. No names, and "
                    "nothing by which a single person could be recognised."
                ),
            ),
            Section(
                "recommendations",
                _("Recommendations"),
                Advice,
                many=True,
                at_least=1,
                at_most=12,
                layout="table",
                note=_("The most important one first."),
            ),
            Section("next", _("The next programme"), NextTime),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MANAGER}), readers=frozenset({Role.MANAGER})),
        stage="final",
        must=False,
        lives_in=Space.Kind.PROGRAMME,
        stamped=True,
        keeps=60,  # statistics without names have no end; the text has one
        prefill=propose,
        on_sealed=collecting.into_ledger(collecting.rows_of("recommendations"), "manager", "report"),
    )
)
