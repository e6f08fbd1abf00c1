"""Who stands in the conversations of a space: for lists in SQL, for one person, and everybody by name; one law.

Of a group: its running mentor and mentees, nobody else. Of a programme (its network, R15): its managers; whoever is
mentor or mentee in one of its groups; and whoever was selected and has no place in a group yet. Somebody who had a
place and left it is out of the network too, though they were selected once.
"""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from django.db.models import Q, Subquery
from django.utils import timezone

from policy.models import Participation, Space
from policy.permissions import Role

TALKERS = (Role.MENTOR, Role.MENTEE)
IN_NETWORK = (Role.MANAGER, *TALKERS)


def in_group(person: Any) -> Q:
    """Rows with a ``space`` that is a group in whose conversations ``person`` stands now."""
    held = Participation.objects.of(person, *TALKERS)
    return Q(space__kind=Space.Kind.GROUP, space__in=Subquery(held.values("space")))


def in_network(person: Any, role: Role) -> Q:
    """Rows with a ``space`` that is a programme in whose network ``person`` stands now as ``role``."""
    held = Participation.objects.of(person, role)
    here = Q(space__in=Subquery(held.filter(space__kind=Space.Kind.PROGRAMME).values("space")))
    if role in TALKERS:
        ever = Participation.objects.filter(person_id=person.pk, role=role, space__kind=Space.Kind.GROUP)
        placed, now = (rows.exclude(space__within=None).values("space__within") for rows in (ever, held))
        here = Q(here, ~Q(space__in=Subquery(placed))) | Q(space__in=Subquery(now))
    return Q(here, space__kind=Space.Kind.PROGRAMME)


def roles_in(space: Space, person: Any) -> frozenset[Role]:
    """As what ``person`` stands in the conversations of ``space``; the same law, in one query."""
    if person.pk is None or not person.is_active:
        return frozenset()
    rows = Participation.objects.filter(_around(space), person_id=person.pk)
    return frozenset(Role(row.role) for row in _standing(rows.select_related("space"), space))


def people_in(space: Space) -> list[Participation]:
    """Everybody who stands in them now, by role and name; who holds a role twice is there once. One query."""
    rows = Participation.objects.filter(_around(space), person__is_active=True).select_related("person", "space")
    found = {(row.person_id, row.role): row for row in _standing(rows, space)}
    return sorted(found.values(), key=lambda row: (IN_NETWORK.index(Role(row.role)), row.person.name, row.person_id))


def _around(space: Space) -> Q:
    """The participations that can bring somebody into the conversations of a space."""
    if space.kind == Space.Kind.GROUP:
        return Q(space_id=space.pk, role__in=TALKERS)
    within = Q(space__within=space.pk, space__kind=Space.Kind.GROUP, role__in=TALKERS)
    return Q(space_id=space.pk, role__in=IN_NETWORK) | within


def _standing(rows: Iterable[Participation], space: Space) -> list[Participation]:
    """Those of them that count now. Rows of a group count by themselves; of a programme where nobody had a place."""
    every, now = list(rows), timezone.now()
    placed = {(row.person_id, row.role) for row in every if row.space_id != space.pk}
    return [
        row
        for row in every
        if _runs(row, now)
        and (row.space_id != space.pk or row.role not in TALKERS or (row.person_id, row.role) not in placed)
    ]


def _runs(row: Participation, now: datetime) -> bool:
    return row.ends_at is None or row.ends_at > now
