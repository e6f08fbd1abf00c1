"""What things that live in a space have in common: whoever holds a role there sees them."""

from typing import Any

from django.db import models
from django.db.models import Subquery

from policy.models import Space
from policy.permissions import Role


class SpacedQuerySet(models.QuerySet):
    """Things that live in a space: visible to whoever holds a role there."""

    def visible_to(self, person: Any) -> "SpacedQuerySet":
        """Those whose space ``person`` holds a role in."""
        return self.filter(space__in=Subquery(Space.objects.where(person).values("pk")))

    def where(self, person: Any, *roles: Role) -> "SpacedQuerySet":
        """Those in whose space ``person`` holds one of ``roles``."""
        return self.filter(space__in=Subquery(Space.objects.where(person, *roles).values("pk")))
