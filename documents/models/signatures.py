"""Who signs a version, and what they ask before.

Written by the rooms of signing alone: ``signing.py``, ``links.py``, ``reminding.py`` and ``asking.py``.
"""

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.permissions import KEPT_ROLES

from .versions import Version


class SignatoryQuerySet(models.QuerySet["Signatory"]):
    """Signatories, asked for in clauses."""

    def awaited(self) -> "SignatoryQuerySet":
        """Those who have neither signed nor declined."""
        return self.filter(signed_at=None, declined_at=None)


class Signatory(Record):
    """A person whose signature a version needs; fixed when it is offered, one signature each.

    ``link_digest`` is the SHA-256 of the token in the personal link that lets its bearer read and sign this version.
    """

    class Way(models.TextChoices):
        """How it was signed."""

        ACCOUNT = "account", _("signed in")
        LINK = "link", _("by personal link")
        PAPER = "paper", _("on paper")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="signatories")
    person = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="signatures")
    role = models.CharField(max_length=10, choices=KEPT_ROLES)
    way = models.CharField(max_length=10, choices=Way, blank=True)
    name_typed = models.CharField(max_length=150, blank=True)
    signed_at = models.DateTimeField(null=True, blank=True)
    digest = models.CharField(max_length=64, blank=True, help_text="SHA-256 of the words that were signed.")
    declined_at = models.DateTimeField(null=True, blank=True)
    reason = models.CharField(max_length=1000, blank=True, help_text="Why the person declined to sign.")
    reminded_at = models.DateTimeField(null=True, blank=True)
    link_digest = models.CharField(max_length=64, blank=True)
    link_until = models.DateTimeField(null=True, blank=True)

    objects = SignatoryQuerySet.as_manager()

    class Meta:
        ordering = ("created_at",)
        constraints = (
            models.UniqueConstraint(fields=("version", "person"), name="one_signature_each"),
            models.UniqueConstraint(fields=("link_digest",), condition=~Q(link_digest=""), name="one_person_per_link"),
            models.CheckConstraint(
                condition=Q(signed_at=None) | Q(declined_at=None), name="nobody_signs_and_declines_at_once"
            ),
        )

    def __str__(self) -> str:
        return f"{self.person} – {self.version}"

    @property
    def is_awaited(self) -> bool:
        """Whether the person has neither signed nor declined."""
        return self.signed_at is None and self.declined_at is None


class Question(Record):
    """What a signatory asks the manager before signing, and the answer. Read by the two of them."""

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="questions")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")
    text = models.TextField(max_length=2000)
    answer = models.TextField(max_length=2000, blank=True)
    answered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, null=True, blank=True, on_delete=models.PROTECT, related_name="+"
    )
    answered_at = models.DateTimeField(null=True, blank=True)

    class Meta:
        ordering = ("created_at",)

    def __str__(self) -> str:
        return f"{self.by}, {self.created_at:%Y-%m-%d}"
