"""What a mentee says about the mentoring after a session (R45; design 4, D9).

The writer decides whether the mentor hears of it (``sessions/feedback.py``); the document itself is read by the writer
and the managers alone.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, long_text, rating, tick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role

from ..calls import wish_of

SHARING = (("little", _("too little")), ("right", _("about right")), ("much", _("too much")))
PACE = (("slow", _("too slow")), ("right", _("about right")), ("fast", _("too fast")))
MAY_READ = (
    ("name", _("yes, with my name")),
    ("summary", _("only in averages, made of at least five answers of at least three people")),
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

    may_read = choice(
        _("May my mentor read this?"),
        MAY_READ,
        required=True,
        help_text=_("To take it back, open a new version and choose “no”: from then on your mentor does not read it."),
    )
    call = tick(
        _("I would like the manager to call me"), help_text=_("The managers then see your phone number, nobody else.")
    )


def propose(document: Document, texts: Texts) -> Answers:
    """Nothing is released by having forgotten to choose."""
    return {"afterwards": {"may_read": "no"}}


MENTEE_FEEDBACK = register(
    DocumentKind(
        slug="mentee-feedback",
        title=_("Feedback of a mentee"),
        purpose=_("How the session was for you, in two minutes. You decide whether your mentor reads it."),
        sections=(
            Section("session", _("The session"), Session, layout="statements", note=_("How far do you agree?")),
            Section("words", _("In my own words"), Words),
            Section(
                "afterwards",
                _("And then"),
                Afterwards,
                note=_(
                    "You and the managers read it. Your mentor reads what you allow here, as soon as you file it: with “no” "
                    "not even that you have written. Your wish for a call and this choice go to the managers alone."
                ),
            ),
        ),
        workflow=FILED,
        parts=Parts(
            writers=frozenset({Role.MENTEE}),
            own=True,
            readers=frozenset({Role.MANAGER}),
            released=frozenset({Role.MENTOR}),  # sessions/feedback.py
        ),
        stage="task",
        must=False,
        per_meeting=True,
        prefill=propose,
        meetings=("initial", "task", "final"),
        keeps=24,
        on_sealed=wish_of("afterwards"),
    )
)
