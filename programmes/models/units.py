"""Short units that people read by themselves, and who passed the check at the end of one."""

from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .programmes import Programme
from .trainings import Audience, roles_for


class TrainingUnit(Record):
    """A text of a few minutes with a check. ``slug``: which of ours it was made from. ``version`` grows with changes.

    ``questions``: rows of ``question``, ``right``, ``wrong`` (a list) and ``why``.
    """

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="units")
    slug = models.SlugField(max_length=40)
    title = models.CharField(_("Title"), max_length=120)
    audience = models.CharField(_("For"), max_length=10, choices=Audience, default=Audience.JOINT)
    minutes = models.PositiveSmallIntegerField(_("Minutes to read"), default=10)
    text = models.TextField(_("Text"), max_length=8000)
    questions = models.JSONField(default=list)
    is_on = models.BooleanField(_("People see it"), default=True)
    is_needed = models.BooleanField(_("Needed to count as trained"), default=True)
    version = models.PositiveIntegerField(default=1)

    class Meta:
        ordering = ("created_at", "pk")
        constraints = (
            models.UniqueConstraint(fields=("programme", "slug"), condition=~Q(slug=""), name="one_unit_of_each_sort"),
        )

    def __str__(self) -> str:
        return self.title

    def get_absolute_url(self) -> str:
        """Where it is read."""
        return reverse("programmes:unit", args=(self.programme_id, self.pk))

    @property
    def space(self) -> Space:
        """Rights on it are held in the programme."""
        return self.programme.space

    def roles_of(self, person: Any) -> frozenset[Role]:
        """What ``person`` is in its programme; and owner, when it is for them."""
        return roles_for(self.programme.roles_of(person), self.audience)


class UnitPassed(Record):
    """That one person answered the check of one unit right, when, and which version of it: it stays when the unit changes."""

    unit = models.ForeignKey(TrainingUnit, on_delete=models.CASCADE, related_name="passed")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="units_passed")
    version = models.PositiveIntegerField()

    class Meta:
        constraints = (models.UniqueConstraint(fields=("unit", "person"), name="passed_once_by_each"),)

    def __str__(self) -> str:
        return f"{self.person} – {self.unit}"
