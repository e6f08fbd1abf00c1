"""How a programme selects: its rules, what managers scored and agreed, interviews, places that became free."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.formats import number_format
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .applications import Application
from .programmes import Programme

ROLES = [(Role.MENTEE, Role.MENTEE.label), (Role.MENTOR, Role.MENTOR.label)]
KEPT_DAYS = 90


class SelectionRules(Record):
    """The rules of one programme; where none were saved, these defaults hold (see ``of``).

    ``criteria``: for a role the list of ``{"key", "words", "weight"}``; empty where the usual ones hold.
    """

    class MovesUp(models.TextChoices):
        """How the reserve list moves up."""

        CLICK = "click", _("after a manager's click")
        ITSELF = "itself", _("by itself")

    programme = models.OneToOneField(Programme, on_delete=models.CASCADE, related_name="selection_rules")
    announce_at = models.DateTimeField(null=True, blank=True)
    reserve_moves_up = models.CharField(
        _("When somebody who was selected withdraws, the first on the reserve list moves up"),
        max_length=10,
        choices=MovesUp,
        default=MovesUp.CLICK,
    )
    keep_declined_days = models.PositiveSmallIntegerField(
        _("Days for which declined and withdrawn applications are kept"), default=KEPT_DAYS
    )
    criteria = models.JSONField(default=dict)

    def __str__(self) -> str:
        return str(self.programme)

    @classmethod
    def of(cls, programme: Programme) -> "SelectionRules":
        """Those of a programme; unsaved ones with the defaults where it has none."""
        return getattr(programme, "selection_rules", None) or cls(programme=programme)

    def waits(self, *, now: datetime | None = None) -> bool:
        """Whether decisions are only noted now, because the moment when people are told is still to come."""
        return self.announce_at is not None and self.announce_at > (now or timezone.now())


class Score(Record):
    """What one manager gives one application: ``points`` from 0 to 4 by the key of the criterion, and a note.

    ``mean``: weighted, in hundredths (0 to 400).
    """

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="scores")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    points = models.JSONField(default=dict)
    mean = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=2000, blank=True)

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(fields=("application", "by"), name="one_score_each"),
            models.CheckConstraint(condition=models.Q(mean__lte=400), name="a_score_is_at_most_four"),
        )

    def __str__(self) -> str:
        return f"{self.by}: {self.mean / 100:.1f}"

    @property
    def in_words(self) -> str:
        """“3.2”, as the reader's language writes it."""
        return number_format(self.mean / 100, 1)


class Agreement(Record):
    """The score that the managers agreed on for one application, in hundredths (0 to 400), and why."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="agreement")
    score = models.PositiveSmallIntegerField()
    note = models.TextField(max_length=2000, blank=True)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        constraints = (models.CheckConstraint(condition=models.Q(score__lte=400), name="at_most_four_is_agreed"),)

    def __str__(self) -> str:
        return f"{self.score / 100:.1f}"

    @property
    def in_words(self) -> str:
        """“3.2”, as the reader's language writes it."""
        return number_format(self.score / 100, 1)


class Interview(Record):
    """The talk with one applicant. ``sequence`` grows with every change of which the applicant is told."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="interview")
    starts_at = models.DateTimeField()
    minutes = models.PositiveSmallIntegerField()
    place = models.CharField(max_length=200, blank=True)
    link = models.URLField(max_length=500, blank=True)
    with_whom = models.CharField(max_length=200, blank=True)
    sequence = models.PositiveIntegerField(default=0)
    is_cancelled = models.BooleanField(default=False)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    def __str__(self) -> str:
        return f"{self.application}, {self.starts_at:%Y-%m-%d %H:%M}"

    @property
    def ends_at(self) -> datetime:
        """When it is over."""
        return self.starts_at + timedelta(minutes=self.minutes)


class FreePlace(Record):
    """A place that became free when somebody who was selected withdrew; filled once, or left free.

    ``filled_by`` is empty, too, when that person was forgotten since; ``closed_at`` says that it is settled.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="free_places")
    role = models.CharField(max_length=10, choices=ROLES)
    filled_by = models.ForeignKey(Application, null=True, on_delete=models.SET_NULL, related_name="+")
    closed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at",)

    def __str__(self) -> str:
        return f"{self.programme}: {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        """The page on which it is filled."""
        return reverse("programmes:free_place", args=(self.programme_id, self.pk))


class ForgottenApplication(Record):
    """What is left of an application that was erased: a number, without anything about the person.

    ``space`` holds who did what when (without names of applicants), as the proof that it was erased.
    """

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="forgotten_application")
    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="forgotten_applications")
    role = models.CharField(max_length=10, choices=ROLES)
    state = models.CharField(max_length=10, choices=Application.State)
    applied_on = models.DateField()
    decided_on = models.DateField()

    class Meta:
        indexes = (models.Index(fields=("programme", "role", "state")),)

    def __str__(self) -> str:
        return f"{self.programme}: {self.get_role_display()}, {self.get_state_display()}"

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Manager of the programme; nobody else."""
        return self.space.roles_of(person)
