"""One person answers whether they accept their place, and reads whom they would be with: names, and what they share."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from people.alphabet import alphabetical
from policy.machine import NotNow, record
from policy.permissions import Action, require

from .. import proposing
from ..meeting_together import shared_words
from ..models import Application, Offer
from .replies import company_of


@dataclass(frozen=True)
class Companion:
    """Somebody one would be with, and what the two have in common, in words."""

    name: str
    role: str
    shared: Sequence[str]
    initials: str = ""


def offer_to(application: Application) -> Offer | None:
    """What somebody is asked; ``None`` where nothing is asked, or not any more."""
    rows = Offer.objects.running().filter(application=application, application__state=Application.State.SELECTED)
    return rows.select_related("asking__proposal__programme").first()


def companions(offer: Offer, application: Application) -> list[Companion]:
    """Whom they would be with; nobody while managers are changing that. Never scores, wishes, or who else there is."""
    there = company_of(application, offer.asking.proposal)
    if not offer.holds(one.pk for one in there):
        return []
    told = [_companion(one, application) for one in there]
    return alphabetical(told, key=lambda one: one.name)


def _companion(one: Application, application: Application) -> Companion:
    shared, person = shared_words(application, one), one.person
    return Companion(person.name, str(one.get_role_display()), shared, person.initials)


def others_in_group(offer: Offer, application: Application) -> int:
    """How many other mentees a mentee's group would have: a number, for names are told when it is final."""
    proposal = offer.asking.proposal
    own = proposal.placements.filter(mentee=application).exclude(mentor=None).values("mentor")
    if proposal.programme.is_individual:
        return 0
    return proposal.placements.filter(mentor__in=own).exclude(mentee=application).count()


def answer(application: Application, offer: UUID, accepts: bool, reason: str = "", *, by: Any) -> None:
    """Accept or decline; ``reason`` is for managers alone. May be said again until the groups are final.

    ``offer``: the one that the person had before them. Raises ``NotNow`` when it no longer holds: an answer is never
    taken for another place than the one it was given for.
    """
    require(by, Action.ACCEPT, application)
    with transaction.atomic():
        row = offer_to(application) if proposing.hold_programme(application.programme) else None
        if row is None:
            raise NotNow(_("Nothing is asked of you any more."))
        there = sorted(str(one.pk) for one in company_of(application, row.asking.proposal))
        if row.pk != offer or not row.holds(there):
            raise NotNow(_("Your place has changed since you opened the page. Your answer was not taken for it."))
        said = Offer.Said.ACCEPTS if accepts else Offer.Said.DECLINES
        told = {"said": said, "said_at": timezone.now(), "reason": "" if accepts else reason, "company": there}
        Offer.objects.filter(pk=row.pk, ended_at=None).update(**told)
        record(application, Action.ACCEPT, by=by, target=said)
