"""Who stands in the conversations of a space: everything one person stands in, and everybody in one space; one law.

Of a group: its running mentor and mentees, nobody else. Of a programme (its network, R15): its managers; whoever is
mentor or mentee in one of its groups; and whoever was selected and has no place in a group yet. Somebody who had a
place and left it is out of the network too, though they were selected once.
"""

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from people.alphabet import alphabetical
from policy.models import Participation, Space
from policy.permissions import Role

TALKERS = (Role.MENTOR, Role.MENTEE)
IN_NETWORK = (Role.MANAGER, *TALKERS)
_GROUP, _PROGRAMME = Space.Kind.GROUP, Space.Kind.PROGRAMME


@dataclass(frozen=True)
class Places:
    """The groups in whose conversations somebody stands, and as what in the networks of which programmes."""

    groups: frozenset[UUID] = frozenset()
    networks: Mapping[Role, frozenset[UUID]] = field(default_factory=dict)

    @property
    def all(self) -> frozenset[UUID]:
        """All of these spaces."""
        return self.groups.union(*self.networks.values())


def places_of(person: Any) -> Places:
    """Where ``person`` stands now. One query, and lists that are asked with what it found: far quicker than in one."""
    if person.pk is None or not person.is_active:
        return Places()
    rows = Participation.objects.filter(person_id=person.pk, role__in=IN_NETWORK)
    by_programme: dict[Any, list[Participation]] = defaultdict(list)
    for row in rows.filter(space__kind__in=(_GROUP, _PROGRAMME)).select_related("space"):
        by_programme[row.space_id if row.space.kind == _PROGRAMME else row.space.within_id].append(row)
    networks: dict[Role, set[UUID]] = defaultdict(set)
    groups: set[UUID] = set()
    for programme, there in by_programme.items():
        for row in _standing(there, programme):
            if row.space_id != programme and row.role in TALKERS:
                groups.add(row.space_id)
            if programme is not None:
                networks[Role(row.role)].add(programme)
    return Places(frozenset(groups), {role: frozenset(spaces) for role, spaces in networks.items()})


def roles_in(space: Space, person: Any) -> frozenset[Role]:
    """As what ``person`` stands in the conversations of ``space``, in one query."""
    if person.pk is None or not person.is_active:
        return frozenset()
    rows = Participation.objects.filter(_around(space), person_id=person.pk)
    return frozenset(Role(row.role) for row in _standing(rows, space.pk))


def people_in(space: Space) -> list[Participation]:
    """Everybody who stands in them now, by role and name; who holds a role twice is there once. One query."""
    rows = Participation.objects.filter(_around(space), person__is_active=True).select_related("person")
    found = {(row.person_id, row.role): row for row in _standing(rows, space.pk)}
    by_name = alphabetical(sorted(found.values(), key=lambda row: row.person_id), key=lambda row: row.person.name)
    return sorted(by_name, key=lambda row: IN_NETWORK.index(Role(row.role)))


def _around(space: Space) -> Q:
    """The participations that can bring somebody into the conversations of a space."""
    if space.kind == _GROUP:
        return Q(space_id=space.pk, role__in=TALKERS)
    within = Q(space__within=space.pk, space__kind=_GROUP, role__in=TALKERS)
    return Q(space_id=space.pk, role__in=IN_NETWORK) | within


def _standing(rows: Iterable[Participation], outer: UUID | None) -> list[Participation]:
    """Those that count now: in a group by itself, in ``outer`` itself only where nobody had a place in a group of it."""
    every, now = list(rows), timezone.now()
    placed = {(row.person_id, row.role) for row in every if row.space_id != outer}
    return [
        row
        for row in every
        if _runs(row, now)
        and (row.space_id != outer or row.role not in TALKERS or (row.person_id, row.role) not in placed)
    ]


def _runs(row: Participation, now: datetime) -> bool:
    return row.ends_at is None or row.ends_at > now
