"""Signing: the room of the pipeline where a version is offered, signed by each for themselves, and sealed by the last."""

from typing import Any

from django.db import models, transaction
from django.db.models import Exists, OuterRef
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow, move
from policy.permissions import Action, Role, require

from . import workflows
from .heading import sheet_of
from .models import Signatory, Version
from .pipeline import require_complete, seal
from .sheet import digest_of


def offer(version: Version, *, by: Any) -> None:
    """Offer a draft for signature; from now on its words are fixed (R25).

    Its signatories are the people who hold a signing role in its space today; of several managers, the one who offers.
    """
    require_complete(version)
    assert version.kind is not None
    people = {row.person_id: row for row in version.space.people(*version.kind.parts.signers)}
    with transaction.atomic():
        version.signatories.all().delete()
        Signatory.objects.bulk_create(
            Signatory(version=version, person=row.person, role=row.role)
            for row in people.values()
            if row.role != Role.MANAGER or row.person_id == by.pk
        )
        sheet = sheet_of(version, at=timezone.now())
        move(version, Action.OFFER, by=by, sheet=sheet, digest=digest_of(_words(sheet)))


def recall(version: Version, *, by: Any) -> None:
    """Take an offered version back to draft. Changed words are signed anew by all: signatures given so far are void.

    Also the way out when a signatory has left before everyone signed.
    """
    with transaction.atomic():
        move(version, Action.RECALL, by=by, sheet=None, digest="")
        version.signatories.all().delete()


def sign(version: Version, *, by: Any, name: str, way: str = Signatory.Way.ACCOUNT) -> bool:
    """Sign once, for oneself. Returns whether this signature was the last and sealed the version.

    The version's row is locked first, so that of two last signers at the same moment the second sees the first.
    """
    with transaction.atomic():
        version = Version.objects.select_for_update().select_related("document__space").get(pk=version.pk)
        require(by, Action.SIGN, version)
        now = timezone.now()
        if version.state != workflows.SIGNING:
            raise NotNow(_("This is “%(state)s” now and cannot be signed.") % {"state": version.status_words})
        mine = Signatory.objects.filter(version=version, person=by, signed_at=None)
        if not mine.update(signed_at=now, name_typed=name, digest=version.digest, way=way):
            raise NotNow(_("You have signed this already."))
        if version.signatories.filter(signed_at=None).exists():
            return False
        seal(version, Action.SEAL, by=by, where=~models.Q(Exists(_unsigned())))
        return True


def _unsigned() -> Any:
    return Signatory.objects.filter(version=OuterRef("pk"), signed_at=None)


def _words(sheet: dict[str, Any]) -> dict[str, Any]:
    return {key: sheet[key] for key in ("title", "programme", "group", "version", "language", "blocks")}
