"""Groups, and the places in them."""

from typing import Any

from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Participation, Space
from policy.permissions import Role

from .. import lifecycle
from .applications import Application
from .programmes import Programme
from .spaced import SpacedQuerySet


class Group(Record):
    """One mentor with one or more mentees; a pair is a group of one mentee."""

    class State(models.TextChoices):
        """Where it stands in its journey."""

        FORMING = "forming", _("getting started")
        INITIAL = "initial", _("initial session")
        WORKING = "working", _("task-oriented sessions")
        FINAL = "final", _("final session")
        ENDED = "ended", _("ended")

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="group")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="groups")
    number = models.PositiveIntegerField()
    state = models.CharField(max_length=10, choices=State, default=State.FORMING)
    name = models.CharField(_("Name of the group"), max_length=80)
    motto = models.CharField(_("Motto"), max_length=160, blank=True)

    objects = SpacedQuerySet.as_manager()
    machine = lifecycle.GROUP

    class Meta:
        ordering = ("programme", "number")
        constraints = (models.UniqueConstraint(fields=("programme", "number"), name="one_group_per_number"),)
        indexes = (models.Index(fields=("programme", "state")),)

    def __str__(self) -> str:
        return self.name

    def get_absolute_url(self) -> str:
        """Its room."""
        return reverse("room", args=(self.pk,))

    @property
    def is_pair(self) -> bool:
        """Individual mentoring: no group goals, rotation or motto (R2)."""
        return self.programme.is_individual

    @property
    def has_ended(self) -> bool:
        """Whether it is a readable archive now."""
        return self.state == self.State.ENDED

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in this group; a manager of the programme is manager here."""
        return self.space.roles_of(person)

    def mentees(self) -> list:
        """The people who are mentees now, by name."""
        return [row.person for row in self.space.people(Role.MENTEE)]

    @property
    def mentor(self) -> Any:
        """The person who is mentor now, if there is one."""
        return next((row.person for row in self.space.people(Role.MENTOR)), None)


class Seat(Record):
    """That a mentee's application has its place in a group: one place each, whatever two managers do at once."""

    application = models.OneToOneField(Application, on_delete=models.PROTECT, related_name="seat")
    group = models.ForeignKey(Group, on_delete=models.PROTECT, related_name="seats")
    participation = models.OneToOneField(Participation, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application} – {self.group}"
