"""Who I am: the short presentation that everybody of a group gives the others in the beginning (R20).

All of it is free. The own group reads it and nobody else, the managers neither.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import line, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.permissions import Role


class Myself(forms.Form):
    """What one likes the others to know."""

    background = long_text(
        _("Where I come from"), rows=3, help_text=_("For example: “I grew up by the sea and came here six years ago.”")
    )
    family = line(_("My family"))
    hobbies = line(_("What I like to do"), help_text=_("For example: “I mend bicycles and sing in a choir.”"))
    values = long_text(_("What matters to me"), rows=2, help_text=_("For example: “That people say what they mean.”"))
    education = line(_("What I have learned"))
    profession = line(_("My work, now or before"))
    ask = line(_("What you may ask me about"))


PRESENTATION = register(
    DocumentKind(
        slug="presentation",
        title=_("Presentation"),
        purpose=_("Tell your group a little about yourself, so that you do not begin as strangers."),
        sections=(Section("myself", _("Who I am"), Myself, note=_("Leave empty what you do not want to tell.")),),
        workflow=FILED,
        parts=Parts(
            writers=frozenset({Role.MENTOR, Role.MENTEE}), own=True, readers=frozenset({Role.MENTOR, Role.MENTEE})
        ),
        stage="initial",
        must=False,
    )
)
