"""The list of participants of the initial and the final session (design 4, D15): printed, and signed by hand."""

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import line
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.permissions import Role


class Participant(forms.Form):
    """One person who is there."""

    name = line(_("Name"), required=True, at_most=150)
    role = line(_("Role"), required=True, at_most=60)


class Note(forms.Form):
    """What else there is to say about the list."""

    note = line(_("Note"), help_text=_("For example: “Ela joined by video.”"))


def propose(document: Document, texts: Texts) -> Answers:
    """Everyone of the group today, the manager first."""
    people = document.space.people(Role.MANAGER, Role.MENTOR, Role.MENTEE)
    return {"people": [{"name": row.person.name, "role": str(row.get_role_display())} for row in people][:30]}


PARTICIPANTS = register(
    DocumentKind(
        slug="participants",
        title=_("List of participants"),
        purpose=_("Who takes part in this session. Print it and let everyone sign in the room."),
        sections=(
            Section(
                "people",
                _("Present"),
                Participant,
                many=True,
                at_least=1,
                at_most=30,
                layout="table",
                ordered=True,
                by_hand=(_("Signature"), _("Date")),
            ),
            Section("note", _("Note"), Note),
        ),
        workflow=FILED,
        parts=Parts(
            writers=frozenset({Role.MENTOR, Role.MANAGER}),
            readers=frozenset({Role.MENTEE, Role.MENTOR, Role.MANAGER}),
        ),
        stage="initial",
        must=False,
        per_meeting=True,
        meetings=("initial", "final"),
        prefill=propose,
    )
)
