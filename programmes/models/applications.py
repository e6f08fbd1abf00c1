"""The wish of a person to take part, the decision on it, and the files that applicants came in with."""

from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .. import lifecycle
from ..choices import Mode, SpokenLanguage
from .programmes import Programme
from .spaced import SpacedQuerySet


class Application(Record):
    """A person's wish to take part as mentor or mentee, what they told for the matching, and the decision."""

    class State(models.TextChoices):
        """Where it stands."""

        APPLIED = "applied", _("not decided yet")
        SELECTED = "selected", _("selected")
        RESERVE = "reserve", _("on the reserve list")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="application")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    role = models.CharField(max_length=10, choices=[(Role.MENTEE, Role.MENTEE.label), (Role.MENTOR, Role.MENTOR.label)])
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    languages = models.JSONField(default=list)
    field = models.CharField(max_length=100, blank=True)
    situation = models.CharField(max_length=200, blank=True)
    experience = models.CharField(max_length=200, blank=True)
    goals = models.JSONField(default=list)
    availability = models.JSONField(default=list)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.BLENDED)
    capacity = models.PositiveSmallIntegerField(default=0, help_text="Mentees a mentor takes on.")
    not_with = models.JSONField(default=list, help_text="Addresses of people not to be matched with.")

    objects = SpacedQuerySet.as_manager()
    machine = lifecycle.APPLICATION

    class Meta:
        ordering = ("person__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("programme", "person", "role"), name="one_application_per_role"),
        )
        indexes = (models.Index(fields=("programme", "role", "state")),)

    def __str__(self) -> str:
        return f"{self.person} ({self.get_role_display()})"

    def get_absolute_url(self) -> str:
        """Its page: the applicant's own, and the manager's."""
        return reverse("programmes:application", args=(self.pk,))

    @property
    def tone(self) -> str:
        """The token colour of its state."""
        return {"selected": "done", "reserve": "waiting", "applied": "info"}.get(self.state, "plain")

    @property
    def language_words(self) -> str:
        """Its languages in words."""
        labels = dict(SpokenLanguage.choices)
        return ", ".join(str(labels.get(code, code)) for code in self.languages)

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Applicant of one's own; manager of the programme."""
        return self.space.roles_of(person)

    def people_as(self, roles: frozenset[str]) -> list:
        """The applicant, when asked for."""
        return [self.person] if Role.APPLICANT in roles else []

    def letter_words(self) -> dict[str, Any]:
        """Words for the letter of the decision: not its reason."""
        return {"programme": self.programme, "role": self.get_role_display()}


class Import(Record):
    """Lines of people that were read and wait for a yes. ``rows`` is what ``imports.judge`` found."""

    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="imports")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    file_name = models.CharField(max_length=200)
    pasted = models.TextField(blank=True, help_text="The lines as they were pasted, for who wants to correct them.")
    rows = models.JSONField(default=list)
    added = models.PositiveIntegerField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return self.file_name
