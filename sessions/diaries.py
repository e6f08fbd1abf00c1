"""Begin a diary, prefilled from the session it records."""

from typing import Any
from zoneinfo import ZoneInfo

from django.db.models import Case, Value, When
from django.forms import CharField, Textarea
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import pipeline, wordings
from documents.default_texts import lazily
from documents.kinds import Answers
from documents.models import Document, Version
from documents.rights import readers_in_words
from people.moments import date_format
from policy.machine import NotNow
from programmes.models import Group

from . import goals
from .document_kinds.diary import AGENDA, DIARY
from .models import Attendance, Homework, Meeting


def begin(meeting: Meeting, *, by: Any) -> Version:
    """The diary of a meeting for its keeper to write: begun now, or the one that is begun.

    Raises ``NotNow`` for anybody else, or before the meeting was held; ``PermissionDenied`` for who is no mentee.
    """
    if reason := why_not(meeting, by):
        raise NotNow(reason)
    programme = meeting.group.programme
    with translation.override(programme.language), timezone.override(ZoneInfo(programme.time_zone)):
        return pipeline.start(
            DIARY,
            meeting.space,
            by=by,
            person=by,
            occasion=meeting.pk,
            label=meeting.label,
            withheld_from=programme.withholds_diaries_from,
            answers=None if _is_begun(meeting, by) else _prefilled(meeting),
        )


def why_not(meeting: Meeting, person: Any) -> str | None:
    """Why ``person`` cannot write the diary of a session now; ``None`` for its keeper after it was held."""
    if meeting.state != Meeting.State.HELD:
        return _("The diary is written after the session was held.")
    if meeting.keeper_id != person.pk:
        if meeting.keeper is None:
            return _("Nobody keeps the diary of this session yet.")
        return _("The diary of this session is kept by %(name)s.") % {"name": meeting.keeper}
    return None


def of(meeting: Meeting) -> Document | None:
    """The diary of a meeting, begun or not yet ``None``; its keeper's, where somebody who left had begun another."""
    theirs = Case(When(person=meeting.keeper_id, then=Value(0)), default=Value(1))
    rows = Document.objects.filter(kind_slug=DIARY.slug, occasion=meeting.pk)
    return rows.order_by(theirs, "created_at").first()


def agenda(group: Group) -> list[Any]:
    """The points of the agenda that a diary of this group would be begun on now."""
    wording = wordings.newest(DIARY, group.space)
    own = wording.texts.get("agenda") if wording else None
    return [point["text"] for point in own or lazily(AGENDA)]


def points(meeting: Meeting) -> dict[str, CharField]:
    """The points of the agenda under which the diary of a meeting holds running text: by key, its questions."""
    begun = of(meeting)
    last = begun.newest if begun else None
    wording = last.wording if last else wordings.newest(DIARY, meeting.space)
    kind = DIARY.worded(wording.texts) if wording else DIARY
    fields = kind.section("agenda").form.base_fields
    found = ((key, field) for key, field in fields.items() if isinstance(field.widget, Textarea))
    return {key: field for key, field in found if isinstance(field, CharField)}


def readers(meeting: Meeting) -> str:
    """Who will read the diary of a meeting, in words; begun or not."""
    withheld = meeting.group.programme.withholds_diaries_from
    unwritten = Document(kind_slug=DIARY.slug, space=meeting.space, person=meeting.keeper, withheld_from=withheld)
    return readers_in_words(of(meeting) or unwritten)


def _is_begun(meeting: Meeting, by: Any) -> bool:
    return Document.objects.filter(kind_slug=DIARY.slug, occasion=meeting.pk, person=by).exists()


def _prefilled(meeting: Meeting) -> Answers:
    local = timezone.localtime(meeting.starts_at)
    came = list(meeting.attendances.select_related("person").order_by("person__name"))
    coming = meeting.group.meetings.upcoming(now=meeting.ends_at).first()
    present = [row.person.name for row in came if row.came == Attendance.Came.PRESENT]
    missing = [f"{row.person.name} ({row.get_came_display()})" for row in came if row.came != Attendance.Came.PRESENT]
    return {
        "facts": {
            "when": date_format(local, "l j F Y, H:i"),
            "length": _("%(n)d minutes, %(mode)s") % {"n": meeting.minutes, "mode": meeting.get_mode_display()},
            "present": ", ".join(present)[:300],
            "missing": ", ".join(missing)[:300],
            "topic": meeting.topic,
        },
        "review": _homework(meeting)[:20],
        "agenda": {
            "next_topic": coming.topic if coming else "",
            "homework": "\n".join(row.task for row in coming.homework.all()) if coming else "",
        },
        "progress": [{"goal": goal} for goal in goals.common(meeting.space)],
    }


def _homework(meeting: Meeting) -> list[dict[str, str]]:
    """Each task before a meeting, with what the mentees said of it (B6); their words stay with them and the mentor."""
    mentees = len(meeting.group.mentees())
    rows = meeting.homework.prefetch_related("answers").order_by("position", "created_at")
    return [{"task": row.task, "went": _how_it_went(row, max(mentees, 1))} for row in rows]


def _how_it_went(homework: Homework, mentees: int) -> str:
    said = [answer.went for answer in homework.answers.all()]
    if said.count("done") >= (1 if homework.person_id else mentees):
        return "done"
    if not said:
        return ""
    return "partly" if {"done", "partly"} & set(said) else "not"
