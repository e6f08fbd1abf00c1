"""Goals while they live: from the goal sheet to the verdict. Written when a sheet is published; steps are ticked here."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q, Subquery
from django.urls import reverse

from documents.models import Document
from people.models import Record
from policy.models import Space
from policy.permissions import Role


class GoalQuerySet(models.QuerySet["Goal"]):
    """Goals, asked for in clauses."""

    def kept(self) -> "GoalQuerySet":
        """Those that the newest sheet still names."""
        return self.filter(is_dropped=False)

    def visible_to(self, person: Any) -> "GoalQuerySet":
        """One's own; those of one's mentees; the common ones and those that may be spoken of in one's group."""
        led = Space.objects.where(person, Role.MENTOR, Role.MANAGER).values("pk")
        here = Space.objects.where(person).values("pk")
        spoken_of = Q(person=None) | Q(is_shared=True) | Q(person_id=person.pk)
        return self.filter(Q(space__in=Subquery(led)) | (Q(space__in=Subquery(here)) & spoken_of))


class Goal(Record):
    """One goal of a mentee, or of the whole group (``person`` is nobody)."""

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="goals")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="goals"
    )
    document = models.ForeignKey(Document, on_delete=models.CASCADE, related_name="goals")
    position = models.PositiveSmallIntegerField(help_text="Its number on the newest sheet, from 1.")
    text = models.CharField(max_length=500)
    due = models.DateField(null=True, blank=True)
    is_shared = models.BooleanField(default=False, help_text="Whether it may be spoken of in the group.")
    is_dropped = models.BooleanField(default=False, help_text="Whether the newest sheet does not name it any more.")

    objects = GoalQuerySet.as_manager()

    class Meta:
        ordering = ("document", "position")
        indexes = (models.Index(fields=("space", "person")),)

    def __str__(self) -> str:
        return self.text

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("sessions:goal", args=(self.pk,))

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in front of it; another mentee is nobody, unless it may be spoken of in the group.

        A common goal belongs to everybody of the group.
        """
        roles = self.space.roles_of(person)
        if self.person_id == person.pk and roles:
            return roles | {Role.OWNER}
        if self.person_id is None and roles & {Role.MENTEE, Role.MENTOR}:
            return roles | {Role.OWNER}
        is_open = self.person_id is None or self.is_shared
        mentees = roles & {Role.MENTEE}
        return roles if is_open else roles - mentees


class GoalStep(Record):
    """A small step towards a goal."""

    goal = models.ForeignKey(Goal, on_delete=models.CASCADE, related_name="steps")
    position = models.PositiveSmallIntegerField(default=0)
    text = models.CharField(max_length=500)
    due = models.DateField(null=True, blank=True)
    done_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("position", "created_at")

    def __str__(self) -> str:
        return self.text
