"""What all records of this floor have in common: managers alone know of them."""

from typing import Any

from django.db import models
from django.db.models import Subquery

from people.models import Record
from policy.models import Space
from policy.permissions import Role


class KeptQuerySet(models.QuerySet[Any]):
    """Records of the managers, asked for in clauses."""

    def visible_to(self, person: Any) -> "KeptQuerySet":
        """Those of the programmes and groups that ``person`` manages."""
        return self.filter(space__in=Subquery(Space.objects.where(person, Role.MANAGER).values("pk")))


class Kept(Record):
    """A record in a space, of which nobody but its managers ever learns."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")

    objects = KeptQuerySet.as_manager()

    class Meta:
        abstract = True

    def roles_of(self, person: Any) -> frozenset[Role]:
        """The managers; for everybody else it does not exist."""
        return self.space.roles_of(person) & {Role.MANAGER}
