"""The record of a training (R11 to R14; design 4, D15). People see their own attendance only, so managers alone read it.

Its findings are the one place of what came out: sessions show the do's and don'ts, the training what both sides expect.
"""

from typing import Any
from zoneinfo import ZoneInfo

from django import forms
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents.forms import choice, day, line, long_text, number, pick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import FILED
from policy.models import Space
from policy.permissions import Role

from ..models import Programme, TrainingEvent
from ..training.expectations import without_names

THERE = (("yes", _("present")), ("no", _("absent")))


class Event(forms.Form):
    """What was taught, when and to whom."""

    topic = line(_("Topic"), required=True)
    on = day(_("Date"), required=True)
    audience = choice(_("For"), TrainingEvent.Audience.choices, required=True)
    # Translators: a noun: where people meet
    place = line(_("Place"))
    minutes = number(_("How long, in minutes"), least=15, most=2880)
    trainer = line(_("Led by"))


class Person(forms.Form):
    """Whether one person was there."""

    name = line(_("Name"), required=True, at_most=150)
    there = pick(_("Attendance"), THERE, required=True)


class Findings(forms.Form):
    """What came out of it."""

    dos = long_text(
        _("Do"), rows=3, help_text=_("From the practice of a first meeting, one a line: “Ask what the other expects.”")
    )
    donts = long_text(_("Do not"), rows=3, help_text=_("One a line, for example: “Hand out advice in the first hour.”"))
    of_mentors = long_text(_("What mentees expect of mentors"), rows=3)
    of_mentees = long_text(_("What mentors expect of mentees"), rows=3)
    etiquette = long_text(_("What was agreed on how to treat each other and how to report"), rows=3)


def propose(document: Document, texts: Texts) -> Answers:
    """The last training that has taken place, with who was there."""
    programme: Programme = document.space.programme
    own = programme.trainings.filter(pk=document.occasion).first() if document.occasion else None
    event = own or _last(programme)
    if event is None:
        return {}
    return {
        "event": _facts(event, programme),
        "people": _attendance(event),
        "findings": _expectations(event),
    }


def _last(programme: Programme) -> TrainingEvent | None:
    rows = programme.trainings.filter(starts_at__lte=timezone.now(), state=TrainingEvent.State.PLANNED)
    return rows.order_by("-starts_at").first()


def _facts(event: TrainingEvent, programme: Programme) -> dict[str, Any]:
    local = event.starts_at.astimezone(ZoneInfo(programme.time_zone))
    return {
        "topic": event.title,
        "on": local.date().isoformat(),
        "audience": event.audience,
        "place": event.place,
        "minutes": str(event.minutes),
    }


def _attendance(event: TrainingEvent) -> list[dict[str, str]]:
    there = set(event.attendances.filter(was="there").values_list("person", flat=True))
    rows = event.programme.space.people(*event.roles)
    return [{"name": row.person.name, "there": "yes" if row.person_id in there else "no"} for row in rows]


def _expectations(event: TrainingEvent) -> dict[str, str]:
    """What each side wrote before, without names; whoever files the record shares it with both sides."""
    said = without_names(event)
    return {"of_mentors": "\n".join(said[Role.MENTEE]), "of_mentees": "\n".join(said[Role.MENTOR])}


TRAINING_RECORD = register(
    DocumentKind(
        slug="training-record",
        title=_("Record of a training"),
        purpose=_("What was taught to whom, who was there, and the do's and don'ts that came out of it."),
        sections=(
            Section("event", _("The training"), Event),
            Section("people", _("Attendance"), Person, many=True, at_least=1, at_most=200, layout="table"),
            Section("findings", _("What came out of it"), Findings),
        ),
        workflow=FILED,
        parts=Parts(writers=frozenset({Role.MANAGER}), readers=frozenset({Role.MANAGER})),
        stage="training",
        must=False,
        repeats=True,
        lives_in=Space.Kind.PROGRAMME,
        prefill=propose,
    )
)
