"""What lies on the table while a session runs: agenda, open homework, goals, advice, and the mentor's own notes."""

from collections.abc import Sequence
from typing import Any

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from documents import pipeline, workflows
from documents.models import Version
from documents.seen import mark_of
from policy.machine import NotNow
from policy.models import Participation

from . import advice, diaries, first_steps, homework, papers
from .document_kinds.session_record import SESSION_RECORD
from .models import Goal, Meeting


def table(meeting: Meeting, person: Any) -> dict[str, Any]:
    """What the page of a running session shows its mentor."""
    group = meeting.group
    mentees = group.mentees()
    return {
        "agenda": diaries.agenda(group),
        "homework": homework.before(meeting, person, group.roles_of(person), len(mentees)),
        "goals": Goal.objects.visible_to(person).kept().filter(space=group.space).select_related("person"),
        "advice": advice.of(group.programme),
        "has_begun": meeting.starts_at <= timezone.now(),
        "filed": filed_record(meeting, person),
    }


def prepared(meeting: Meeting, person: Any, people: Sequence[Participation]) -> dict[str, Any]:
    """What a session is to be about: its agenda or, in the beginnings, the first steps; and advice while it is to come.

    ``people``: those of its group.
    """
    steps = first_steps.at_session(meeting, person, people)
    has_agenda = meeting.kind in (Meeting.Kind.TASK, Meeting.Kind.INITIAL) and not steps
    is_planned = meeting.state == Meeting.State.PLANNED and meeting.kind != Meeting.Kind.MONITORING
    return {
        "first_steps": steps,
        "agenda": diaries.agenda(meeting.group) if has_agenda else (),
        "advice": advice.of(meeting.group.programme) if is_planned else None,
    }


def notes_of(meeting: Meeting, person: Any) -> str:
    """The notes that were taken so far."""
    record = _record(meeting, person)
    return notes_in(record) if record else ""


def notes_in(record: Version) -> str:
    """The notes in a session record, with one line end for all systems, as its own page keeps them."""
    return str((record.answers.get("covered") or {}).get("points", "")).replace("\r\n", "\n")


def take_notes(meeting: Meeting, notes: str, *, by: Any, seen: int | None = None) -> Version:
    """Keep notes as the key points of the writer's own session record, begun now if there is none (R43).

    ``seen``: the ``mark_of`` the notes that the writer had open. Raises ``SavedMeanwhile`` where others were kept
    since, from another window or out of the chat; ``NotNow`` before the session begins, and when the record is filed
    already.
    """
    with transaction.atomic():
        list(_records(meeting, by).select_for_update(of=("self",)))  # whoever files it has done so, or waits
        if filed_record(meeting, by):
            raise NotNow(_("Your record of this session is filed. Open it and begin a new version to add to it."))
        begun = papers.begin(meeting, SESSION_RECORD, by=by)
        record = Version.objects.select_for_update(of=("self",)).get(pk=begun.pk)  # what stands beside them stays
        kept = notes_in(record)
        if kept == notes:
            return record  # nothing to keep: who has the record itself open goes on there
        if seen is not None and mark_of(kept) != seen:
            raise pipeline.SavedMeanwhile(record)
        covered = {**(record.answers.get("covered") or {}), "points": notes}
        return pipeline.write(record, {**record.answers, "covered": covered}, by=by)


def filed_record(meeting: Meeting, person: Any) -> Version | None:
    """The record of ``person`` that is filed, when no new version of it is begun: notes belong in there no more."""
    rows = {row.state: row for row in _records(meeting, person)}
    return None if workflows.DRAFT in rows else rows.get(workflows.SEALED)


def _record(meeting: Meeting, person: Any) -> Version | None:
    """The open draft of the session record of ``person``."""
    return _records(meeting, person).filter(state=workflows.DRAFT).first()


def _records(meeting: Meeting, person: Any) -> QuerySet[Version]:
    mine = Version.objects.filter(document__occasion=meeting.pk, document__person=person)
    return mine.filter(document__kind_slug=SESSION_RECORD.slug)
