"""A message: what one person said in a thread. Its id comes from the browser, its place from the thread's sequence."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .threads import Thread

TEXT_AT_MOST, REASON_AT_MOST = 4000, 300


class MessageQuerySet(models.QuerySet["Message"]):
    """Messages, asked for in clauses."""

    def visible_to(self, person: Any) -> "MessageQuerySet":
        """Those in the threads that ``person`` is in. One that was hidden is there for them, its text is not."""
        return self.filter(thread__in=Subquery(Thread.objects.visible_to(person).values("pk")))

    def standing(self) -> "MessageQuerySet":
        """Those that were neither taken back nor hidden."""
        return self.filter(taken_back_at=None, hidden_at=None)


class Message(Record):
    """Plain text. ``number``: its place in the thread. ``changed``: the number of the last change to it.

    What was taken back keeps no text. What was hidden keeps it for whoever hid it, and shows it to nobody else.
    """

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
        """What ``person`` is in front of it: its author besides; in a programme's topic a mentor moderates nothing."""
        held = self.thread.roles_of(person)
        if self.thread.space.kind == Space.Kind.PROGRAMME and Role.MENTOR in held:
            held = held - {Role.MENTOR} | {Role.READER}
        return held | {Role.AUTHOR} if held and self.by_id == person.pk else held
