"""What a monitoring document begins with: goals, sessions and people, as they stand in the group's other documents."""

from datetime import date, timedelta
from typing import Any

from django.db.models import Count, Q
from django.utils import timezone

from documents.kinds import Answers
from documents.models import Document, Version
from programmes.models import Group
from sessions.models import CallWish, Meeting


def goal_rows(document: Document) -> list[dict[str, str]]:
    """A row for each goal of the person's published goal sheet; where there is none, for the goal of the group."""
    group: Group = document.space.group
    sheets = Version.objects.in_force().filter(document__space=group.space)
    own = sheets.filter(document__kind_slug="personal-goals", document__person=document.person).first()
    if own is not None:
        return [{"goal": goal} for goal in _goals(own.answers)]
    common = sheets.filter(document__kind_slug="group-goals").first()
    goal = _text(common.answers.get("common"), "goal") if common else ""
    return [{"goal": goal}] if goal else []


def reached_rows(document: Document) -> list[dict[str, str]]:
    """The goals of the person's final questionnaire with how far they were reached; else those of the goal sheet."""
    last = _own(document, "final-questionnaire-mentee").first()
    rows: Any = last.answers.get("goals") if last else None
    found = [
        {name: _text(row, name) for name in ("goal", "rating", "gained")}
        for row in (rows if isinstance(rows, list) else [])
        if _text(row, "goal")
    ]
    return found or goal_rows(document)


def competency_rows(document: Document) -> list[dict[str, str]]:
    """What the person said of each competency at first and last, in the words of the levels."""
    from . import competencies

    own = (one for one in competencies.of_group(document.space.group, document.person) if one.person == document.person)
    found = [(row, row.first, row.last(by_mentor=False)) for portrait in own for row in portrait.rows]
    return [
        {"what": row.text, "first": row.name(first)[:80], "now": row.name(now)[:80]} for row, first, now in found if now
    ]


def _own(document: Document, slug: str) -> Any:
    """The person's own papers of a kind that are in force in this group, the newest first."""
    rows = Version.objects.in_force().filter(document__space=document.space, document__kind_slug=slug)
    return rows.filter(document__person=document.person).order_by("-sealed_at")


def session_counts(document: Document) -> dict[str, str]:
    """How many sessions the group was to hold until today, and how many it held; monitoring is not counted."""
    group: Group = document.space.group
    rows = group.meetings.exclude(kind=Meeting.Kind.MONITORING).exclude(state=Meeting.State.CANCELLED)
    until_now, held = Q(starts_at__lte=timezone.now()), Q(state=Meeting.State.HELD)
    counts = rows.aggregate(planned=Count("pk", filter=until_now | held), held=Count("pk", filter=held))
    return {name: str(number) for name, number in counts.items()}


def agreed_before(document: Document) -> list[dict[str, str]]:
    """What was agreed in the last document of this kind about the same person, to be asked about (R60)."""
    earlier = Version.objects.in_force().filter(
        document__space=document.space, document__kind_slug=document.kind_slug, document__person=document.person
    )
    last = earlier.exclude(document=document.pk).order_by("-sealed_at").first()
    rows: Any = last.answers.get("actions") if last else None
    return [
        {"what": _text(row, "what"), "who": _text(row, "who")}
        for row in (rows if isinstance(rows, list) else [])
        if _text(row, "what")
    ]


def reason_of_call(document: Document) -> tuple[str, date]:
    """Why this person is called now, and when to call again: sooner after the first call (design 4, rhythm)."""
    earlier = Document.objects.filter(
        kind_slug=document.kind_slug, space=document.space, person=document.person, versions__state="sealed"
    )
    was_called = earlier.exclude(pk=document.pk).exists()
    has_asked = CallWish.objects.filter(space=document.space, person=document.person, answered_at=None).exists()
    again = timezone.localdate() + timedelta(days=30 if was_called else 14)
    return "asked" if has_asked else "regular" if was_called else "first", again


def progress_rows(document: Document) -> list[dict[str, str]]:
    """A row for each mentee of the group."""
    group: Group = document.space.group
    return [{"mentee": person.name} for person in group.mentees()]


def _goals(answers: Answers) -> list[str]:
    rows = answers.get("goals")
    return [goal for row in (rows if isinstance(rows, list) else []) if (goal := _text(row, "goal"))]


def _text(row: Any, name: str) -> str:
    """What a row of answers says there, whatever shape it has: it was read from the database."""
    value = row.get(name) if isinstance(row, dict) else None
    return value[:300] if isinstance(value, str) else ""
