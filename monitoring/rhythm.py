"""The monitoring of a group as a series: the days that a rhythm asks for, and its sessions planned at once (R49, R50)."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date, time, timedelta
from typing import Any
from uuid import uuid5
from zoneinfo import ZoneInfo

from django.db import transaction
from django.db.models import F, OuterRef, QuerySet, Subquery
from django.utils import timezone

from policy.permissions import Action, require
from programmes.models import Group, Programme
from sessions import planning, series
from sessions.models import Meeting

from .models import Rhythm
from .rounds import telling

WEEKS = {Rhythm.Every.MONTH: 4, Rhythm.Every.TWO_MONTHS: 8, Rhythm.Every.QUARTER: 13}
APART = timedelta(days=10)  # two monitoring sessions nearer to each other than this ask the same thing twice
SOON = timedelta(days=7)
MINUTES = 45
EVENING = time(18)  # where the group has no usual time


@dataclass(frozen=True)
class Rounds(series.Wish):
    """Monitoring sessions on these days."""

    dates: Sequence[date] = ()
    kind: str = Meeting.Kind.MONITORING

    def days(self) -> list[date]:
        """The days of the rhythm."""
        return list(self.dates)

    def left_out(self, since: date, until: date) -> list[date]:
        """None: the days are given one by one."""
        return []


def days_of(every: str, first: date, last: date) -> list[date]:
    """The days on which a rhythm looks at a group, from the first to the last one, both among them. Pure.

    What would come shortly before the last one is left to the last one.
    """
    if last - first < APART:
        return [first]
    if every == Rhythm.Every.THRICE:
        middle = first + (last - first) / 2
        return [first, *([middle] if middle - first >= APART else []), last]
    step = timedelta(weeks=WEEKS[Rhythm.Every(every)])
    found, day = [first], first + step
    while last - day >= step / 2:
        found.append(day)
        day += step
    return [*found, last]


def still_missing(days: Sequence[date], there: Sequence[date]) -> list[date]:
    """Of these days the ones near which no monitoring session stands yet. Pure."""
    return [day for day in days if all(abs(day - other) >= APART for other in there)]


def there(group: Group) -> list[Meeting]:
    """The monitoring sessions of a group that take place, or took place, by time."""
    return list(telling(Meeting.objects.filter(group=group)).filter(kind=Meeting.Kind.MONITORING))


def span(group: Group) -> tuple[date, date]:
    """The first and the last day that are proposed: the initial session's and the final session's (R50).

    Where one has passed or is not planned: a week from now, and a week before the end of the programme.
    """
    zone, today = ZoneInfo(group.programme.time_zone), timezone.localdate()
    ends = {Meeting.Kind.INITIAL.value: today + SOON, Meeting.Kind.FINAL.value: group.programme.ends_on - SOON}
    known = Meeting.objects.filter(group=group, kind__in=list(ends), state=Meeting.State.PLANNED)
    for meeting in known.order_by("starts_at"):
        ends[meeting.kind] = max(meeting.starts_at.astimezone(zone).date(), today)
    first = ends["initial"]
    return first, max(ends["final"], first)


def proposal(group: Group) -> dict[str, Any]:
    """What stands in the form when it is opened: the rhythm as it is, the days, the group's usual time and place."""
    first, last = span(group)
    rhythm, usual = of(group), planning.propose_next(group)
    return {
        "time": EVENING,
        **{name: usual[name] for name in ("time", "mode", "place", "link") if name in usual},
        "every": rhythm.every if rhythm else Rhythm.Every.THRICE,
        "agreed_on": rhythm.agreed_on if rhythm else None,
        "day": first,
        "last": last,
        "minutes": MINUTES,
    }


def of(group: Group) -> Rhythm | None:
    """The rhythm of a group, where one was set."""
    return Rhythm.objects.filter(space=group.space_id).first()


def plan(group: Group, wish: Rounds, *, every: str, agreed_on: date | None, by: Any) -> list[Meeting]:
    """Keep the rhythm and plan all its sessions, or none; the group is invited once.

    The same form sent twice plans once; then nothing is returned. Of two managers at the same moment the second one
    plans what the first one left. Raises ``NotNow`` for a group that has ended.
    """
    require(by, Action.MONITOR, group)
    with transaction.atomic():
        planning.wait_for(group)
        zone = ZoneInfo(group.programme.time_zone)
        days = [meeting.starts_at.astimezone(zone).date() for meeting in there(group)]
        missing = still_missing(wish.dates, days)
        # from a form that is opened once and sent with two rhythms, come two series
        wish = replace(wish, dates=missing, count=len(missing), once=uuid5(wish.once, str(missing)))
        told = {"every": every, "agreed_on": agreed_on, "by": by}
        Rhythm.objects.update_or_create(space=group.space, defaults=told)
        return series.plan(group, wish, by=by, action=Action.MONITOR)


def groups(programme: Programme) -> QuerySet[Group]:
    """The running groups of a programme with their rhythm and their monitoring sessions; first those with none to come."""
    rounds = telling(Meeting.objects.filter(group=OuterRef("pk"), kind=Meeting.Kind.MONITORING))
    coming = rounds.filter(state=Meeting.State.PLANNED, ends_at__gt=timezone.now()).order_by("starts_at")
    held = rounds.filter(state=Meeting.State.HELD).order_by("-starts_at")
    rhythm = Rhythm.objects.filter(space=OuterRef("space"))
    rows = programme.groups.exclude(state=Group.State.ENDED).select_related("space").annotate(
        every=Subquery(rhythm.values("every")),
        agreed_on=Subquery(rhythm.values("agreed_on")),
        last_at=Subquery(held.values("starts_at")[:1]),
        last_pk=Subquery(held.values("pk")[:1]),
        next_at=Subquery(coming.values("starts_at")[:1]),
        next_pk=Subquery(coming.values("pk")[:1]),
    )  # fmt: skip
    return rows.order_by(F("next_at").asc(nulls_first=True), "name", "pk")


def in_words(rows: Iterable[Any]) -> list[tuple[Any, str]]:
    """Each of these groups (rows of ``groups``) with how often it is looked at; nothing where no rhythm is set."""
    said = dict(Rhythm.Every.choices)
    return [(group, str(said.get(group.every, ""))) for group in rows]
