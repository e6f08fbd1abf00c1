"""Managers ask both sides, remind them, take the question back, and have a proposal made around those who accepted."""

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Any

from django.db import transaction
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.mail import write_to
from policy.machine import NotNow, record
from policy.permissions import Action, require

from .. import proposing
from ..models import Application, Asking, Offer, Placement, Programme, Proposal
from .replies import Replies, Reply, Stand, names, replies

DAYS = timedelta(days=7)  # to answer, unless a manager says otherwise
AT_A_TIME = 500  # ids in one statement


def running(programme: Programme) -> Asking | None:
    """The question that is open in a programme."""
    rows = Asking.objects.filter(programme=programme, ended_at=None)
    return rows.select_related("programme__space", "proposal").first()


def ask(proposal: Proposal, last_day: date, *, by: Any, seen: int) -> int:
    """Ask everyone in a proposal who was not asked about their place yet; returns how many that are.

    Whoever stays with the same people keeps their answer. Whoever was asked about another place is told that this
    question no longer holds. ``seen`` as in ``proposing.hold``. Sent twice, it asks once.
    """
    programme = proposal.programme
    require(by, Action.RUN, programme)
    if not proposing.asks_both_sides(programme):
        raise NotNow(_("Nobody is asked in this programme. Change that under “What counts in the matching” first."))
    with transaction.atomic():
        proposing.look_at(proposal, seen)
        asking = _open(proposal, last_day, by)
        told = replies(proposal, asking)
        fresh = told.of(Stand.ANEW)
        if not told.rows:
            raise NotNow(_("There is no group in the proposal yet."))
        before = _end(asking, told)
        _offer(asking, fresh, before)
        record(programme, Action.RUN, by=by, target="both-sides-asked")
    return len(fresh)


def _open(proposal: Proposal, last_day: date, by: Any) -> Asking:
    about = {"proposal": proposal, "last_day": last_day, "by": by}
    row, _is_new = Asking.objects.update_or_create(programme=proposal.programme, ended_at=None, defaults=about)
    return row


def _end(asking: Asking, told: Replies) -> set[Any]:
    """End the offers that hold no more; whoever has no place now is told. Returns whose they were."""
    kept = {row.application.pk for row in told.rows if row.stand != Stand.ANEW}
    placed = {row.application.pk for row in told.rows}
    offers = asking.offers.running().select_related("application__person")
    over = [offer for offer in offers if offer.application_id not in kept]
    _close(over)
    for offer in over:
        if offer.application_id not in placed:
            _tell_it_is_off(offer, asking.programme)
    return {offer.application_id for offer in over}


def _close(offers: Sequence[Offer]) -> None:
    now, ids = timezone.now(), [offer.pk for offer in offers]
    for at in range(0, len(ids), AT_A_TIME):
        Offer.objects.filter(pk__in=ids[at : at + AT_A_TIME]).update(ended_at=now)


def _offer(asking: Asking, rows: Iterable[Reply], before: set[Any]) -> None:
    offers = [Offer(asking=asking, application=row.application, company=row.ids) for row in rows]
    Offer.objects.bulk_create(offers, batch_size=AT_A_TIME)
    for offer in offers:
        words: dict[str, Any] = {"is_changed": offer.application_id in before, "last_day": asking.last_day}
        _write(offer, "programmes/offer_ask", asking.programme, **words)


def _tell_it_is_off(offer: Offer, programme: Programme) -> None:
    if offer.application.state == Application.State.SELECTED:
        _write(offer, "programmes/offer_off", programme, which="off")


def _write(offer: Offer, template: str, programme: Programme, *, which: str = "", **words: Any) -> None:
    path = reverse("programmes:my_place", args=(offer.application_id,))
    about = f"offer {offer.application_id} {offer.pk} {which}".strip()
    write_to(offer.application.person, template, about=about, words={**words, "programme": programme}, path=path)


def remind(asking: Asking, *, by: Any, on: date) -> int:
    """Remind everyone who has not answered, each once a day (``on``); returns how many letters that are."""
    require(by, Action.RUN, asking.programme)
    with transaction.atomic():
        if not _hold(asking):
            raise NotNow(_("The question is closed already."))
        waiting = replies(asking.proposal, asking).of(Stand.NOTHING)
        due = [row for row in waiting if row.offer and row.offer.reminded_on != on]
        for row in due:
            offer: Any = row.offer
            offer.application = row.application
            Offer.objects.filter(pk=offer.pk).update(reminded_on=on)
            _write(offer, "programmes/offer_remind", asking.programme, which=str(on), last_day=asking.last_day)
        if due:
            record(asking.programme, Action.RUN, by=by, target="both-sides-reminded")
    return len(due)


def take_back(asking: Asking, *, by: Any) -> None:
    """Withdraw the question; everyone who was asked is told that nothing is asked of them any more."""
    require(by, Action.RUN, asking.programme)
    with transaction.atomic():
        if not _hold(asking):
            return
        for offer in _finish(asking):
            _tell_it_is_off(offer, asking.programme)
        record(asking.programme, Action.RUN, by=by, target="question-taken-back")


def _hold(asking: Asking) -> bool:
    """Take the programme for this transaction; whether the question is still open."""
    is_matching = proposing.hold_programme(asking.programme)
    return is_matching and Asking.objects.filter(pk=asking.pk, ended_at=None).exists()


def _finish(asking: Asking) -> list[Offer]:
    offers = list(asking.offers.running().select_related("application__person"))
    _close(offers)
    Asking.objects.filter(pk=asking.pk).update(ended_at=timezone.now())
    return offers


def propose_around(asking: Asking, *, by: Any) -> None:
    """Lock everyone who accepted on both sides, let go who declined, and have a proposal made around them."""
    require(by, Action.RUN, asking.programme)
    with transaction.atomic():
        proposing.hold(asking.proposal)
        rows = replies(asking.proposal, asking).rows
        said = {row.application.pk: row.stand for row in rows}
        both = {row.placement.pk: {row.stand, said[row.company[0].pk]} for row in rows if row.placement}
        _lock([pk for pk, stands in both.items() if stands == {Stand.ACCEPTS}], is_locked=True)
        _lock([pk for pk, stands in both.items() if Stand.DECLINES in stands], is_locked=False)
        proposing.ask_for_proposal(asking.programme, by=by, keeping=asking.proposal)


def _lock(ids: Sequence[Any], *, is_locked: bool) -> None:
    for at in range(0, len(ids), AT_A_TIME):
        Placement.objects.filter(pk__in=ids[at : at + AT_A_TIME]).update(is_locked=is_locked)


def check(proposal: Proposal, *, anyway: bool) -> None:
    """Raise ``NotNow`` where the groups of a proposal may not become final; in a transaction that holds it.

    ``anyway``: the manager has read who has not answered. Nobody is put where they declined to be.
    """
    asking = running(proposal.programme)
    if asking is None:
        if proposing.asks_both_sides(proposal.programme):
            raise NotNow(_("Both sides are asked in this programme before the groups are final. Ask them first."))
        return
    told = replies(proposal, asking)
    if declined := told.of(Stand.DECLINES):
        raise NotNow(_("Somebody declined the place: %(names)s. Move them first.") % {"names": names(declined)})
    if told.unclear and not anyway:
        raise NotNow(_("Not everyone has accepted yet: %(names)s.") % {"names": names(told.unclear)})


def close(proposal: Proposal) -> None:
    """The groups are final: whoever was asked and has no place is told. In the transaction that confirms."""
    asking = running(proposal.programme)
    if asking is None:
        return
    placed = {row.application.pk for row in replies(proposal, asking).rows}
    for offer in _finish(asking):
        if offer.application_id not in placed:
            _tell_it_is_off(offer, proposal.programme)
