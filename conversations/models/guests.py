"""A guest: a manager whom the mentor invited into the chat of one session, from which line on, until when."""

from collections.abc import Sequence
from datetime import timedelta
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db import models
from django.db.models import Exists, OuterRef, Q
from django.utils import timezone

from people.models import Record
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Group, Programme
from sessions.models import Meeting

from .circles import places_of
from .threads import Thread

OPEN_FOR = timedelta(hours=12)  # after the end of a session one can still add what was forgotten in its chat


class GuestQuerySet(models.QuerySet["Guest"]):
    """Guests, asked for in clauses."""

    def running(self) -> "GuestQuerySet":
        """Those who can read now: nobody ended it, the chat is open (``chats.why_closed``), they manage the programme."""
        here = self.filter(ended_at=None, person__is_active=True, thread__closed_at=None)
        here = here.filter(Exists(_managing("person", "thread__space__within")))
        here = here.filter(
            thread__meeting__ends_at__gte=timezone.now() - OPEN_FOR,
            thread__meeting__state__in=(Meeting.State.PLANNED, Meeting.State.HELD),
        )
        over = Q(thread__space__group__state=Group.State.ENDED)
        return here.exclude(over | Q(thread__space__group__programme__state=Programme.State.CLOSED))

    def visible_to(self, person: Any) -> "GuestQuerySet":
        """Those of the chats of one's groups, and one's own, also when it has ended, as long as one manages there."""
        inside = Thread.objects.within(places_of(person)).values("pk")
        mine = Q(person_id=person.pk, person__is_active=True) & Q(Exists(_managing("person", "thread__space__within")))
        return self.filter(Q(thread__in=inside) | mine)


def _managing(person: str, programme: str) -> Any:
    rows = Participation.objects.running().filter(role=Role.MANAGER)
    return rows.filter(person=OuterRef(person), space=OuterRef(programme))


def invitations_of(person: Any) -> Sequence[tuple[UUID, int]]:
    """The chats into which somebody is invited now, each with the number of the line from which on they read."""
    return list(Guest.objects.running().filter(person_id=person.pk).values_list("thread_id", "since"))


class Guest(Record):
    """One invitation. Its id comes with the form; why she was invited stands in the line of the chat that says so."""

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="guests")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    since = models.PositiveIntegerField(
        help_text="The number of the line that tells of it; what stands before is closed."
    )
    ended_at = models.DateTimeField(null=True, blank=True)

    objects = GuestQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "id")
        constraints = (
            models.UniqueConstraint(fields=("thread",), condition=Q(ended_at=None), name="one_guest_at_a_time"),
        )
        indexes = (models.Index(fields=("person", "ended_at")),)

    def __str__(self) -> str:
        return str(self.pk)  # never who, and in which chat: this stands in logs

    @property
    def space(self) -> Space:
        """Rights on it are held where its chat is."""
        return self.thread.space

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in front of it: as in the chat; its owner is who was invited, while they manage there."""
        held = self.thread.roles_of(person)
        if person.pk != self.person_id:
            return held
        manages = Participation.objects.of(person, Role.MANAGER).filter(space=self.space.within)
        return held | {Role.OWNER} if manages.exists() else held
