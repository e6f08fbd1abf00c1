"""Who comes to a training: people say so themselves; when it is full they wait, first come, first served."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from django.db import transaction
from django.db.models import Q
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _

from people.mail import withdraw, write_to
from people.models import Letter
from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Action, require

from ..models import Programme, TrainingEvent, TrainingPlace
from .attendance import expected

Said = TrainingPlace.Said


@dataclass(frozen=True)
class Row:
    """One person whom a training is for, with what they said and what is recorded of them."""

    participation: Participation
    place: TrainingPlace | None
    was: str

    @property
    def said(self) -> str:
        """In words, for the manager's list."""
        return str(self.place.get_said_display() if self.place else Said.NOTHING.label)

    @property
    def tone(self) -> str:
        """The token colour of it."""
        tones = {Said.COMES: "done", Said.WAITS: "waiting", Said.CANNOT: "plain"}
        return tones.get(Said(self.place.said), "info") if self.place else "info"

    @property
    def is_told(self) -> bool:
        """Whether an invitation to the training was written to the person."""
        return bool(self.place and self.place.told_sequence is not None)


def rows(event: TrainingEvent) -> list[Row]:
    """Everyone whom the training is for. Three queries."""
    said = {row.person_id: row for row in event.seats.all()}
    was = dict(event.attendances.values_list("person_id", "was"))
    return [Row(row, said.get(row.person_id), was.get(row.person_id, "")) for row in expected(event)]


def coming(told: Iterable[Row]) -> int:
    """How many of these come."""
    return sum(1 for row in told if row.place and row.place.said == Said.COMES)


def why_closed(event: TrainingEvent) -> str:
    """Why nobody can say any more whether they come; empty while they can."""
    if event.is_cancelled:
        return _("This training is cancelled.")
    return _("This training has begun.") if event.has_begun else ""


def hold(event: TrainingEvent) -> TrainingEvent:
    """Take the training for this transaction, as it stands now: whoever else takes a place in it waits here."""
    return TrainingEvent.objects.select_for_update(of=("self",)).select_related("programme__space").get(pk=event.pk)


def answer(event: TrainingEvent, comes: bool, reason: str = "", *, by: Any) -> TrainingPlace:
    """Somebody says whether they come; ``reason`` is for managers. Said twice, it counts once and keeps its turn.

    Returns the place: ``WAITS`` when the training is full. Raises ``NotNow`` when it has begun or is cancelled.
    """
    require(by, Action.ATTEND, event)
    with transaction.atomic():
        held = hold(event)
        if closed := why_closed(held):
            raise NotNow(closed)
        row, _is_new = TrainingPlace.objects.get_or_create(event=held, person=by)
        if comes and row.said not in (Said.COMES, Said.WAITS):
            row.said, row.said_at = (Said.WAITS if is_full(held) else Said.COMES), timezone.now()
        elif not comes:
            row.said, row.said_at = Said.CANNOT, timezone.now()
        row.reason = "" if comes else reason
        row.save(update_fields=("said", "said_at", "reason"))
        move_up(held)
        row.refresh_from_db()
    return row


def is_full(event: TrainingEvent) -> bool:
    """Whether every place is taken by somebody who is still there."""
    if event.places is None:
        return False
    taken = event.seats.filter(said=Said.COMES, person__in=[row.person_id for row in expected(event)]).count()
    return taken >= event.places


def move_up(event: TrainingEvent) -> None:
    """Give free places to those who wait, in their order, and tell them. In a transaction that holds the event."""
    here = [row.person_id for row in expected(event)]
    waiting = event.seats.filter(said=Said.WAITS, person__in=here).select_related("person").order_by("said_at", "pk")
    for row in waiting:
        if why_closed(event) or is_full(event):
            return
        row.said = Said.COMES
        row.save(update_fields=("said",))
        path = reverse("programmes:training", args=(event.programme_id, event.pk))
        about = f"training-place {row.pk} {row.said_at:%Y%m%dT%H%M%S%f}"
        write_to(row.person, "programmes/training_place", about=about, words={"event": event}, path=path)


def give_up(programme: Programme, person: Any) -> None:
    """Whoever has left a programme has no place in its trainings to come: who waits moves up, and no letter goes any more.

    In the transaction in which their part in the programme ended.
    """
    rows = TrainingEvent.objects.filter(programme=programme, seats__person=person, starts_at__gt=timezone.now())
    for event in rows.order_by("pk"):
        held = hold(event)
        if any(row.person_id == person.pk for row in expected(held)):
            continue  # it is for them in another role, which they still hold
        held.seats.filter(person=person).update(said=Said.CANNOT, said_at=timezone.now())
        of_event = Q(about__startswith=f"training {event.pk} ") | Q(about__startswith=f"training-soon {event.pk} ")
        withdraw(Letter.objects.filter(of_event, person=person))
        move_up(held)
