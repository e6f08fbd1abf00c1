"""“Are we well matched?”, asked of each side alone after the first session (R18); the answer reaches the manager.

Nobody of the group learns of another's answer. Who changes their mind files a new version: the newest counts.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import FIT, choice, long_text, tick
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.permissions import Role
from sessions.calls import wish_of


class Match(forms.Form):
    """How it fits, and what would help."""

    fit = choice(_("Are we well matched?"), FIT, required=True)
    why = long_text(
        _("Why"), rows=2, help_text=_("For example: “We like each other, but our working hours never meet.”")
    )
    help = long_text(_("What would help"), rows=2)
    call = tick(
        _("I would like the manager to call me"), help_text=_("The managers then see your phone number, nobody else.")
    )


WELL_MATCHED = register(
    DocumentKind(
        slug="well-matched",
        title=_("Are we well matched?"),
        purpose=_("One question after the first session. Only you and the managers read the answer."),
        sections=(
            Section(
                "match",
                _("After our first session"),
                Match,
                note=_(
                    "Each of you answers alone. Nobody of your group reads it or learns that you have answered. When you "
                    "change your mind, open a new version: the newest counts."
                ),
            ),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTOR, Role.MENTEE}), own=True, readers=frozenset({Role.MANAGER})),
        stage="initial",
        must=False,
        on_sealed=wish_of("match"),
    )
)
