"""“I would like the manager to call me”, in reach for everybody of a group at any time."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role


class CallWishQuerySet(models.QuerySet["CallWish"]):
    """Wishes, asked for in clauses."""

    def visible_to(self, person: Any) -> "CallWishQuerySet":
        """One's own where one takes part, and those of the groups that one manages."""
        here, managed = Space.objects.where(person), Space.objects.where(person, Role.MANAGER)
        mine = Q(person_id=person.pk, space__in=Subquery(here.values("pk")))
        return self.filter(mine | Q(space__in=Subquery(managed.values("pk"))))


class CallWish(Record):
    """“I would like the manager to call me”: by somebody of a group, read by its managers alone."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="call_wishes")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="call_wishes")
    words = models.TextField(_("What is it about?"), max_length=1000, blank=True)
    answered_at = models.DateTimeField(null=True, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )

    objects = CallWishQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(
                fields=("space", "person"), condition=Q(answered_at=None), name="one_open_wish_each"
            ),
        )

    def __str__(self) -> str:
        return str(self.person)

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Its own person and the managers; for the others of the group it does not exist."""
        roles = self.space.roles_of(person)
        mine = {Role.OWNER} if self.person_id == person.pk and roles else set()
        return frozenset((roles & {Role.MANAGER}) | mine)
