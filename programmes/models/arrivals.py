"""People who were brought in together, and who of them was invited when."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from people.models import Invitation, Record

from .applications import Application, Import
from .programmes import Programme


class Arrival(Record):
    """What a manager said yes to: people of an import, or people of the list, who are added or invited together."""

    class Way(models.TextChoices):
        """How they come in."""

        APPLY = "apply", _("ask them to apply")
        TAKE_PART = "take-part", _("they take part")
        LIST = "list", _("only add them to the list")

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="arrivals")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    batch = models.ForeignKey(Import, null=True, on_delete=models.CASCADE, related_name="arrivals")
    chosen = models.JSONField(default=list, help_text="Ids of applications, where they are on the list already.")
    way = models.CharField(max_length=10, choices=Way)
    done = models.PositiveIntegerField(default=0, help_text="How many of its people were dealt with.")
    added = models.PositiveIntegerField(default=0)
    invited = models.PositiveIntegerField(default=0)
    taken_back = models.PositiveIntegerField(null=True, blank=True)
    letters_at = models.DateTimeField(help_text="No letter goes before.")

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.programme} ({self.get_way_display()})"

    def get_absolute_url(self) -> str:
        """The page that says what happens next."""
        return reverse("programmes:arrival", args=(self.programme_id, self.pk))

    @property
    def steps(self) -> list[Any]:
        """Whom it is about: the cells of the good rows, or the ids of applications."""
        if self.batch is None:
            return self.chosen
        return [row["cells"] for row in self.batch.rows if row["verdict"] == "good"]

    @property
    def is_held(self) -> bool:
        """Whether its letters are still here, and can be taken back."""
        return self.invited > 0 and self.taken_back is None and timezone.now() < self.letters_at


class Inviting(Record):
    """One person of an arrival who was written to. ``goes_at`` is empty when the letter was taken back."""

    application = models.ForeignKey(Application, on_delete=models.CASCADE, related_name="invitings")
    arrival = models.ForeignKey(Arrival, on_delete=models.CASCADE, related_name="invitings")
    invitation = models.ForeignKey(Invitation, null=True, on_delete=models.SET_NULL, related_name="+")
    goes_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        constraints = (models.UniqueConstraint(fields=("arrival", "application"), name="invited_once_in_an_arrival"),)
        indexes = (models.Index(fields=("application", "goes_at")),)

    def __str__(self) -> str:
        return f"{self.application} ({self.arrival.way})"
