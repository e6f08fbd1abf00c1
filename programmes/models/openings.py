"""How people apply: the opening of a programme for a role, a draft as it is written, and what was sent with its words."""

import uuid
from typing import Any
from zoneinfo import ZoneInfo

from django.db import models
from django.db.models import F, Q
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space
from policy.permissions import Role

from .applications import Application
from .programmes import Programme

WELCOME_AT_MOST, CONTACT_AT_MOST = 3000, 200
ROLES = (Role.MENTEE, Role.MENTOR)


class Opening(Record):
    """From when until when a programme takes applications for one role, with its welcome and its own questions.

    ``questions`` are dicts as in ``documents/questions.py``; their keys last, so that a draft survives a change.
    """

    programme = models.ForeignKey(Programme, on_delete=models.CASCADE, related_name="openings")
    role = models.CharField(max_length=10, choices=[(role, role.label) for role in ROLES])
    opens_at = models.DateTimeField(_("Opens"))
    closes_at = models.DateTimeField(_("Closes"))
    welcome = models.TextField(_("Words of welcome"), max_length=WELCOME_AT_MOST, blank=True)
    contact = models.CharField(_("Whom people can ask"), max_length=CONTACT_AT_MOST)
    is_published = models.BooleanField(_("Published"), default=False)
    questions = models.JSONField(default=list)
    revision = models.PositiveIntegerField(default=0)

    class Meta:
        ordering = ("role",)
        constraints = (
            models.UniqueConstraint(fields=("programme", "role"), name="one_opening_per_role"),
            models.CheckConstraint(
                condition=Q(closes_at__gt=F("opens_at")),
                name="an_opening_closes_after_it_opens",
                violation_error_message=_("It must close after it opens."),
            ),
        )

    def __str__(self) -> str:
        return f"{self.programme}: {self.get_role_display()}"

    def get_absolute_url(self) -> str:
        """The page where people apply."""
        return reverse("programmes:apply", args=(self.pk,))

    @property
    def space(self) -> Space:
        """The space of its programme, where what is done with it is recorded."""
        return self.programme.space

    @property
    def zone(self) -> ZoneInfo:
        """The zone its times were set in."""
        return ZoneInfo(self.programme.time_zone)


class ApplicationDraft(Record):
    """An application as it is written, and until its address is confirmed. Whoever holds its link reads and writes it.

    ``said`` holds the answers by section, as typed. ``mark`` stands for the address once it is sent, ``questions`` for
    the own questions it was sent with, ``consent`` for the words agreed to. Deleted 14 days after the last change.
    """

    opening = models.ForeignKey(Opening, on_delete=models.CASCADE, related_name="drafts")
    digest = models.CharField(max_length=64, unique=True)
    said = models.JSONField(default=dict)
    changed_at = models.DateTimeField()
    mark = models.CharField(max_length=64, blank=True, db_index=True)
    questions = models.JSONField(default=list)
    consent = models.TextField(blank=True)
    sent_at = models.DateTimeField(null=True, blank=True)
    confirmed_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("-created_at",)
        indexes = (models.Index(fields=("changed_at",)),)

    def __str__(self) -> str:
        return self.reference

    @property
    def reference(self) -> str:
        """What to name when one asks about it: nothing can be opened with it."""
        return reference_of(self.pk)

    @property
    def said_about(self) -> dict[str, Any]:
        """Name, address, languages and zone as typed."""
        about: dict[str, Any] = self.said.get("about") or {}
        return about


def reference_of(pk: uuid.UUID) -> str:
    """Eight letters and digits that stand for a draft, in two halves, so that they can be read out."""
    told = pk.hex[:8].upper()
    return f"{told[:4]}-{told[4:]}"


class AddressCheck(Record):
    """That a letter with a link went to an address, so that its owner can say: yes, this application is mine.

    One for each address (``mark`` stands for it), with a fresh link in each letter, at most one letter a day.
    """

    mark = models.CharField(max_length=64, unique=True)
    digest = models.CharField(max_length=64, unique=True)
    until = models.DateTimeField()

    def __str__(self) -> str:
        return self.mark[:8]


class SentForm(Record):
    """What an application was sent with besides what the matching uses: own questions in their words then, consent."""

    application = models.OneToOneField(Application, on_delete=models.CASCADE, related_name="sent_form")
    reference = models.CharField(max_length=9)
    questions = models.JSONField(default=list)
    answers = models.JSONField(default=dict)
    consent = models.TextField()
    consented_at = models.DateTimeField()

    def __str__(self) -> str:
        return self.reference
