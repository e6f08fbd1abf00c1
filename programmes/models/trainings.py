"""Trainings: when and for whom, what belongs to them, who said that they come, who was there, what people expect."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from people.models import Record
from policy.models import Space
from policy.permissions import KEPT_ROLES, Role

from .. import lifecycle
from .programmes import Programme
from .spaced import SpacedQuerySet


class Audience(models.TextChoices):
    """For whom a training or a unit is."""

    # Translators: for whom a training or a unit is; also whose answers a figure counts
    MENTORS = "mentors", _("mentors")
    # Translators: for whom a training or a unit is; also whose answers a figure counts
    MENTEES = "mentees", _("mentees")
    JOINT = "joint", _("mentors and mentees together")


ROLES: dict[str, tuple[Role, ...]] = {
    Audience.MENTORS: (Role.MENTOR,),
    Audience.MENTEES: (Role.MENTEE,),
    Audience.JOINT: (Role.MENTOR, Role.MENTEE),
}


def roles_for(held: frozenset[Role], audience: str) -> frozenset[Role]:
    """What somebody with these roles in a programme is in front of what is for ``audience``: its owner, if it is theirs."""
    return held | {Role.OWNER} if held & set(ROLES[audience]) else held


class TrainingEvent(Record):
    """A training for mentors, for mentees, or for both together (R11). Times are instants (UTC).

    ``sequence`` grows with every change that calendars need to hear of; ``told_at`` is when people were first invited.
    """

    Audience = Audience

    class State(models.TextChoices):
        """Whether it takes place."""

        PLANNED = "planned", pgettext_lazy("a training", "planned")
        CANCELLED = "cancelled", pgettext_lazy("a training", "cancelled")

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="trainings")
    state = models.CharField(max_length=10, choices=State, default=State.PLANNED)
    title = models.CharField(_("Title"), max_length=150)
    audience = models.CharField(_("For"), max_length=10, choices=Audience, default=Audience.JOINT)
    starts_at = models.DateTimeField(_("Begins"))
    minutes = models.PositiveSmallIntegerField(_("How long, in minutes"), default=120)
    place = models.CharField(_("Place"), max_length=300, blank=True)
    link = models.URLField(_("Link"), max_length=500, blank=True)
    places = models.PositiveSmallIntegerField(_("Places, at most"), null=True, blank=True)
    aims = models.TextField(_("Aims"), max_length=2000, blank=True)
    links = models.TextField(_("Links to materials"), max_length=3000, blank=True)
    reason = models.CharField(_("Reason"), max_length=500, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    told_at = models.DateTimeField(null=True, blank=True)

    machine = lifecycle.TRAINING

    class Meta:
        ordering = ("starts_at", "pk")

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Its page."""
        return reverse("programmes:training", args=(self.programme_id, self.pk))

    @property
    def space(self) -> Space:
        """Rights on it are held in the programme."""
        return self.programme.space

    @property
    def roles(self) -> tuple[Role, ...]:
        """The roles it is for."""
        return ROLES[self.audience]

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)

    @property
    def has_begun(self) -> bool:
        """Whether its time has come."""
        return self.starts_at <= timezone.now()

    @property
    def is_over(self) -> bool:
        """Whether its time has passed."""
        return self.ends_at <= timezone.now()

    @property
    def is_cancelled(self) -> bool:
        """Whether it does not take place."""
        return self.state == self.State.CANCELLED

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in its programme; and owner, when it is for them."""
        return roles_for(self.programme.roles_of(person), self.audience)


class TrainingPlace(Record):
    """One person's place in one training: whether they come, in which order they asked, and what they were told."""

    class Said(models.TextChoices):
        """What the person said, and what became of it."""

        NOTHING = "nothing", _("has not said yet")
        COMES = "comes", _("comes")
        WAITS = "waits", _("on the waiting list")
        CANNOT = "cannot", _("cannot come")

    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="seats")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="training_places")
    said = models.CharField(max_length=10, choices=Said, default=Said.NOTHING)
    reason = models.CharField(max_length=300, blank=True)
    said_at = models.DateTimeField(null=True, blank=True)
    told_sequence = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "person"), name="one_place_in_a_training_each"),)

    def __str__(self) -> str:
        return f"{self.person} – {self.event}"


class TrainingAttendance(Record):
    """Whether one person was at one training."""

    class Was(models.TextChoices):
        """What is recorded of one person."""

        THERE = "there", _("was there")
        ABSENT = "absent", _("did not come")
        EXCUSED = "excused", _("excused")

    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="attendances")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="trainings")
    was = models.CharField(max_length=10, choices=Was, default=Was.THERE)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("event", "person"), name="one_attendance_each"),)

    def __str__(self) -> str:
        return f"{self.person} – {self.event}"


class TrainingExpectation(Record):
    """What one person expects of the other side, in a few lines (R13). Managers read it with the name, others never."""

    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="expectations")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="expectations")
    role = models.CharField(max_length=10, choices=KEPT_ROLES)
    lines = models.JSONField(default=list)
    written_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ("role", "person__name")
        constraints = (models.UniqueConstraint(fields=("event", "person"), name="one_list_of_expectations_each"),)

    def __str__(self) -> str:
        return f"{self.person} – {self.event}"


class MaterialQuerySet(SpacedQuerySet):
    """Files of trainings, asked for in clauses."""

    def visible_to(self, person: Any) -> "MaterialQuerySet":
        """Those of programmes that ``person`` takes part in."""
        return self.filter(event__programme__space__in=Space.objects.where(person))


class TrainingMaterial(Record):
    """A file that belongs to a training; it was opened and checked when it came in. ``path`` is below the media folder."""

    event = models.ForeignKey(TrainingEvent, on_delete=models.CASCADE, related_name="materials")
    name = models.CharField(max_length=100)
    path = models.CharField(max_length=120)
    media_type = models.CharField(max_length=40)
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    objects = MaterialQuerySet.as_manager()

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (models.UniqueConstraint(fields=("event", "digest"), name="one_file_is_there_once"),)

    def __str__(self) -> str:
        return self.name

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in front of its training."""
        return self.event.roles_of(person)
