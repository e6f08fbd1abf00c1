"""The contract with its code of ethics: drafted by the manager, in force when manager, mentor and mentees have signed."""

from typing import Any

from django import forms
from django.utils import translation
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document, Version
from documents.workflows import SIGNED
from policy.machine import move
from policy.permissions import Action, Role

from ..choices import Mode
from ..models import Group, Programme
from .contract_texts import CODE_OF_ETHICS, clauses_for


class Frame(forms.Form):
    """What the mentoring is for, and from when to when."""

    purpose = line(_("Purpose, in one sentence"), required=True)
    starts_on = day(_("Begins on"), required=True)
    ends_on = day(_("Ends on"), required=True)
    mode = forms.ChoiceField(label=_("How we meet"), choices=Mode.choices)
    sessions = forms.IntegerField(label=_("Number of sessions"), min_value=1, max_value=60)
    minutes = forms.IntegerField(label=_("Length of a session, in minutes"), min_value=15, max_value=480)
    monitoring = line(_("How often the manager looks how it goes"), required=True)

    def clean(self) -> dict[str, Any]:
        """It ends after it begins."""
        said = super().clean() or {}
        if said.get("starts_on") and said.get("ends_on") and said["ends_on"] <= said["starts_on"]:
            self.add_error("ends_on", _("It must end after it begins."))
        return said


class Clause(forms.Form):
    """One thing that is agreed."""

    title = line(_("Heading"), required=True, at_most=120)
    text = long_text(_("Text"), required=True, rows=3)


def propose(document: Document, texts: Texts) -> Answers:
    """The standard clauses with the programme's own data in them, in the language of the documents."""
    programme: Programme = document.space.group.programme
    with translation.override(programme.language):
        return {
            "frame": {
                "purpose": programme.purpose,
                "starts_on": programme.starts_on.isoformat(),
                "ends_on": programme.ends_on.isoformat(),
                "mode": programme.mode,
                "sessions": "8",
                "minutes": "60",
                "monitoring": str(_("At the start, half-way and at the end")),
            },
            "clauses": clauses_for(programme),
            "ethics": [{"title": str(title), "text": str(text)} for title, text in CODE_OF_ETHICS],
        }


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
            Section("clauses", _("What we agree on"), Clause, many=True, at_least=1, at_most=40, layout="clauses"),
            Section("ethics", _("Code of ethics"), Clause, many=True, at_most=30, layout="clauses"),
        ),
        workflow=SIGNED,
        parts=Parts(
            writers=frozenset({Role.MANAGER}),
            signers=frozenset({Role.MANAGER, Role.MENTOR, Role.MENTEE}),
            readers=frozenset({Role.MANAGER, Role.MENTOR, Role.MENTEE}),
        ),
        stage="initial",
        stamped=True,
        keeps=24,
        prefill=propose,
        on_sealed=into_force,
    )
)
