"""What was deleted or made anonymous, when and why (R82; design 4, D15). No names: what is gone is not to be named again."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text, number, pick
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.models import Space
from policy.permissions import Role

METHODS = (
    ("deleted", _("deleted")),
    ("anonymous", _("made anonymous")),
    ("shredded", _("shredded")),
    ("returned", _("given back")),
)


class Disposed(forms.Form):
    """One sort of records."""

    what = line(_("What"), required=True, help_text=_("For example: “profiles of declined applicants”. No names."))
    count = number(_("How many"), least=1, most=100_000, required=True)
    method = pick(_("How"), METHODS, required=True)


class Reason(forms.Form):
    """When, by whom, and why."""

    on = day(_("Date"), required=True)
    by = line(_("By"), required=True)
    why = long_text(
        _("Why"), rows=3, required=True, help_text=_("The rule or the wish: “kept for six months, as we promised”.")
    )
    left = long_text(_("What is still kept, and until when"), rows=2)


DISPOSAL_RECORD = register(
    DocumentKind(
        slug="disposal-record",
        title=_("Record of disposal"),
        purpose=_("Proof that records were deleted or made anonymous when they were no longer needed."),
        sections=(
            Section("disposed", _("What was disposed of"), Disposed, many=True, at_least=1, at_most=30, layout="table"),
            Section("reason", _("When and why"), Reason),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MANAGER}), readers=frozenset({Role.MANAGER})),
        stage="final",
        must=False,
        repeats=True,
        lives_in=Space.Kind.PROGRAMME,
        keeps=24,
    )
)
