"""Who of a group has something else at that time. A warning, never a block, and nobody learns of a group through it."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from people.alphabet import alphabetical
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Group

from .models import Meeting

Span = tuple[datetime, datetime]
_MEETING_ROLES = (Role.MENTOR, Role.MENTEE)


def find(group: Group, spans: Sequence[Span], *, by: Any, apart_from: Collection[UUID] = ()) -> list[list[str]]:
    """For each span, in words, which planned sessions it clashes with: of this group, and of its people elsewhere.

    ``apart_from``: sessions that do not count, because they are the ones that are moved. ``by`` reads it; another
    group is named only to who holds a role in it and is the one who has the session then. Four queries.
    """
    if not spans:
        return []
    people = {row.person_id: row.person for row in group.space.people(*_MEETING_ROLES)}
    busy = _busy(people, group)
    taken = Meeting.objects.filter(group__space__in={*busy, group.space_id}, state=Meeting.State.PLANNED)
    taken = taken.filter(
        starts_at__lt=max(end for _start, end in spans), ends_at__gt=min(start for start, _end in spans)
    )
    rows = list(taken.exclude(pk__in=apart_from).select_related("group").order_by("starts_at"))
    meant = [[row for row in rows if row.starts_at < end and row.ends_at > start] for start, end in spans]
    return [_words(group, found, busy, people, by) for found in meant]


def _busy(people: dict[UUID, Any], group: Group) -> dict[UUID, set[UUID]]:
    """By space of another group: who of ``people`` takes part there."""
    found: dict[UUID, set[UUID]] = defaultdict(set)
    rows = Participation.objects.running().filter(person__in=people, role__in=_MEETING_ROLES)
    rows = rows.filter(space__kind=Space.Kind.GROUP).exclude(space=group.space_id)
    for space, person in rows.values_list("space_id", "person_id"):
        found[space].add(person)
    return found


def _words(
    group: Group, rows: list[Meeting], busy: dict[UUID, set[UUID]], people: dict[UUID, Any], by: Any
) -> list[str]:
    said: dict[str, None] = {}
    for row in rows:
        if row.group_id == group.pk:
            said[_("This group has %(session)s then.") % {"session": row}] = None
            continue
        for person in alphabetical(busy[row.group.space_id], key=lambda pk: people[pk].name):
            if person == by.pk:
                said[_("You have a session with “%(group)s” then.") % {"group": row.group}] = None
            else:
                said[_("%(name)s has another session then.") % {"name": people[person].name}] = None
    return list(said)
