"""The mentor's session record: what was covered and agreed, for the next one (R43; design 4, D7). Its writer's alone.

The mentees and the date stand in its label. What was agreed last time is proposed from the writer's own last record.
"""

from datetime import timedelta
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import day, line, long_text, number, pick, several
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document, Version
from documents.workflows import FILED
from policy.permissions import Role

from ..models import Attendance, Meeting

APPROACHES = (
    ("listening", _("listening and asking")),
    ("experience", _("telling of my own experience")),
    ("feedback", _("giving feedback")),
    ("role-play", _("playing a situation through")),
    ("planning", _("planning steps")),
    ("information", _("giving information")),
    ("network", _("introducing somebody")),
    ("other", _("something else")),
)
HOW_FAR = (("done", _("done")), ("partly", _("partly")), ("not", _("not done")))


class Session(forms.Form):
    """Who was there, and how long."""

    mentees = line(_("With"), required=True)
    minutes = number(_("How long, in minutes"), least=1, most=600, required=True)


class Before(forms.Form):
    """One thing that was agreed last time."""

    what = line(_("What was agreed"), required=True)
    done = pick(_("Is it done?"), HOW_FAR)
    note = line(_("Note"))


class Covered(forms.Form):
    """What it was about."""

    areas = long_text(
        _("What we covered, in broad lines"),
        rows=3,
        required=True,
        help_text=_("For example: “Reading adverts; what an employer looks for first.”"),
    )
    approaches = several(_("What I did"), APPROACHES)
    points = long_text(_("Key points"), rows=3, help_text=_("Only what you need to go on. No details about health."))


class Action(forms.Form):
    """One thing to be done."""

    what = line(_("What"), required=True)
    who = line(_("Who"), required=True)
    due = day(_("By when"))


class Ahead(forms.Form):
    """What comes."""

    concerns = long_text(
        _("What I want to tell the manager"),
        rows=2,
        help_text=_("A reminder for you: nobody else reads it here. Call or write to the manager."),
    )
    next = line(_("The next session"), required=True, help_text=_("When, and what to look at first."))


def propose(document: Document, texts: Texts) -> Answers:
    """Who came and how long it was; and what the writer agreed on in the record before this one."""
    rows = Meeting.objects.select_related("group")
    meeting = rows.filter(pk=document.occasion).first() if document.occasion else None
    if meeting is None:
        return {}
    came = meeting.attendances.filter(came=Attendance.Came.PRESENT).select_related("person")
    there = {row.person for row in came}
    mentees = [person for person in meeting.group.mentees() if person in there or not there]
    coming = meeting.group.meetings.filter(starts_at__gt=meeting.starts_at, state=Meeting.State.PLANNED).first()
    return {
        "session": {"mentees": ", ".join(person.name for person in mentees)[:300], "minutes": str(meeting.minutes)},
        "before": [{"what": action["what"]} for action in _agreed_before(document, meeting)],
        "ahead": {"next": coming.label if coming else ""},
    }


def _agreed_before(document: Document, meeting: Meeting) -> list[dict[str, Any]]:
    """The actions of the writer's last record of this group."""
    earlier = list(meeting.group.meetings.filter(starts_at__lt=meeting.starts_at).values_list("pk", flat=True))
    mine = Version.objects.in_force().filter(
        document__kind_slug=document.kind_slug, document__person=document.person_id, document__occasion__in=earlier
    )
    last = mine.order_by("-sealed_at").first()
    rows = last.answers.get("actions", []) if last else []
    return [row for row in rows if row.get("what")]


SESSION_RECORD = register(
    DocumentKind(
        slug="session-record",
        title=_("Session record of the mentor"),
        purpose=_("Your own notes of a session. The next record shows you what was agreed here."),
        sections=(
            Section("session", _("The session"), Session),
            Section("before", _("Agreed last time"), Before, many=True, at_most=12, layout="table"),
            Section("covered", _("What it was about"), Covered),
            Section("actions", _("What we agreed"), Action, many=True, at_most=12, layout="table"),
            Section("ahead", _("What comes"), Ahead),
        ),
        workflow=FILED,
        parts=Parts(
            writers=frozenset({Role.MENTOR}), own=True, kept=frozenset({Role.MENTOR}), kept_for=timedelta(days=30)
        ),
        stage="task",
        must=False,
        per_meeting=True,
        meetings=("initial", "task", "final"),
        prefill=propose,
    )
)
