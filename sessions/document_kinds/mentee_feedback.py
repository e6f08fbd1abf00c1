"""What a mentee says about the mentoring after a session (R45; design 4, D9).

For now only the managers read it besides its writer, and the form says so; the answer to “may the mentor read it?” is
kept for the day when a manager can release it.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, long_text, rating, tick
from documents.kinds import DocumentKind, Parts, Section, register
from documents.workflows import FILED
from policy.permissions import Role

SHARING = (("little", _("too little")), ("right", _("about right")), ("much", _("too much")))
PACE = (("slow", _("too slow")), ("right", _("about right")), ("fast", _("too fast")))
MAY_READ = (
    ("name", _("yes, with my name")),
    ("summary", _("only in a summary of at least three answers")),
    ("no", _("no")),
)


class Session(forms.Form):
    """How it was."""

    useful = rating(_("The session was useful for me."), required=True)
    heard = rating(_("I was listened to."), required=True)
    way = rating(_("I found my own way forward."))
    pushed = rating(_("I felt pushed in a direction."))
    sharing = choice(_("My mentor told of own experience …"), SHARING, required=True)
    pace = choice(_("The pace was …"), PACE)


class Words(forms.Form):
    """In the mentee's own words."""

    well = long_text(_("What went well"), rows=2)
    better = long_text(_("What would make it even better"), rows=2)
    got = long_text(_("What I take with me"), rows=2)


class Afterwards(forms.Form):
    """What may happen with it."""

    may_read = choice(_("May my mentor read this one day?"), MAY_READ, required=True)
    call = tick(_("I would like the manager to call me"))


MENTEE_FEEDBACK = register(
    DocumentKind(
        slug="mentee-feedback",
        title=_("Feedback of a mentee"),
        purpose=_("How the session was for you, in two minutes. Your mentor does not read it."),
        sections=(
            Section("session", _("The session"), Session, layout="statements", note=_("How far do you agree?")),
            Section("words", _("In my own words"), Words),
            Section(
                "afterwards",
                _("And then"),
                Afterwards,
                note=_(
                    "Now only you and the managers read it. If your mentor is ever to learn of it, the managers look here first."
                ),
            ),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MENTEE}), own=True, readers=frozenset({Role.MANAGER})),
        stage="task",
        must=False,
        per_meeting=True,
        meetings=("initial", "task", "final"),
        keeps=24,
    )
)
