"""A file that came with a message: its rights are the message's."""

from typing import Any

from django.db import models
from django.db.models import Q, Subquery

from people.models import Record
from policy.permissions import Role

from .messages import Message

FILES_AT_MOST = 3


class FileQuerySet(models.QuerySet["MessageFile"]):
    """Files of messages, asked for in clauses."""

    def visible_to(self, person: Any) -> "FileQuerySet":
        """Those of messages that ``person`` can read and that stand: what was hidden takes its files along."""
        seen = Message.objects.visible_to(person).standing()
        return self.filter(message__in=Subquery(seen.values("pk")))


class MessageFile(Record):
    """Opened and checked when it came in. ``path`` is below the media folder; ``number`` its place, from 1."""

    message = models.ForeignKey(Message, on_delete=models.CASCADE, related_name="files")
    number = models.PositiveSmallIntegerField()
    name = models.CharField(max_length=100)
    path = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    size = models.PositiveIntegerField(help_text="In bytes.")

    objects = FileQuerySet.as_manager()

    class Meta:
        ordering = ("number",)
        constraints = (
            models.UniqueConstraint(fields=("message", "number"), name="one_file_per_place"),
            models.CheckConstraint(condition=Q(number__gte=1, number__lte=FILES_AT_MOST), name="few_files_a_message"),
        )
        indexes = (models.Index(fields=("path",)),)

    def __str__(self) -> str:
        return f"{self.message_id}, {self.number}"  # never its name: this stands in logs

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in front of its message."""
        return self.message.roles_of(person)
