"""The conclusions of the group under the eight headings (R65; design 4, D14): what every group leaves behind.

The manager's closing note and the reason of the ending are no part of the group's text.
"""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

from django import forms
from django.utils.translation import gettext_lazy as _

from documents.forms import REACHED, choice, day, line, long_text, number, pick
from documents.kinds import Answers, DocumentKind, Parts, Section, Texts, register
from documents.models import Document
from documents.workflows import REVIEWED
from policy.models import Participation
from policy.permissions import Role

from .. import looking_back
from ..models import Meeting

RECORDS = (
    ("kept", _("are kept as the contract says")),
    ("deleted", _("are to be deleted as soon as the rules allow it")),
)


class Session(forms.Form):
    """When, who, and how many sessions led here."""

    on = day(_("Date of the final session"), required=True)
    present = line(_("Present"))
    held = number(_("Sessions held"), most=200)
    planned = number(_("Sessions planned"), most=200)


class EightHeadings(forms.Form):
    """Exactly these, in this order."""

    start = long_text(
        _("Where we started"), rows=3, required=True, help_text=_("For example: “Three old CVs and no courage.”")
    )
    together = long_text(_("How we worked together"), rows=3, required=True)
    succeeded = long_text(_("What we succeeded in"), rows=3, required=True)
    got = long_text(_("What we got from the process"), rows=3, required=True)
    problems = long_text(_("Problems we had"), rows=3, required=True)
    change = long_text(_("What we would change"), rows=3, required=True)
    now = long_text(_("Where we stand now"), rows=3, required=True)
    next = long_text(
        _("What next"), rows=3, required=True, help_text=_("For all of you together; each one's own step stands below.")
    )


class Reached(forms.Form):
    """One goal, looked back at (R66)."""

    goal = line(_("Goal"), required=True)
    reached = pick(_("Reached"), REACHED, required=True)
    also = line(_("What else was gained, or what stopped it"))


class NextStep(forms.Form):
    """What one mentee does next."""

    who = line(_("Who"), required=True)
    step = line(_("Next step"), required=True)
    due = day(_("By when"), required=True)


class After(forms.Form):
    """What is agreed for afterwards."""

    thanks = long_text(_("Thank-you lines"), rows=3)
    contact = line(_("How we stay in contact"), help_text=_("For example: “a walk on the first Sunday of the month”."))
    records = choice(_("Our records …"), RECORDS)


def propose(document: Document, texts: Texts) -> Answers:
    """The final session, and lines under the headings from what everybody of the group may read: all to be changed."""
    rows = Meeting.objects.filter(group__space=document.space_id).exclude(kind=Meeting.Kind.MONITORING)
    meetings = list(rows.select_related("group__programme"))
    people = document.space.people(Role.MENTOR, Role.MENTEE)
    sources = looking_back.Sources(document.space, meetings, people)
    return {
        "session": _session(meetings, people),
        "headings": looking_back.headings(sources),
        "goals": looking_back.goal_rows(sources),
        "steps": looking_back.next_steps(sources)[:12],
        "after": {"thanks": looking_back.thanks(sources)},
    }


def _session(meetings: Sequence[Meeting], people: Sequence[Participation]) -> dict[str, str]:
    final = [row for row in meetings if row.kind == Meeting.Kind.FINAL]
    return {
        "on": _local_day(final[-1]) if final else "",
        "present": ", ".join(row.person.name for row in people)[:300],
        "held": str(sum(1 for row in meetings if row.state == Meeting.State.HELD)),
        "planned": str(sum(1 for row in meetings if row.state != Meeting.State.CANCELLED)),
    }


def _local_day(meeting: Meeting) -> str:
    return meeting.starts_at.astimezone(ZoneInfo(meeting.group.programme.time_zone)).date().isoformat()


CONCLUSIONS = register(
    DocumentKind(
        slug="conclusions",
        title=_("Conclusions of the group"),
        purpose=_("What was reached and how to go on, written by the whole group at the end."),
        sections=(
            Section("session", _("The final session"), Session),
            Section("headings", _("Our conclusions"), EightHeadings),
            Section("goals", _("Our goals"), Reached, many=True, at_most=20, layout="table"),
            Section(
                "steps", _("What each of us does next"), NextStep, many=True, at_least=1, at_most=12, layout="table"
            ),
            Section("after", _("Afterwards"), After),
        ),
        workflow=REVIEWED,
        parts=Parts(
            writers=frozenset({Role.MENTOR, Role.MENTEE}),
            reviewer=Role.MENTOR,
            readers=frozenset({Role.MENTEE, Role.MANAGER}),
        ),
        stage="final",
        keeps=24,
        prefill=propose,
    )
)
