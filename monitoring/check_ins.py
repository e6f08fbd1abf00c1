"""Calls owed to both sides: when each mentor and mentee is to be called next, and why (R59-R61; design 4, rhythm)."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Count, DateTimeField, F, IntegerField, OuterRef, QuerySet, Subquery
from django.db.models.fields.json import KeyTextTransform
from django.db.models.functions import Coalesce
from django.utils.dateparse import parse_date

from documents.models import Version
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Group
from sessions.models import CallWish, Meeting

from .document_kinds.check_in import CHECK_IN
from .signals import BY_SLUG

FIRST, SECOND, REGULAR, AGREED, ASKED = "first", "second", "regular", "agreed", "asked"
LATE_AFTER = timedelta(
    days=14
)  # the first call comes between 48 hours and two weeks after the first meeting (design 4)
BOTH_BY = timedelta(days=30)  # twice in the first month,
BETWEEN = timedelta(days=14)
THEN_EVERY = timedelta(days=30)  # then monthly


@dataclass(frozen=True)
class Contact:
    """Somebody who takes part, when and why they are to be called next, and the wish to be called that waits, if any."""

    participation: Any
    at: datetime | None
    because: str
    wish: CallWish | None = None

    @property
    def person(self) -> Any:
        """Who it is."""
        return self.participation.person

    @property
    def group(self) -> Group:
        """Where they are mentor or mentee."""
        return self.participation.space.group

    def is_due(self, now: datetime) -> bool:
        """Whether to call by now."""
        return self.wish is not None or (self.at is not None and self.at <= now)


def when(
    met_at: datetime, calls: int, last_on: datetime | None, agreed: date | None, *, first_after: int
) -> tuple[datetime, str]:
    """When somebody is to be called next, and why. Pure.

    ``met_at``: the first session that was held; ``calls``: how often the person was reached, ``last_on``: the last time;
    ``agreed``: the day named in the last call, which goes before every rhythm and begins at midnight UTC;
    ``first_after``: days from the first meeting to the first call.
    """
    if agreed is not None:
        return datetime.combine(agreed, datetime.min.time(), tzinfo=met_at.tzinfo), AGREED
    if calls == 0 or last_on is None:
        return met_at + timedelta(days=first_after), FIRST
    if calls == 1 and last_on + BETWEEN <= met_at + BOTH_BY:
        return last_on + BETWEEN, SECOND
    return last_on + THEN_EVERY, REGULAR


@dataclass(frozen=True)
class Due:
    """That somebody is to be called by now: which participation, in which space, since when."""

    participation: UUID
    space: UUID
    at: datetime


def due(managed: Iterable[UUID], *, wishes: Iterable[CallWish] = (), now: datetime) -> list[Due]:
    """Who is to be called by now in the programmes of these spaces: who asked first, then the longest overdue.

    One query that reads no more of anybody than the times: a manager of everything has thousands of people.
    """
    asked = {(wish.space_id, wish.person_id): wish.created_at for wish in wishes}
    found: list[tuple[bool, Due]] = []
    rows = _timed(_participants(managed)).values_list("pk", "space_id", "person_id", *_TIMES)
    for pk, space, person, *times in rows.order_by():
        at, _because = _when(*times)
        wished = asked.get((space, person))
        if wished or (at and at <= now):
            found.append((wished is None, Due(pk, space, wished or at or now)))
    return [one for _late, one in sorted(found, key=lambda row: (row[0], row[1].at))]


def some(dues: Iterable[Due], managed: Iterable[UUID], wishes: Iterable[CallWish]) -> list[Contact]:
    """These people with all that is needed to call them, in this order. One query."""
    wanted = {one.participation: place for place, one in enumerate(dues)}
    rows = of(contacts(managed).filter(pk__in=wanted), wishes)
    return sorted(rows, key=lambda contact: wanted[contact.participation.pk])


def of(rows: Iterable[Any], wishes: Iterable[CallWish] = ()) -> list[Contact]:
    """Rows of ``contacts`` with when and why each is to be called."""
    asked = {(wish.space_id, wish.person_id): wish for wish in wishes}
    return [_contact(row, asked) for row in rows]


def _contact(row: Any, asked: Mapping[tuple[UUID, UUID], CallWish]) -> Contact:
    wish = asked.get((row.space_id, row.person_id))
    at, because = _when(*(getattr(row, name) for name in _TIMES))
    return Contact(row, at, ASKED if wish else because, wish)


def _when(
    met_at: datetime | None,
    calls: int,
    last_on: datetime | None,
    agreed: str | None,
    days: dict[str, int | None] | None,
) -> tuple[datetime | None, str]:
    first_after = (days or {}).get(_CALL_DUE.slug, _CALL_DUE.days)
    if met_at is None or first_after is None:  # not met yet; or the programme wants no reminders of calls
        return None, ""
    return when(met_at, calls, last_on, parse_date(agreed) if agreed else None, first_after=first_after)


_CALL_DUE = BY_SLUG["call-due"]
_TIMES = ("met_at", "calls", "last_on", "agreed", "days")


def contacts(managed: Iterable[UUID], *, group: UUID | None = None) -> QuerySet[Any]:
    """Everybody who takes part in a running group of these programmes, with when they met and were called."""
    rows = _participants(managed)
    rows = rows.filter(space__group=group) if group else rows
    people = _timed(rows).select_related("person", "space__group__programme")
    return people.order_by("space__group__programme", "space__group__number", "-role", "person__name")


def _participants(managed: Iterable[UUID]) -> QuerySet[Any]:
    rows = Participation.objects.running().filter(role__in=(Role.MENTOR, Role.MENTEE), space__kind=Space.Kind.GROUP)
    return rows.filter(space__within__in=managed).exclude(space__group__state=Group.State.ENDED)


def _timed(rows: QuerySet[Any]) -> QuerySet[Any]:
    """Participations with the columns of ``_TIMES``."""
    met = Meeting.objects.filter(group=OuterRef("space__group"), state=Meeting.State.HELD)
    first = met.exclude(kind=Meeting.Kind.MONITORING).order_by("starts_at").values("starts_at")[:1]
    logged = Version.objects.in_force().filter(
        document__kind_slug=CHECK_IN.slug, document__space=OuterRef("space"), document__person=OuterRef("person")
    )
    reached = logged.filter(answers__call__reached="yes")
    how_often = reached.order_by().values("document__space").annotate(n=Count("pk")).values("n")
    agreed = KeyTextTransform("next_call", KeyTextTransform("afterwards", "answers"))
    return rows.annotate(
        met_at=Subquery(first, output_field=DateTimeField()),
        calls=Coalesce(Subquery(how_often, output_field=IntegerField()), 0),
        last_on=Subquery(reached.order_by("-sealed_at").values("sealed_at")[:1]),
        agreed=Subquery(logged.order_by("-sealed_at").annotate(day=agreed).values("day")[:1]),
        days=F("space__group__programme__watch__days"),
    )


def oldest_by_space(rows: Iterable[Due]) -> dict[UUID, datetime]:
    """Since when somebody in each group is to be called."""
    found: dict[UUID, datetime] = {}
    for one in rows:
        found.setdefault(one.space, one.at)
    return found
