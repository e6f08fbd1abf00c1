"""What a person holds now, from one query: for a page that asks many questions about the same person."""

from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db.models import Q

from .models import Participation, Space
from .permissions import Role


@dataclass(frozen=True)
class Standing:
    """A person and the roles they hold in which spaces, as they were when it was asked. Never kept for later.

    ``in_the_house``: the roles among them that are held in the organisation itself.
    """

    person: Any
    held: frozenset[tuple[str, UUID]]
    in_the_house: frozenset[str] = frozenset()

    @classmethod
    def of(cls, person: Any) -> "Standing":
        """Ask the database, once."""
        rows = list(Participation.objects.of(person).values_list("role", "space_id", "space__kind"))
        in_the_house = frozenset(role for role, _space, kind in rows if kind == Space.Kind.ORGANISATION)
        return cls(person, frozenset((role, space) for role, space, _kind in rows), in_the_house)

    @property
    def roles(self) -> frozenset[str]:
        """The roles the person holds anywhere."""
        return frozenset(role for role, _space in self.held)

    def spaces(self, *roles: Role) -> list[UUID]:
        """The spaces in which the person themselves holds one of ``roles``; those that lie within are not counted."""
        return sorted(space for role, space in self.held if role in roles)

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
