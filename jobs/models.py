"""The outbox: one row for each piece of work that is done after the answer has gone out."""

import uuid
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy


class JobQuerySet(models.QuerySet["Job"]):
    """Jobs, asked for in clauses."""

    def visible_to(self, person: Any) -> "JobQuerySet":
        """The jobs this person asked for; nobody sees another person's."""
        return self.filter(asked_by=person)

    def due(self) -> "JobQuerySet":
        """Jobs a worker should take now: waiting ones whose time has come, and running ones whose lease ran out."""
        now = timezone.now()
        return self.filter(
            Q(state=Job.State.WAITING, not_before__lte=now) | Q(state=Job.State.RUNNING, lease_until__lt=now)
        )

    def unheard(self) -> "JobQuerySet":
        """Those of which no sweep has told a worker lately: a slow broker is not told of the same over and over."""
        return self.exclude(woken_at__gt=timezone.now() - timedelta(seconds=settings.JOB_TOLD_SECONDS))

    def forgotten(self) -> "JobQuerySet":
        """Finished jobs older than the seven days for which job results are kept (design 6, retention)."""
        return self.filter(state=Job.State.DONE, finished_at__lt=timezone.now() - timedelta(days=7))


class Job(models.Model):
    """One piece of work: which handler, with which arguments, how far, how often tried.

    Written in the same transaction as the change that asks for it, so it exists if and only if the change does.
    """

    class State(models.TextChoices):
        """Where a job stands."""

        WAITING = "waiting", pgettext_lazy("work that the site does", "waiting")
        RUNNING = "running", _("being done")
        DONE = "done", pgettext_lazy("work that the site does", "done")
        FAILED = "failed", _("failed")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    name = models.CharField(max_length=60)
    arguments = models.JSONField(default=dict)
    key = models.CharField(max_length=160, blank=True, db_index=True)
    asked_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.CASCADE, related_name="+"
    )
    state = models.CharField(max_length=10, choices=State, default=State.WAITING)
    attempts = models.PositiveSmallIntegerField(default=0)
    not_before = models.DateTimeField(default=timezone.now)
    lease_until = models.DateTimeField(null=True, blank=True)
    woken_at = models.DateTimeField(null=True, blank=True)
    done_so_far = models.PositiveIntegerField(default=0)
    done_in_all = models.PositiveIntegerField(default=0)
    error = models.CharField(max_length=300, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)
    finished_at = models.DateTimeField(null=True, blank=True)

    objects = JobQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        indexes = (models.Index(fields=("state", "not_before")), models.Index(fields=("state", "lease_until")))

    def __str__(self) -> str:
        return f"{self.name} ({self.state})"
