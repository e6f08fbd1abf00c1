"""The mentee's profile: who applies, why now, and what is needed for a good match (design 4, D0).

What the application record holds already is proposed from it. What the manager finds out in the interview is a document
of its own, which the applicant does not read: ``interview_notes.py``.
"""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, day, line, long_text, several, tick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.models import Space
from policy.permissions import Role

from ..choices import Mode, slot_in_words
from ..models import Application

SITUATIONS = (
    ("studying", _("studying")),
    ("working", _("working")),
    ("seeking", _("looking for work")),
    ("other", _("something else")),
)
WAYS = (("mail", _("e-mail")), ("phone", _("phone call")), ("message", _("text message")))
ALONE_OR_NOT = (
    ("group", _("with others, in a group")),
    ("individual", _("alone with a mentor")),
    ("either", _("both suit me")),
)
POSSIBLE = ((Mode.FACE_TO_FACE.value, Mode.FACE_TO_FACE.label), (Mode.ONLINE.value, Mode.ONLINE.label))


class Person(forms.Form):
    """Who it is and how to reach them."""

    name = line(_("Name"), required=True, at_most=150)
    contact = line(_("E-mail address or phone number"), required=True)
    way = choice(_("How I like to be contacted"), WAYS)
    languages = line(_("Languages I can talk in"), required=True)


class Where(forms.Form):
    """Where the person stands, and why now."""

    situation = choice(_("At the moment I am"), SITUATIONS)
    education = line(_("Education"), help_text=_("For example: “School for cooks, not finished”."))
    experience = long_text(_("Work I have done, paid or not"), rows=3)
    why = long_text(
        _("Why I would like a mentor now"),
        rows=3,
        required=True,
        help_text=_("For example: “My youngest starts school, and I have been away from work for eight years.”"),
    )
    change = long_text(
        _("Three things I want to change or learn"), rows=3, required=True, help_text=_("One a line. Small ones count.")
    )
    strengths = long_text(
        _("What I am good at"), rows=2, help_text=_("For example: “I stay calm when everybody else runs.”")
    )
    hard = long_text(_("What is hard for me"), rows=2)


class Mentoring(forms.Form):
    """What would fit."""

    mentor = long_text(
        _("The kind of mentor I would like"), rows=2, help_text=_("For example: “Somebody who has changed trades too.”")
    )
    alone = choice(_("I would rather work"), ALONE_OR_NOT)
    times = line(_("Days and times when I can meet"))
    possible = several(_("I can meet"), POSSIBLE)
    device = line(
        _("To meet online I have"), help_text=_("For example: “a telephone, and the computer at the library”.")
    )
    share = long_text(_("Something about me that I am happy to tell a group"), rows=2)
    needs = long_text(
        _("What you should know so that I can take part"),
        rows=2,
        help_text=_(
            "Only if you want to: steps, hearing, reading, times. Only the managers read it, and no reason is needed."
        ),
    )


class Consent(forms.Form):
    """That it may be kept, and who may see more of it."""

    consent = tick(
        _("I agree that this profile is kept to find a mentor for me. I can withdraw that at any time."), required=True
    )
    mentor_may_read = tick(_("The manager may show this profile to my mentor when I have one."))
    on = day(_("Date"), required=True)


def propose(document: Document, texts: Texts) -> Answers:
    """What the application says already."""
    application: Application = document.space.application
    person = application.person
    return {
        "person": {
            "name": person.name,
            "contact": ", ".join(part for part in (person.email, person.phone) if part),
            "languages": application.language_words,
        },
        "where": {"experience": application.experience, "change": "\n".join(application.goals)},
        "mentoring": {
            "times": ", ".join(slot_in_words(slot) for slot in application.availability)[:300],
            "possible": _possible(application.mode),
        },
    }


def _possible(mode: str) -> list[str]:
    return [Mode.FACE_TO_FACE.value, Mode.ONLINE.value] if mode == Mode.BLENDED else [mode]


MENTEE_PROFILE = register(
    DocumentKind(
        slug="mentee-profile",
        title=_("Profile of the mentee"),
        purpose=_("Who you are and what you hope for, so that the manager can find the right mentor for you."),
        sections=(
            Section("person", _("About me"), Person),
            Section("where", _("Where I stand"), Where),
            Section("mentoring", _("The mentoring I would like"), Mentoring),
            Section("consent", _("My consent"), Consent),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.APPLICANT}), own=True, readers=frozenset({Role.MANAGER})),
        stage="selection",
        lives_in=Space.Kind.APPLICATION,
        keeps=6,
        prefill=propose,
    )
)
