"""Many sessions at once: a series with its preview, and later dates moved together."""

import datetime as clock
import uuid
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from itertools import repeat
from typing import Any
from zoneinfo import ZoneInfo

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.moments import date_format
from people.wall_time import Doubtful, at_wall_time, clock_change, days_later
from policy.machine import NotNow
from policy.permissions import Action, require
from programmes.choices import Mode
from programmes.models import Group

from . import clashes, planning
from .models import Meeting
from .rotation import next_keeper


@dataclass(frozen=True)
class Wish:
    """What was asked for. ``other_times``: by day, the time where the usual one is in doubt."""

    once: uuid.UUID
    first: date
    time: clock.time
    minutes: int
    weeks: int
    count: int
    mode: str
    place: str = ""
    link: str = ""
    face_to_face_at: str | None = None
    skipped: frozenset[date] = frozenset()
    other_times: Mapping[date, clock.time] = field(default_factory=dict)
    kind: str = Meeting.Kind.TASK

    def days(self) -> list[date]:
        """As many days as were asked for, the skipped ones left out."""
        found: list[date] = []
        day = self.first
        while len(found) < self.count:
            if day not in self.skipped:
                found.append(day)
            day += timedelta(weeks=self.weeks)
        return found

    def left_out(self, since: date, until: date) -> list[date]:
        """The skipped days that would have had a session, from one day to before another."""
        meant = (since + timedelta(days=n) for n in range((until - since).days))
        return [day for day in meant if day in self.skipped and not (day - self.first).days % (7 * self.weeks)]


@dataclass
class Row:
    """One line of a preview: when it is to be (and was, if it is moved), and what to know about that."""

    day: date
    time: clock.time
    meeting: Meeting | None = None
    notes: list[str] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)
    error: str = ""
    was: datetime | None = None


def preview(group: Group, wish: Wish, *, by: Any) -> list[Row]:
    """A row for each session of the series, nothing saved. A row with an error has no session."""
    zone = ZoneInfo(group.programme.time_zone)
    days = wish.days()
    apart = {0, (len(days) - 1) // 2, len(days) - 1} if wish.face_to_face_at is not None else set()
    keepers = _keepers(group) if wish.kind == Meeting.Kind.TASK else repeat(None)
    rows = []
    for n, day in enumerate(days):
        row = Row(day, wish.other_times.get(day, wish.time))
        try:
            starts_at = at_wall_time(datetime.combine(day, row.time), zone)
            row.meeting = _meeting(group, wish, n, starts_at, n in apart, next(keepers))
        except Doubtful as doubt:
            row.error = str(doubt)
        left_out = wish.left_out(days[n - 1] if n else wish.first, day)
        row.notes += [_("%(day)s is left out.") % {"day": date_format(one, "j F")} for one in left_out]
        rows.append(row)
    _note(rows, group, zone, by=by)
    return rows


def _meeting(group: Group, wish: Wish, n: int, starts_at: datetime, in_person: bool, keeper: Any) -> Meeting:
    where = (Mode.FACE_TO_FACE, wish.face_to_face_at, "") if in_person else (wish.mode, wish.place, wish.link)
    mode, place, link = where
    pk = uuid.uuid5(wish.once, f"{group.pk} {n}")
    meeting = Meeting(pk=pk, group=group, kind=wish.kind, starts_at=starts_at, keeper=keeper, mode=mode, link=link)
    meeting.place = place or ""
    meeting.set_minutes(wish.minutes)
    return meeting


def _keepers(group: Group) -> Iterator[Any]:
    """Who keeps the diary of the next session, of the one after it, and so on."""
    people = {person.pk: person for person in group.mentees()}
    kept = planning.keepers_so_far(group)
    while True:
        turn = next_keeper(list(people), kept)
        kept = [*kept, turn] if turn else kept
        yield people[turn] if turn else None


def _note(rows: Sequence[Row], group: Group, zone: ZoneInfo, *, by: Any) -> None:
    """Write at each row what its reader should know: clock changes, clashes, the end of the programme, the past."""
    now, end = timezone.now(), group.programme.ends_on
    for before, row in zip([None, *rows], rows, strict=False):
        since = row.was.astimezone(zone).date() if row.was else before.day if before else row.day
        change = clock_change(min(since, row.day), max(since, row.day), zone)
        if change:
            words = _("From %(day)s the clock changes; the session stays at %(time)s.")
            row.notes.append(words % {"day": date_format(change, "j F"), "time": f"{row.time:%H:%M}"})
        if row.day > end:
            row.warnings.append(_("After the end of the programme (%(day)s).") % {"day": date_format(end, "j F Y")})
        if row.meeting and not row.error and row.meeting.starts_at < now:
            row.warnings.append(_("This time has passed."))
    known = [row for row in rows if row.meeting]
    spans = [(row.meeting.starts_at, row.meeting.ends_at) for row in known if row.meeting]
    moved = {row.meeting.pk for row in known if row.meeting}
    for row, found in zip(known, clashes.find(group, spans, by=by, apart_from=moved), strict=True):
        row.warnings += found


def plan(group: Group, wish: Wish, *, by: Any, action: Action = Action.PLAN) -> list[Meeting]:
    """Plan every session of the series, or none. The same form sent twice plans once; then nothing is returned."""
    require(by, action, group)
    with transaction.atomic():
        planning.wait_for(group)
        rows = preview(group, wish, by=by)
        if any(row.error for row in rows):
            raise NotNow(_("One of these times is in doubt. Look at the preview again."))
        planned = [row.meeting for row in rows if row.meeting]
        if Meeting.objects.filter(pk__in=[meeting.pk for meeting in planned]).exists():
            return []
        return planning.plan_all(group, planned, by=by, action=action)


# later dates


def preview_shift(meeting: Meeting, days: int, *, by: Any) -> list[Row]:
    """Where this and all later planned sessions of its group would be, ``days`` later or earlier."""
    zone = ZoneInfo(meeting.group.programme.time_zone)
    rows = []
    for one in from_here_on(meeting):
        was = one.starts_at
        local = was.astimezone(zone)
        row = Row(local.date() + timedelta(days=days), local.time(), one, was=was)
        length = one.ends_at - one.starts_at
        try:
            one.starts_at = days_later(was, days, zone)
            one.ends_at = one.starts_at + length
            if one.starts_at <= timezone.now():
                row.error = _("This would be in the past.")
        except Doubtful as doubt:
            row.error = str(doubt)
        rows.append(row)
    _note(rows, meeting.group, zone, by=by)
    return rows


def from_here_on(meeting: Meeting) -> list[Meeting]:
    """The planned sessions of its group from this one on; the manager moves monitoring sessions by hand."""
    rows = Meeting.objects.filter(group=meeting.group_id, state=Meeting.State.PLANNED, starts_at__gte=meeting.starts_at)
    found = list(rows.exclude(kind=Meeting.Kind.MONITORING).order_by("starts_at", "number")[: planning.AT_MOST])
    for row in found:
        row.group = meeting.group
    return found


def shift(meeting: Meeting, days: int, seen: Mapping[str, str], *, by: Any) -> int:
    """Move them all, or none. ``seen``: by id, when each was to be as the preview showed it.

    Returns how many were moved: 0 where they are at their new places already, because the form was sent twice.
    Raises ``NotNow`` when somebody has changed the plan since the preview, or a session cannot stand there.
    """
    require(by, Action.PLAN, meeting.group)
    with transaction.atomic():
        planning.wait_for(meeting.group)
        if _has_shifted(meeting, days, seen):
            return 0
        meeting.refresh_from_db(fields=("starts_at",))
        rows = preview_shift(meeting, days, by=by)
        if as_seen(rows) != dict(seen):
            raise NotNow(_("Somebody changed the plan meanwhile. Look at the new dates again."))
        if any(row.error for row in rows):
            raise NotNow(_("Not every session can be moved there. Look at the new dates again."))
        for row in rows:
            assert row.meeting is not None
            planning.plan(row.meeting, None, by=by)
        return len(rows)


def as_seen(rows: Sequence[Row]) -> dict[str, str]:
    """What the preview showed as the time of each session before it is moved."""
    return {str(row.meeting.pk): row.was.isoformat() for row in rows if row.meeting and row.was}


def _has_shifted(meeting: Meeting, days: int, seen: Mapping[str, str]) -> bool:
    """Whether each of them remembers the time that was seen, and stands where this very shift puts it."""
    zone = ZoneInfo(meeting.group.programme.time_zone)
    rows = Meeting.objects.filter(group=meeting.group_id, pk__in=list(seen))
    there = {
        str(row.pk)
        for row in rows
        if row.moved_from and row.moved_from.isoformat() == seen[str(row.pk)]
        and row.starts_at == _or_none(row.moved_from, days, zone)
    }  # fmt: skip
    return bool(seen) and there == set(seen)


def _or_none(moment: datetime, days: int, zone: ZoneInfo) -> datetime | None:
    try:
        return days_later(moment, days, zone)
    except Doubtful:
        return None
