"""What people are reminded of: sessions tomorrow, what to prepare, diaries that are owed; and how it is said.

Sessions of today count where yesterday said nothing of them. Signatures have reminders of their own
(documents/signing/reminding.py).
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Exists, OuterRef, Q
from django.utils import timezone
from django.utils.text import capfirst
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from documents import workflows
from documents.models import Version
from people import clocks
from people.models import User
from people.moments import date_format
from policy.models import Participation
from policy.permissions import Role
from programmes.models import Group

from . import calendar
from .document_kinds.diary import DIARY
from .models import Homework, Meeting

AHEAD = timedelta(days=3)
OWED_AFTER = (2, 7)  # days after a session whose diary is not there
OWED_BACK = timedelta(days=30)
# an ended group is an archive; the demo's addresses belong to nobody, and by itself nothing is sent there
_SILENT = Q(group__state=Group.State.ENDED) | Q(group__programme__is_demo=True)


@dataclass(frozen=True)
class Line:
    """A reminder to one person. ``about`` makes it one: a session on another day is a new one."""

    about: str
    kind: str  # soon, prepare, diary
    meeting: Meeting
    day: date
    open_tasks: int = 0


def lines_for_all(now: datetime) -> dict[UUID, list[Line]]:
    """Every reminder that is due on its reader's day, by reader; also those that were written already."""
    found: dict[UUID, list[Line]] = defaultdict(list)
    for person, line in (*_of_sessions(now), *_of_diaries(now)):
        found[person.pk].append(line)
    return found


def _of_sessions(now: datetime) -> Iterator[tuple[User, Line]]:
    coming = Meeting.objects.upcoming(now=now).filter(starts_at__gt=now, starts_at__lte=now + AHEAD)
    meetings = list(coming.exclude(_SILENT).select_related("group__programme"))
    people = _people({meeting.group.space_id for meeting in meetings})
    tasks = _tasks(meetings)
    for meeting in meetings:
        for row in people[meeting.group.space_id]:
            day = meeting.starts_at.astimezone(row.person.zone).date()
            away = (day - now.astimezone(row.person.zone).date()).days
            if away in (0, 1):
                left = _open_tasks(tasks[meeting.pk], row.person) if row.role == Role.MENTEE else 0
                yield row.person, Line(f"soon {meeting.pk} {day}", "soon", meeting, day, left)
            elif away == 2 and row.role == Role.MENTEE and meeting.kind != Meeting.Kind.MONITORING:
                yield row.person, Line(f"prepare {meeting.pk} {day}", "prepare", meeting, day)


def _people(spaces: Iterable[UUID]) -> dict[UUID, list[Participation]]:
    rows = Participation.objects.running().filter(space__in=spaces, role__in=(Role.MENTOR, Role.MENTEE))
    found: dict[UUID, list[Participation]] = defaultdict(list)
    for row in rows.select_related("person"):
        found[row.space_id].append(row)
    return found


def _tasks(meetings: list[Meeting]) -> dict[UUID, list[Homework]]:
    found: dict[UUID, list[Homework]] = defaultdict(list)
    for task in Homework.objects.filter(meeting__in=meetings).prefetch_related("answers"):
        found[task.meeting_id].append(task)
    return found


def _open_tasks(tasks: list[Homework], person: Any) -> int:
    mine = [task for task in tasks if task.person_id in (None, person.pk)]
    return sum(
        1 for task in mine if not any(one.person_id == person.pk and one.went == "done" for one in task.answers.all())
    )


def _of_diaries(now: datetime) -> Iterator[tuple[User, Line]]:
    """Diaries that their keepers, who still take part, have not handed in."""
    there = Version.objects.filter(document__kind_slug=DIARY.slug, document__occasion=OuterRef("pk"))
    there = there.filter(document__person=OuterRef("keeper")).exclude(state=workflows.DRAFT)
    here = Participation.objects.running().filter(space=OuterRef("group__space"), person=OuterRef("keeper"))
    rows = Meeting.objects.filter(state=Meeting.State.HELD, ends_at__gt=now - OWED_BACK, ends_at__lte=now)
    rows = rows.exclude(_SILENT).filter(Exists(here.filter(role=Role.MENTEE)), ~Exists(there))
    for row in rows.select_related("group__programme", "keeper"):
        assert row.keeper is not None
        day = row.ends_at.astimezone(row.keeper.zone).date()
        late = (now.astimezone(row.keeper.zone).date() - day).days
        if passed := [days for days in OWED_AFTER if late >= days]:
            yield row.keeper, Line(f"diary {row.pk} {passed[-1]}", "diary", row, day)


def head(line: Line, today: date) -> str:
    """The line itself, which is the subject where it comes first; in the active language and zone."""
    told: dict[str, Any] = {"group": line.meeting.group, "session": line.meeting}
    told["at"] = date_format(timezone.localtime(line.meeting.starts_at), "H:i")
    told["day"] = date_format(line.day, "l")
    if line.kind == "diary":
        days = (today - line.day).days
        words = ngettext(
            "The diary of %(session)s is awaited for %(days)d day: %(group)s",
            "The diary of %(session)s is awaited for %(days)d days: %(group)s",
            days,
        )
        return words % {**told, "days": days}
    if line.kind == "prepare":
        return _("For %(day)s %(at)s, session of %(group)s: bring one concrete thing to talk about") % told
    if line.day == today:
        return _("Today %(at)s: session of %(group)s") % told
    return _("Tomorrow %(at)s: session of %(group)s") % told


def rest(line: Line) -> dict[str, str]:
    """What stands under the line: when on both clocks, where, how much homework; the address."""
    meeting, more = line.meeting, []
    if line.kind != "diary":
        more.append(clocks.both(meeting.starts_at, meeting.group.programme.time_zone))
        more.append(", ".join(part for part in (capfirst(meeting.get_mode_display()), meeting.place) if part))
    if line.open_tasks:
        words = ngettext("Homework: %(n)d task is open.", "Homework: %(n)d tasks are open.", line.open_tasks)
        more.append(words % {"n": line.open_tasks})
    return {"about": line.about, "link": calendar.address_of(meeting), "more": "\n".join(more)}
