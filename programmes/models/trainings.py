"""Trainings, and who was there."""

from typing import Any

from django.conf import settings
from django.db import models
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .programmes import Programme


class TrainingEvent(Record):
    """A training for mentors, for mentees, or for both together (R11)."""

    class Audience(models.TextChoices):
        """For whom."""

        MENTORS = "mentors", _("mentors")
        MENTEES = "mentees", _("mentees")
        JOINT = "joint", _("mentors and mentees together")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="trainings")
    title = models.CharField(_("Title"), max_length=150)
    audience = models.CharField(_("For"), max_length=10, choices=Audience, default=Audience.JOINT)
    starts_at = models.DateTimeField(_("Begins"))
    place = models.CharField(_("Place or link"), max_length=300, blank=True)
    aims = models.TextField(_("Aims"), max_length=2000, blank=True)

    class Meta:
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return self.title

    @property
    def space(self) -> Space:
        """Rights on it are held in the programme."""
        return self.programme.space

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles it is for."""
        both = {self.Audience.MENTORS: (Role.MENTOR,), self.Audience.MENTEES: (Role.MENTEE,)}
        return both.get(self.Audience(self.audience), (Role.MENTOR, Role.MENTEE))

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in its programme."""
        return self.programme.roles_of(person)


class TrainingAttendance(Record):
    """That one person was at one training."""

    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trainings")

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "person"), name="one_attendance_each"),)

    def __str__(self) -> str:
        return f"{self.person} – {self.event}"
