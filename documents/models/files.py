"""Files that came in with a version, and files made of many versions."""

from datetime import datetime, timedelta
from typing import Any

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils.translation import gettext_lazy as _

from people.models import Record
from policy.models import Space

from .. import files
from .signatures import Signatory
from .versions import Version


class Attachment(Record):
    """A file that came in with a version: what was sent, and its pages as pictures made anew from it."""

    class Purpose(models.TextChoices):
        """What it is there for."""

        ORIGINAL = "original", _("as it was sent")
        PAGE = "page", _("page")

    version = models.ForeignKey(Version, on_delete=models.PROTECT, related_name="attachments")
    signatory = models.ForeignKey(
        Signatory, null=True, blank=True, on_delete=models.PROTECT, related_name="scans", help_text="Whose signature."
    )
    purpose = models.CharField(max_length=10, choices=Purpose)
    number = models.PositiveSmallIntegerField(default=0, help_text="Of the page; 0 for the original.")
    name = models.CharField(max_length=200, blank=True)
    media_type = models.CharField(max_length=60)
    path = models.CharField(max_length=120, help_text="Below the media folder.")
    size = models.PositiveIntegerField()
    digest = models.CharField(max_length=64)
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+")

    class Meta:
        ordering = ("version", "signatory", "number")
        constraints = (
            models.UniqueConstraint(
                fields=("version", "number"), condition=Q(signatory=None), name="one_attachment_per_page"
            ),
            models.UniqueConstraint(fields=("signatory", "number"), name="one_scan_per_page_of_a_signature"),
        )

    def __str__(self) -> str:
        return f"{self.version}: {self.get_purpose_display()} {self.number}"


class BundleQuerySet(models.QuerySet["Bundle"]):
    """Bundles, asked for in clauses."""

    def visible_to(self, person: Any) -> "BundleQuerySet":
        """Those this person asked for, in spaces where they hold a role now."""
        return self.filter(by=person, space__in=models.Subquery(Space.objects.where(person).values("pk")))

    def expired(self, *, now: datetime) -> "BundleQuerySet":
        """Those that are deleted: a week is over."""
        return self.filter(made_at__lt=now - Bundle.KEPT)


class Bundle(Record):
    """All documents of a group or a programme that one person may read, in one file, for a week.

    ``contents``: the ids of the versions in it, so that it is given out only as long as all of them may be read.
    """

    KEPT = timedelta(days=7)

    space = models.ForeignKey(Space, on_delete=models.PROTECT, related_name="bundles")
    by = models.ForeignKey(settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="bundles")
    pdf = models.CharField(max_length=120, blank=True, help_text="Path of the merged file below the media folder.")
    archive = models.CharField(max_length=120, blank=True, help_text="Path of the ZIP below the media folder.")
    documents = models.PositiveIntegerField(default=0)
    contents = models.JSONField(default=list)
    made_at = models.DateTimeField(null=True, blank=True)

    objects = BundleQuerySet.as_manager()

    class Meta:
        ordering = ("-created_at",)

    def __str__(self) -> str:
        return f"{self.space}, {self.created_at:%Y-%m-%d}"

    @property
    def kept_until(self) -> datetime:
        """When it is deleted."""
        return (self.made_at or self.created_at) + self.KEPT

    def is_over(self, *, now: datetime) -> bool:
        """Whether its week is over, or its files have gone."""
        names = [path for path in (self.pdf, self.archive) if path]
        return now > self.kept_until or not all(files.place_of(path).is_file() for path in names)
