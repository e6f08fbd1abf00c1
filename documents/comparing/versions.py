"""Two versions of a document side by side: which ones, and what changed between them."""

from typing import Any

from django.db.models import QuerySet
from django.utils import timezone

from ..heading import Sheet, sheet_of
from ..models import Version
from .changes import Changes, between


def since(old: Version, new: Version) -> Changes:
    """What changed from one version to another of the same document, in their frozen words where they have some."""
    return between(_words(old), _words(new))


def before(version: Version, person: Any) -> Version | None:
    """The newest earlier version of the document that ``person`` may read."""
    return readable_beside(version, person).filter(number__lt=version.number).first()


def readable_beside(version: Version, person: Any) -> QuerySet[Version]:
    """The other versions of the document that ``person`` may read, the newest first."""
    rows = Version.objects.visible_to(person).filter(document=version.document_id).exclude(pk=version.pk)
    return rows.select_related("document__space", "document__person", "author", "wording").order_by("-number")


def _words(version: Version) -> Sheet:
    """As offered or sealed; of a draft as it stands."""
    return version.sheet or sheet_of(version, at=version.written_at or timezone.now())
