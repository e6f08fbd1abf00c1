"""Erase all documents of a space: versions, files, signatures, comments; when what they were for is to be forgotten."""

from collections.abc import Collection
from functools import partial
from uuid import UUID

from django.db import transaction
from django.db.models import Q

from . import files
from .models import Attachment, Bundle, Comment, Document, Question, Signatory, Version, Wording


def forget_spaces(spaces: Collection[UUID]) -> int:
    """Erase the documents of these spaces inside the current transaction; their files go once it is committed.

    Returns how many documents there were. Bundles that hold one of them go too. A second time it finds nothing.
    """
    documents = Document.objects.filter(space__in=spaces)
    versions = Version.objects.filter(document__in=documents)
    gone = {str(pk) for pk in versions.values_list("pk", flat=True)}
    paths = [*versions.exclude(pdf="").values_list("pdf", flat=True)]
    paths += Attachment.objects.filter(version__in=versions).values_list("path", flat=True)
    paths += _remove_bundles(spaces, gone)
    for model in (Attachment, Question, Signatory, Comment):
        model._default_manager.filter(version__in=versions).delete()
    versions.delete()
    count = documents.count()
    documents.delete()
    Wording.objects.filter(space__in=spaces).delete()
    transaction.on_commit(partial(_drop, paths))
    return count


def _remove_bundles(spaces: Collection[UUID], gone: Collection[str]) -> list[str]:
    """Take out the bundles of the spaces, and those around them that hold what goes; returns their files."""
    near = Bundle.objects.filter(Q(space__in=spaces) | Q(space__inner__in=spaces)).distinct()
    held = [row for row in near if row.space_id in spaces or any(str(pk) in gone for pk in row.contents)]
    Bundle.objects.filter(pk__in=[row.pk for row in held]).delete()
    return [path for row in held for path in (row.pdf, row.archive) if path]


def _drop(paths: Collection[str]) -> None:
    for path in paths:  # the same bytes lie in one file: it goes with the last that refers to it
        if not Version.objects.filter(pdf=path).exists() and not Attachment.objects.filter(path=path).exists():
            files.drop(path)
