"""The mentor's reflective log (R44; design 4, D8): private to its writer, never in the group's dossier.

Nobody else reads it, not even that it exists: the kind has no readers, and lists of a group leave it out.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, line, long_text, rating, tick
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.permissions import Role

TALKED = (("little", _("too little")), ("right", _("about right")), ("much", _("too much")))
DIRECTION = (("theirs", _("theirs")), ("shared", _("found together")), ("mine", _("mine")))
WENT = (
    ("1", _("1 – badly")),
    ("2", _("2 – not so well")),
    ("3", _("3 – so-so")),
    ("4", _("4 – well")),
    ("5", _("5 – very well")),
)


class Session(forms.Form):
    """How it went."""

    went = choice(_("How did it go?"), WENT, required=True)
    worked = long_text(
        _("What worked, and why"), rows=3, help_text=_("For example: “I waited, and then it came from them.”")
    )
    differently = long_text(_("What I would do differently"), rows=3)


class Myself(forms.Form):
    """How the writer mentored."""

    listen = rating(_("I listened well."))
    ask = rating(_("My questions opened something."))
    feedback = rating(_("My feedback could be used."))
    judging = rating(_("I did not judge."))
    talked = choice(_("How much did I talk?"), TALKED)
    direction = choice(_("Whose direction was it?"), DIRECTION)


class Deeper(forms.Form):
    """What stays."""

    ethics = long_text(_("Questions of right and wrong"), rows=2)
    feelings = long_text(_("What it did to me"), rows=2)
    learn = long_text(_("What I need to learn"), rows=2)
    tags = line(
        _("Words to find it by"), help_text=_("A few words with commas between them, for example: “silence, advice”.")
    )
    supervision = tick(_("I want to take this to supervision"))


REFLECTIVE_LOG = register(
    DocumentKind(
        slug="reflective-log",
        title=_("Reflective log"),
        purpose=_("What you think about a session and about yourself in it. Nobody but you reads it or knows of it."),
        sections=(
            Section("session", _("The session"), Session),
            Section("myself", _("Myself in it"), Myself, layout="statements"),
            Section("deeper", _("What stays with me"), Deeper),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTOR}), own=True, kept=frozenset({Role.MENTOR})),
        stage="task",
        must=False,
        per_meeting=True,
        keeps=3,
    )
)
