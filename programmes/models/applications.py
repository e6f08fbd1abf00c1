"""The wish of a person to take part, the decision on it, and the files that applicants came in with."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .. import lifecycle
from ..choices import Mode, SpokenLanguage, slot_in_words
from .programmes import Programme
from .spaced import SpacedQuerySet


class Application(Record):
    """A person's wish to take part as mentor or mentee, what they told for the matching, and the decision."""

    class Noted(models.TextChoices):
        """A decision that was noted and that nobody was told of yet."""

        SELECT = "select", _("to be selected")
        RESERVE = "reserve", _("for the reserve list")
        DECLINE = "decline", _("to be declined")

    class State(models.TextChoices):
        """Where it stands."""

        APPLIED = "applied", _("not decided yet")
        SELECTED = "selected", _("selected")
        RESERVE = "reserve", _("on the reserve list")
        DECLINED = "declined", _("declined")
        WITHDRAWN = "withdrawn", _("withdrawn")
        ENDED = "ended", _("has ended with the programme")

    space = models.OneToOneField(Space, on_delete=models.PROTECT, related_name="application")
    programme = models.ForeignKey(Programme, on_delete=models.PROTECT, related_name="applications")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="applications")
    role = models.CharField(max_length=10, choices=[(Role.MENTEE, Role.MENTEE.label), (Role.MENTOR, Role.MENTOR.label)])
    state = models.CharField(max_length=10, choices=State, default=State.APPLIED)
    reason = models.CharField(max_length=500, blank=True)
    decided_at = models.DateTimeField(null=True, blank=True)
    rank = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Place on the reserve list.")
    score = models.PositiveSmallIntegerField(null=True, blank=True, help_text="Agreed, or the mean; in hundredths.")
    spread = models.PositiveSmallIntegerField(default=0, help_text="Between the highest and the lowest; in hundredths.")
    noted = models.CharField(max_length=10, choices=Noted, blank=True)
    noted_reason = models.CharField(max_length=500, blank=True)
    noted_rank = models.PositiveSmallIntegerField(null=True, blank=True)
    noted_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.SET_NULL, related_name="+"
    )
    noted_revision = models.PositiveIntegerField(default=0)
    ended_reason = models.CharField(
        max_length=500, blank=True, help_text="Why they ended with the programme; the managers' own."
    )
    noted_problem = models.CharField(max_length=300, blank=True, help_text="Why it could not be told.")
    languages = models.JSONField(default=list)
    field = models.CharField(max_length=100, blank=True)
    situation = models.CharField(max_length=200, blank=True)
    experience = models.CharField(max_length=200, blank=True)
    goals = models.JSONField(default=list)
    availability = models.JSONField(default=list)
    mode = models.CharField(max_length=12, choices=Mode, default=Mode.BLENDED)
    capacity = models.PositiveSmallIntegerField(default=0, help_text="Mentees a mentor takes on.")
    not_with = models.JSONField(default=list, help_text="Addresses of people not to be matched with.")
    wishes = models.JSONField(default=list, help_text="Addresses of people one would like to be matched with.")
    reports_to = models.EmailField(max_length=254, blank=True, help_text="Address of the superior at work.")
    place = models.CharField(max_length=100, blank=True, help_text="The town where one can meet.")
    told_at = models.DateTimeField(
        null=True, blank=True, help_text="When the person last changed what counts for the matching."
    )

    objects = SpacedQuerySet.as_manager()
    machine = lifecycle.APPLICATION

    class Meta:
        ordering = ("person__name", "pk")
        constraints = (
            models.UniqueConstraint(fields=("programme", "person", "role"), name="one_application_per_role"),
        )
        indexes = (
            models.Index(fields=("programme", "role", "state")),
            models.Index(fields=("programme", "noted")),
            models.Index(fields=("programme", "created_at")),
            models.Index(fields=("state", "decided_at")),
        )

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

    @property
    def times_in_words(self) -> str:
        """When the person has time, in words."""
        return ", ".join(slot_in_words(slot) for slot in self.availability)

    def roles_of(self, person: Any) -> frozenset[Role]:
        """Applicant of one's own; manager of the programme."""
        return self.space.roles_of(person)

    def people_as(self, roles: frozenset[str]) -> list:
        """The applicant, when asked for."""
        return [self.person] if Role.APPLICANT in roles else []

    def letter_words(self) -> dict[str, Any]:
        """Words for the letter of the decision: not its reason."""
        return {"programme": self.programme, "role": self.get_role_display(), "kept_until": self.kept_until}

    @property
    def is_open(self) -> bool:
        """Whether its person may still take part: it is not declined or withdrawn, and they have not ended."""
        return not self.is_over and self.state != self.State.ENDED

    @property
    def is_over(self) -> bool:
        """Whether it is declined or withdrawn, and erased when its days are over."""
        return self.state in (self.State.DECLINED, self.State.WITHDRAWN)

    @property
    def days_kept(self) -> int:
        """For how many days it is kept once it is declined or withdrawn."""
        from .selecting import SelectionRules

        return SelectionRules.of(self.programme).keep_declined_days

    @property
    def kept_until(self) -> datetime | None:
        """When a declined or withdrawn application is erased; ``None`` for one that is neither."""
        if self.decided_at is None or not self.is_over:
            return None
        return self.decided_at + timedelta(days=self.days_kept)


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
