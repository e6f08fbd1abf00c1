"""What people said when they were asked one by one or together: an interview, or a focus group (R74). Without names."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, day, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.models import Space
from policy.permissions import Role

METHODS = (
    ("interview", _("interview: one person at a time")),
    ("focus-group", _("focus group: several people together")),
)


class Occasion(forms.Form):
    """When, how, and with whom, in words."""

    on = day(_("When"), required=True)
    method = choice(_("How"), METHODS, required=True)
    who = long_text(
        _("Who took part, without names"),
        rows=2,
        required=True,
        help_text=_("For example: “Six mentees of four groups, two of whom had left.”"),
    )


class Talk(forms.Form):
    """One question, and what was said."""

    question = long_text(_("Question"), rows=2, required=True)
    said = long_text(_("What was said"), rows=3, required=True)


class Finding(forms.Form):
    """One thing that it shows."""

    finding = long_text(_("What we take from it"), rows=2, required=True)


class Advice(forms.Form):
    """One thing to do."""

    what = long_text(_("What should be done"), rows=2, required=True)


INTERVIEW = register(
    DocumentKind(
        slug="interview",
        title=_("Interview or focus group"),
        purpose=_("What people said when you asked them, in their words and without their names."),
        sections=(
            Section(
                "occasion",
                _("The talk"),
                Occasion,
                note=_(
                    "No names, and nothing by which somebody could be recognised. Say before the talk who reads this."
                ),
            ),
            Section("talk", _("Questions and what was said"), Talk, many=True, at_least=1, at_most=20),
            Section("findings", _("Findings"), Finding, many=True, at_least=1, at_most=12, layout="table"),
            Section("recommendations", _("Recommendations"), Advice, many=True, at_most=12, layout="table"),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MANAGER}), readers=frozenset({Role.MANAGER})),
        stage="final",
        must=False,
        lives_in=Space.Kind.PROGRAMME,
        repeats=True,
        keeps=24,
    )
)
