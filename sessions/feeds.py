"""The personal calendar: a secret address that shows its owner's sessions to a calendar program."""

from datetime import datetime, timedelta
from typing import Any

from django.db.models import Q, Subquery

from people import tokens
from people.models import User
from policy.models import Space
from policy.permissions import Role

from .models import CalendarFeed, Meeting

BACK = timedelta(days=90)
AT_MOST = 500
SHOWN = (Meeting.State.PLANNED, Meeting.State.HELD, Meeting.State.CANCELLED)


def open_for(person: Any) -> str:
    """Make a secret address for somebody, and end the one before; only its digest is kept. Returns its token."""
    token, digest = tokens.fresh()
    CalendarFeed.objects.update_or_create(person=person, defaults={"digest": digest})
    return token


def switch_off(person: Any) -> None:
    """End the secret address of somebody, if there is one."""
    CalendarFeed.objects.filter(person=person).delete()


def of(person: Any) -> CalendarFeed | None:
    """The calendar of somebody, if they have switched it on."""
    return CalendarFeed.objects.filter(person=person).first()


def owner_of(token: str) -> User | None:
    """Whose calendar an address opens; ``None`` for one that never was, has ended, or whose owner was switched off."""
    feed = CalendarFeed.objects.select_related("person").filter(digest=tokens.digest_of(token)).first()
    return feed.person if feed and feed.person.is_active else None


def sessions_of(person: Any, *, now: datetime) -> list[Meeting]:
    """The sessions in which somebody takes part by what they are now, from three months back; for managers the
    monitoring sessions of their groups. One query."""
    mine = Space.objects.where(person, Role.MENTOR, Role.MENTEE).values("pk")
    managed = Space.objects.where(person, Role.MANAGER).values("pk")
    concerns = Q(group__space__in=Subquery(mine))
    concerns |= Q(group__space__in=Subquery(managed), kind=Meeting.Kind.MONITORING)
    rows = Meeting.objects.filter(concerns, state__in=SHOWN, ends_at__gte=now - BACK)
    return list(rows.select_related("group__programme").order_by("starts_at", "pk")[:AT_MOST])
