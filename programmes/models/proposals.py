"""A proposal of groups, worked on by hand until it is confirmed."""

from django.db import models

from people.models import Record

from .applications import Application
from .programmes import Programme


class Proposal(Record):
    """A proposal of groups, worked on by hand until it is confirmed. ``revision`` grows with every change."""

    programme = models.OneToOneField(Programme, on_delete=models.PROTECT, related_name="proposal")
    revision = models.PositiveIntegerField(default=0)

    def __str__(self) -> str:
        return f"{self.programme}: {self.created_at:%Y-%m-%d}"


class Placement(Record):
    """Where one mentee is placed in a proposal, with the score and the reasons (codes; the page puts them in words)."""

    proposal = models.ForeignKey(Proposal, on_delete=models.CASCADE, related_name="placements")
    mentee = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="+")
    mentor = models.ForeignKey(Application, null=True, on_delete=models.CASCADE, related_name="+")
    score = models.IntegerField(default=0)
    reasons = models.JSONField(default=list)
    by_hand = models.BooleanField(default=False)

    class Meta:
        ordering = ("mentee__person__name", "pk")
        constraints = (models.UniqueConstraint(fields=("proposal", "mentee"), name="one_place_each"),)

    def __str__(self) -> str:
        return f"{self.mentee} → {self.mentor}"
