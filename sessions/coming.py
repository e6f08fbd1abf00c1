"""When groups meet next, for who asks about many at once."""

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.db.models import Min

from .models import Meeting


def next_of(groups: list[UUID], now: datetime) -> Mapping[UUID, datetime]:
    """The beginning of the next planned session of each of these groups that has one. One query."""
    rows = Meeting.objects.filter(group__in=groups, state=Meeting.State.PLANNED, starts_at__gt=now)
    return dict(rows.order_by().values_list("group").annotate(at=Min("starts_at")))
