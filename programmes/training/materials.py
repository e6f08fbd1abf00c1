"""Files that belong to a training: opened and checked like every file that comes in, served by a view that asks."""

from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from documents import files
from documents.uploads import ENDINGS, Opened
from policy.machine import NotNow
from policy.permissions import Action, require

from ..models import TrainingEvent, TrainingMaterial
from . import places

AT_MOST = 10


def keep(event: TrainingEvent, opened: Opened, *, by: Any) -> TrainingMaterial:
    """Add a file that was let in; the same file sent twice is there once. Raises ``NotNow`` when there are ten."""
    require(by, Action.RUN, event.programme)
    data, media_type = opened.kept
    digest = files.digest_of(data)
    path = files.keep(data, f".{ENDINGS[media_type]}", folder="training")
    with transaction.atomic():
        held = places.hold(event)
        there = held.materials.filter(digest=digest).first()
        if there is None and held.materials.count() >= AT_MOST:
            raise NotNow(_("There are ten files already. Take one away first."))
        told = {"name": opened.name, "path": path, "media_type": media_type, "by": by}
        return there or TrainingMaterial.objects.create(event=held, digest=digest, **told)


def take_away(material: TrainingMaterial, *, by: Any) -> None:
    """Take a file away from a training. It is deleted when no other training has the same."""
    require(by, Action.RUN, material.event.programme)
    path = material.path
    with transaction.atomic():
        material.delete()
        if not TrainingMaterial.objects.filter(path=path).exists():
            transaction.on_commit(lambda: files.drop(path))
