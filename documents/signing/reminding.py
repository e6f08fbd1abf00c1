"""Remind those whose signature is awaited: by the author's hand, and by itself some days after the offer."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext as _

from jobs.queue import enqueue, handles
from people.models import User
from policy.machine import NotNow, record
from policy.models import Event
from policy.permissions import Action, may, require

from .. import workflows
from ..models import Signatory, Version
from . import links

JOB = "documents.remind"
AFTER_DAYS = (3, 10)
AT_MOST_EVERY = timedelta(days=1)


def remind(version: Version, *, by: Any) -> list[User]:
    """Write to everyone awaited but ``by``, with a fresh personal link; at most once a day each. Returns to whom."""
    require(by, Action.REMIND, version)
    if version.state != workflows.SIGNING:
        raise NotNow(_("This is “%(state)s” now: no signature is awaited.") % {"state": version.status_words})
    rows = version.signatories.awaited().exclude(person=by).select_related("person")
    with transaction.atomic():
        told = [row.person for row in rows if _remind(row, version, by)]
        if told:
            record(version, Action.REMIND, by=by)
    return told


def _remind(row: Signatory, version: Version, by: Any) -> bool:
    now = timezone.now()
    row.version = version
    resting = Q(reminded_at__gt=now - AT_MOST_EVERY)
    if not links.can_sign(row):
        return False
    if not Signatory.objects.awaited().filter(pk=row.pk).exclude(resting).update(reminded_at=now):
        return False
    about = f"sign {row.pk} reminded {now.isoformat()}"
    return links.fresh(row, by=by, letter="documents/signatory_remind", about=about) is not None


def plan(version: Version, offer: Event) -> None:
    """Ask for the reminders that go out by themselves after an offer, inside its transaction."""
    for days in AFTER_DAYS:
        later = timezone.now() + timedelta(days=days)
        enqueue(JOB, by=offer.by, not_before=later, version=str(version.pk), offer=offer.pk)


@handles(JOB)
def remind_by_itself(job: Any, *, version: str, offer: int) -> None:
    """Remind on behalf of who offered. Nothing is due when all have signed, one declined, or it was offered anew."""
    row = Version.objects.select_related("document__space").filter(pk=version, state=workflows.SIGNING).first()
    if row is None or job.asked_by is None or not may(job.asked_by, Action.REMIND, row):
        return
    newest = Event.objects.filter(thing_id=row.pk, action=Action.OFFER).order_by("-pk").values_list("pk", flat=True)
    if newest.first() == offer and not row.signatories.exclude(declined_at=None).exists():
        remind(row, by=job.asked_by)
