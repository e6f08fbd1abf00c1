"""A check-in: a short call or talk of the manager with one mentee or mentor, logged (design 4, D10).

Whom it was with, their role and their group stand in the heading. Not everybody is reached, and not everything is
spoken about: what must be answered can be answered with that, so that a call in vain is logged too.
"""

from typing import Any

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.forms import FIT, choice, day, line, long_text, number, pick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document, Version
from documents.workflows import FILED
from policy.permissions import Role
from sessions.calls import answers_wish

from .. import prefilling
from ..collecting import answer_of, into_ledger, role_of_person
from ..models import Recommendation

UNSPOKEN = ("unspoken", _("not spoken about"))
BECAUSE = (
    ("first", _("the first meeting has taken place")),
    ("regular", _("it was time for the next check-in")),
    ("cause", _("something gave cause for it")),
    ("asked", _("the person asked for it")),
)
# Translators: in which way somebody was reached: by phone, by e-mail, in person
CHANNELS = (("phone", _("phone")), ("video", _("video call")), ("person", _("in person")), ("mail", _("e-mail")))
REACHED = (("yes", _("yes")), ("message", _("no, I left a message")), ("no", _("no")))
MET = (("often", _("yes, several times")), ("once", _("yes, once")), ("no", _("not yet")), UNSPOKEN)
HOW_FAR = (("yes", _("yes")), ("partly", _("partly")), ("no", _("no")))
TALKERS = (
    ("mentor", _("the mentor")),
    ("mentees", _("the mentees")),
    ("even", _("about the same")),
    ("unknown", _("cannot be said")),
)
WORRYING = (("no", _("no")), ("yes", _("yes")), UNSPOKEN)
TELL = (("nothing", _("nothing")), ("this", _("this sentence, as agreed with the person")))
LEVELS = (
    ("green", _("green – it goes well")),
    ("amber", _("amber – I keep an eye on it")),
    ("red", _("red – help is needed now")),
)


class Call(forms.Form):
    """When, how and why."""

    because = choice(_("Why now?"), BECAUSE)
    on = day(_("Date"), required=True)
    channel = choice(_("How"), CHANNELS)
    minutes = number(_("How long, in minutes"), least=1, most=240)
    reached = choice(_("Reached?"), REACHED, required=True)


class Before(forms.Form):
    """One thing that was agreed last time, and whether it happened (R60)."""

    what = line(_("What was agreed"), required=True)
    who = line(_("Who"))
    done = pick(_("Has it happened?"), HOW_FAR)
    note = line(_("Note"))


class Meetings(forms.Form):
    """Whether they meet, and whether they fit."""

    met = choice(_("Have you met?"), MET, required=True)
    next = day(_("When do you meet next?"), help_text=_("Empty: no day is agreed yet."))
    impression = long_text(
        _("How was the first meeting?"), rows=2, help_text=_("For example: “Shy at first, then it ran by itself.”")
    )
    fit = choice(_("Are you well matched?"), (*FIT, UNSPOKEN), required=True)
    talks = choice(_("Who talks more?"), TALKERS)


class Footing(forms.Form):
    """What good sessions stand on."""

    prepared = choice(_("The mentees come prepared."), HOW_FAR)
    concrete = choice(_("They bring something concrete to talk about."), HOW_FAR)
    contract = choice(_("The contract is signed."), HOW_FAR)
    plan = choice(_("The session plan is clear to everyone."), HOW_FAR)
    homework = choice(_("The homework is known."), HOW_FAR)


class Heard(forms.Form):
    """What was said."""

    well = long_text(
        _("What goes well"), rows=2, help_text=_("For example: “She wrote to two employers, which she never dared.”")
    )
    worrying = choice(_("Is there anything worrying?"), WORRYING, required=True)
    worry = long_text(
        _("What is worrying"),
        rows=2,
        help_text=_(
            "Facts, in the person's own words if you can. No diagnosis and no details about health or family that you "
            "do not need to act. For example: “Two sessions were called off at short notice.”"
        ),
    )
    advice = long_text(_("Advice given"), rows=2)
    recommends = long_text(
        _("What they recommend to the programme"),
        rows=2,
        help_text=_("It goes into the list of recommendations, where no name stands beside it. Leave names out."),
    )

    def clean(self) -> dict[str, Any]:
        """Who says that something is worrying says what."""
        said = super().clean() or {}
        if said.get("worrying") == "yes" and not said.get("worry"):
            self.add_error("worry", _("Say in a few words what is worrying."))
        return said


class Agreed(forms.Form):
    """One thing to be done."""

    what = line(_("What"), required=True)
    who = line(_("Who"), required=True)
    due = day(_("By when"))


class Afterwards(forms.Form):
    """What follows from it."""

    tell = choice(
        _("What may the other side be told?"),
        TELL,
        required=True,
        help_text=_("Ask before you hang up. Nobody but the managers reads this sheet."),
    )
    sentence = line(_("The sentence"), help_text=_("For example: “She would like to meet earlier in the evening.”"))
    level = choice(_("How does it stand?"), LEVELS, required=True)
    next_call = day(_("Next check-in"), required=True)

    def clean(self) -> dict[str, Any]:
        """A sentence that may be told is written down."""
        said = super().clean() or {}
        if said.get("tell") == "this" and not said.get("sentence"):
            self.add_error("sentence", _("Write the sentence that may be told, or choose “nothing”."))
        return said


def propose(document: Document, texts: Texts) -> Answers:
    """What was agreed with this person last time, and of this call what can be known before it."""
    because, again = prefilling.reason_of_call(document)
    return {
        "call": {"because": because, "on": timezone.localdate().isoformat(), "channel": "phone"},
        "before": prefilling.agreed_before(document),
        "afterwards": {"tell": "nothing", "next_call": again.isoformat()},
    }


def after_the_call(version: Version, by: Any) -> None:
    """The wish to be called is answered, and what was recommended is in the ledger (R57)."""
    answers_wish("call")(version, by)
    into_ledger(answer_of("heard", "recommends"), role_of_person, Recommendation.Source.CALL)(version, by)


CHECK_IN = register(
    DocumentKind(
        slug="check-in",
        title=_("Check-in"),
        purpose=_("A few minutes with one person: how it goes, what is agreed, when you call again."),
        sections=(
            Section("call", _("The call"), Call),
            Section("before", _("Agreed last time"), Before, many=True, at_most=12, layout="table"),
            Section("meetings", _("Meeting each other"), Meetings),
            Section(
                "footing",
                _("What the sessions stand on"),
                Footing,
                layout="statements",
                note=_("Only what was spoken about."),
            ),
            Section("heard", _("What I heard"), Heard),
            Section("actions", _("What we agreed"), Agreed, many=True, at_most=12, layout="table"),
            Section("afterwards", _("Afterwards"), Afterwards),
        ),
        workflow=FILED,
        parts=Parts(
            writers=frozenset({Role.MANAGER}),
            readers=frozenset({Role.MANAGER}),
            about=frozenset({Role.MENTEE, Role.MENTOR}),
        ),
        stage="monitoring",
        must=False,
        repeats=True,
        prefill=propose,
        on_sealed=after_the_call,
    )
)
