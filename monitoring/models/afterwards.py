"""How mentees fare after the end: when they are asked, who was asked, and what was said, without names (R69).

An answer does not know who gave it, and who was asked does not say what was answered or when: nobody can put the two
together, and when a person is erased their answer stays counted.
"""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q

from people.models import Record
from policy.models import Space
from programmes.models import Programme

MONTHS = (3, 6, 12)


class AskingAfterwards(Record):
    """After how many months a programme asks its mentees, where it wants it otherwise than after all of `MONTHS`."""

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="asking_afterwards")
    months = models.JSONField(default=list)

    def __str__(self) -> str:
        return str(self.programme)


class FollowUp(Record):
    """That one mentee was asked by a personal link, of which only the digest is kept. ``space`` is the programme's."""

    class Outcome(models.TextChoices):
        """What became of it; empty as long as the person has said nothing."""

        ANSWERED = "answered"
        STOPPED = "stopped"  # the person wants to be asked no more, by no programme

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, null=True, on_delete=models.SET_NULL, related_name="+")
    months = models.PositiveSmallIntegerField()
    digest = models.CharField(max_length=64, unique=True)
    reminder_digest = models.CharField(
        max_length=64, blank=True, db_index=True, help_text="Of the one in the reminder."
    )
    until = models.DateTimeField()
    reminded_at = models.DateTimeField(null=True, blank=True)
    outcome = models.CharField(max_length=10, choices=Outcome, blank=True)

    class Meta:
        constraints = (
            models.UniqueConstraint(fields=("space", "person", "months"), name="asked_once_after_so_many_months"),
            models.CheckConstraint(condition=Q(months__in=MONTHS), name="asked_after_three_six_or_twelve_months"),
        )
        indexes = (models.Index(fields=("person", "outcome")),)

    def __str__(self) -> str:
        return f"{self.space} + {self.months}"


class FollowUpAnswer(Record):
    """What somebody said so many months after the end. ``answers``: as `forms.afterwards.FollowUpForm` gives them."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="+")
    months = models.PositiveSmallIntegerField()
    answers: Any = models.JSONField(default=dict)

    class Meta:
        ordering = ("created_at",)
        indexes = (models.Index(fields=("space", "months", "created_at")),)

    def __str__(self) -> str:
        return f"{self.space} + {self.months}"
