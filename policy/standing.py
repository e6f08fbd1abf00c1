"""What a person holds now, from one query: for a page that asks many questions about the same person."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from .models import Participation, Space
from .permissions import Role


@dataclass(frozen=True)
class Standing:
    """A person and the roles they hold in which spaces, as they were when it was asked. Never kept for later.

    ``in_the_house``: the roles among them that are held in the organisation itself. ``left``: the roles they held once,
    in which spaces, and when that ended.
    """

    person: Any
    held: frozenset[tuple[str, UUID]]
    in_the_house: frozenset[str] = frozenset()
    left: tuple[tuple[str, UUID, datetime], ...] = ()

    @classmethod
    def of(cls, person: Any) -> "Standing":
        """Ask the database, once."""
        now, everybody = timezone.now(), Participation.objects.all()
        mine = everybody.filter(person_id=person.pk) if person.is_active else everybody.none()
        rows = list(mine.values_list("role", "space_id", "space__kind", "ends_at"))
        running = [row for row in rows if row[3] is None or row[3] > now]
        return cls(
            person,
            frozenset((role, space) for role, space, _kind, _end in running),
            frozenset(role for role, _space, kind, _end in running if kind == Space.Kind.ORGANISATION),
            tuple((role, space, end) for role, space, _kind, end in rows if end is not None and end <= now),
        )

    @property
    def roles(self) -> frozenset[str]:
        """The roles the person holds anywhere."""
        return frozenset(role for role, _space in self.held)

    def spaces(self, *roles: Role) -> list[UUID]:
        """The spaces in which the person themselves holds one of ``roles``; those that lie within are not counted."""
        return sorted(space for role, space in self.held if role in roles)

    def left_spaces(self, roles: Collection[Role], within: timedelta | None = None) -> list[UUID]:
        """The spaces in which the person held one of ``roles`` once; ``within``: where that ended so long ago at most."""
        since = timezone.now() - within if within else None
        ended = (row for row in self.left if row[0] in roles and (since is None or row[2] > since))
        return sorted({space for _role, space, _end in ended})

    def here(self, path: str, *roles: Role) -> Q:
        """Rows whose space (at ``path``) is one where the person holds one of ``roles``, any when none is named.

        The law of ``SpaceQuerySet.where``: a manager of the outer space is manager in the inner one.
        """
        wanted = roles or tuple(Role)
        condition = Q(**{f"{path}__in": self.spaces(*wanted)})
        managed = self.spaces(Role.MANAGER)
        if Role.MANAGER in wanted and managed:
            condition |= Q(**{f"{path}__within__in": managed})
        return condition
