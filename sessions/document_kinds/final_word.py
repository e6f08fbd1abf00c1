"""What a mentee says at the end: what was reached, and how it goes on (R64). The conclusions of the group begin with it."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.permissions import Role
from programmes.training.expectations import at_the_start


class MyWord(forms.Form):
    """Looking back, and onwards."""

    reached = long_text(
        _("What I have reached"),
        rows=3,
        required=True,
        help_text=_("For example: “Four interviews, and I sleep the night before.”"),
    )
    onwards = long_text(
        _("How I go on"), rows=3, required=True, help_text=_("For example: “Ela and I go on reading adverts together.”")
    )
    step = line(_("My next step"), required=True, help_text=_("For example: “I send three applications.”"))
    due = day(_("By when"), required=True)
    thanks = line(_("A word of thanks"))


FINAL_WORD = register(
    DocumentKind(
        slug="final-word",
        title=_("Final word"),
        purpose=_(
            "What you have reached and how you go on, in a few lines. Your group begins its conclusions with it."
        ),
        sections=(Section("word", _("My word at the end"), MyWord),),
        workflow=FILED,
        parts=Parts(
            writers=frozenset({Role.MENTEE}),
            own=True,
            readers=frozenset({Role.MENTOR, Role.MENTEE, Role.MANAGER}),
        ),
        stage="final",
        must=False,
        keeps=24,
        recalls=at_the_start,
    )
)
