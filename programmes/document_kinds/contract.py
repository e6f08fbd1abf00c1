"""The contract with its code of ethics: drafted by the manager, in force when manager, mentor and mentees have signed.

Its parties, their roles, the programme and the group stand in the heading (design 4, D1: 1 and 2); whoever signs agrees
to every rule, so the rules of the code of ethics carry no ticks of their own (D2).
"""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, day, line, long_text, number
from documents.kinds import Answers, DocumentKind, Parts, Section, TextList, Texts, register
from documents.models import Document, Version
from documents.workflows import SIGNED
from policy.machine import move
from policy.permissions import Action, Role

from ..choices import Mode
from ..models import Group, Programme
from .contract_texts import clauses_for, ethics_for

FACE_TO_FACE_SESSIONS = {Mode.FACE_TO_FACE: "8", Mode.BLENDED: "3", Mode.ONLINE: ""}  # start, middle, end


class Frame(forms.Form):
    """What the mentoring is for, and from when to when."""

    purpose = line(_("Purpose, in one sentence"), required=True)
    starts_on = day(_("Begins on"), required=True)
    ends_on = day(_("Ends on"), required=True)
    mode = choice(_("How we meet"), Mode.choices, required=True)
    sessions = number(_("Number of sessions"), least=1, most=60, required=True)
    minutes = number(_("Length of a session, in minutes"), least=15, most=480, required=True)
    face_to_face = number(
        _("Sessions face to face"), most=60, help_text=_("Three are a good number: at the start, half-way, at the end.")
    )
    monitoring = line(
        _("How often the manager looks how it goes"), required=True, help_text=_("Agree on it with the mentor.")
    )
    first_look = day(_("First monitoring"))
    middle_look = day(_("Monitoring half-way"))
    last_look = day(_("Last monitoring"))

    def clean(self) -> dict[str, Any]:
        """It ends after it begins, and no more sessions are face to face than there are."""
        said = super().clean() or {}
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] <= said["starts_on"]:
            self.add_error("ends_on", _("It must end after it begins."))
        if said.get("face_to_face") and said.get("sessions") and said["face_to_face"] > said["sessions"]:
            self.add_error("face_to_face", _("There are not so many sessions."))
        return said


class Clause(forms.Form):
    """One thing that is agreed."""

    title = line(_("Heading"), required=True, at_most=120)
    text = long_text(_("Text"), required=True, rows=3)


class Rule(forms.Form):
    """One rule of the code of ethics; those under the same heading stand together."""

    title = line(_("Heading"), required=True, at_most=120)
    text = long_text(_("Rule"), required=True, rows=2)


class Amendment(forms.Form):
    """What one of the later versions changes."""

    version = number(_("Version"), least=2, most=999, required=True)
    what = long_text(_("What changes"), rows=2, required=True)
    why = long_text(_("Why"), rows=2)


def propose(document: Document, texts: Texts) -> Answers:
    """The programme's clauses and rules with its own data before them."""
    programme: Programme = document.space.group.programme
    return {
        "frame": {
            "purpose": programme.purpose,
            "starts_on": programme.starts_on.isoformat(),
            "ends_on": programme.ends_on.isoformat(),
            "mode": programme.mode,
            "sessions": "8",
            "minutes": "60",
            "face_to_face": FACE_TO_FACE_SESSIONS[Mode(programme.mode)],
            "monitoring": str(_("At the start, half-way and at the end")),
        },
        "clauses": _agreed(texts["clauses"]),
        "ethics": _agreed(texts["ethics"]),
    }


def _agreed(texts: list[dict[str, str]]) -> list[dict[str, str]]:
    return [{"title": text["title"], "text": text["text"]} for text in texts]


def into_force(version: Version, by: Any) -> None:
    """With the contract in force the group goes on to its task-oriented sessions."""
    group: Group = version.space.group
    if group.state in (Group.State.FORMING, Group.State.INITIAL):
        move(group, Action.WORK, by=by)


CONTRACT = register(
    DocumentKind(
        slug="contract",
        title=_("Contract of mentoring"),
        purpose=_("What manager, mentor and mentees agree on. It is in force when everyone has signed."),
        sections=(
            Section("frame", _("The mentoring"), Frame),
            Section(
                "clauses",
                _("What we agree on"),
                Clause,
                many=True,
                at_least=1,
                at_most=40,
                layout="clauses",
                ordered=True,
            ),
            Section("ethics", _("Code of ethics"), Rule, many=True, at_most=40, layout="rules", ordered=True),
            Section(
                "amendments",
                _("Amendments"),
                Amendment,
                many=True,
                at_most=20,
                layout="table",
                note=_("Every later version says here what it changes. It counts when all have signed it."),
            ),
        ),
        workflow=SIGNED,
        parts=Parts(
            writers=frozenset({Role.MANAGER}),
            signers=frozenset({Role.MANAGER, Role.MENTOR, Role.MENTEE}),
            readers=frozenset({Role.MANAGER, Role.MENTOR, Role.MENTEE}),
            kept=frozenset({Role.MENTOR, Role.MENTEE}),
        ),
        stage="initial",
        stamped=True,
        keeps=24,
        texts=(
            TextList("clauses", _("Clauses of the contract"), clauses_for, titled=True, at_most=40),
            TextList("ethics", _("Rules of the code of ethics"), ethics_for, titled=True, at_most=40),
        ),
        prefill=propose,
        on_sealed=into_force,
    )
)
