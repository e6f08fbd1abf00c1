"""A message: what one person said in a thread. Its id comes from the browser, its place from the thread's sequence."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .circles import places_of
from .guests import Guest, invitations_of
from .threads import REASON_AT_MOST, Thread

TEXT_AT_MOST = 4000


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, asked for in clauses."""

    def visible_to(self, person: Any) -> "MessageQuerySet":
        """Those in the threads that ``person`` is in. One that was hidden is there for them, its text is not.

        Where a manager is a guest: what stands from the invitation on.
        """
        places = places_of(person)
        seen = Q(thread__in=Subquery(Thread.objects.within(places).values("pk")))
        for thread, since in invitations_of(person) if Role.MANAGER in places.networks else ():
            seen |= Q(thread=thread, number__gte=since)
        return self.filter(seen)

    def standing(self) -> "MessageQuerySet":
        """Those that were neither taken back nor hidden."""
        return self.filter(taken_back_at=None, hidden_at=None)

    def said(self) -> "MessageQuerySet":
        """Those that a person said, without the lines that tell who came and left."""
        return self.filter(tells="")

    def with_people(self) -> "MessageQuerySet":
        """With those whom a line names."""
        return self.select_related("by", "hidden_by", "guest__person")


class Message(Record):
    """Plain text. ``number``: its place in the thread. ``changed``: the number of the last change to it.

    What was taken back keeps no text. What was hidden keeps it for whoever hid it, and shows it to nobody else. A line
    that ``tells`` something is the system's: who invited a manager, and why; that she left.
    """

    class Tells(models.TextChoices):
        """What a line of the system says."""

        CAME = "came", _("a manager was invited")
        LEFT = "left", _("a manager left")

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="messages")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    number = models.PositiveIntegerField()
    changed = models.PositiveIntegerField()
    text = models.TextField(_("Message"), max_length=TEXT_AT_MOST)
    at = models.DateTimeField()
    taken_back_at = models.DateTimeField(null=True, blank=True)
    hidden_at = models.DateTimeField(null=True, blank=True)
    hidden_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    hidden_reason = models.CharField(_("Why"), max_length=REASON_AT_MOST, blank=True)
    tells = models.CharField(max_length=4, choices=Tells, blank=True)
    guest = models.ForeignKey(Guest, null=True, blank=True, on_delete=models.CASCADE, related_name="lines")

    objects = MessageQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("thread", "number"), name="one_message_per_number"),
            models.CheckConstraint(
                condition=Q(taken_back_at=None) | Q(text=""), name="what_is_taken_back_keeps_no_text"
            ),
            models.CheckConstraint(
                condition=Q(hidden_at=None, hidden_by=None) | Q(hidden_at__isnull=False, hidden_by__isnull=False),
                name="somebody_hid_what_is_hidden",
            ),
            models.CheckConstraint(
                condition=Q(tells="", guest=None)
                | (Q(guest__isnull=False, taken_back_at=None, hidden_at=None) & ~Q(tells="")),
                name="what_the_system_tells_stands",
            ),
            models.UniqueConstraint(fields=("guest", "tells"), name="a_guest_comes_and_leaves_once"),
        )
        indexes = (models.Index(fields=("thread", "changed")), models.Index(fields=("by", "at")))

    def __str__(self) -> str:
        return f"{self.by}, {self.at:%Y-%m-%d %H:%M}"  # never what was said: this stands in logs

    @property
    def space(self) -> Space:
        """Rights on it are held where its thread is."""
        return self.thread.space

    @property
    def is_standing(self) -> bool:
        """Whether its text is there to be read."""
        return self.taken_back_at is None and self.hidden_at is None

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in front of it: a guest nothing before the invitation; of a line of the system a reader."""
        held = self.thread.roles_before(person, self.by_id)
        if Role.GUEST in held:
            own = self.thread.guests.running().filter(person=person.pk, since__lte=self.number)
            held = held if own.exists() else frozenset()
        return frozenset({Role.READER}) if held and self.tells else held
