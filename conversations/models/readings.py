"""How far somebody has read, and whether they follow it."""

from django.conf import settings
from django.db import models

from .threads import Thread


class Reading(models.Model):
    """How far one person has read one thread: up to which number of its sequence; and whether they follow it.

    ``follows`` is their own word; while they have said nothing, it is as ``reading.follows_by_itself`` says.
    """

    thread = models.ForeignKey(Thread, on_delete=models.CASCADE, related_name="readings")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="+")
    up_to = models.PositiveIntegerField(default=0)
    follows = models.BooleanField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("thread", "person"), name="one_reading_each"),)

    def __str__(self) -> str:
        return f"{self.person}: {self.up_to}"
