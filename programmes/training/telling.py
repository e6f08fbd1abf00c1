"""Letters about trainings: invited, changed, cancelled, and a reminder two days before to those who come."""

from datetime import timedelta
from typing import Any

from django.db import transaction
from django.utils import timezone

from jobs.queue import handles
from people.mail import drop_held, speaking_to, write_to
from policy.models import Participation

from ..models import TrainingEvent, TrainingPlace
from . import calendar, places
from .attendance import expected

JOB = "programmes.tell_of_training"
REMIND = "programmes.remind_of_trainings"
BEFORE = timedelta(days=2)
AT_MOST = 500  # trainings in one turn


def untold(event: TrainingEvent) -> list[Participation]:
    """Those whom a training is for and who have not been told of it as it is now. Two queries."""
    told = set(event.seats.filter(told_sequence=event.sequence).values_list("person_id", flat=True))
    return [row for row in expected(event) if row.person_id not in told]


@handles(JOB)
def tell(job: Any, *, thing: str) -> None:
    """Write the letters that are missing, and remember what they told: the second of two runs finds nobody to tell.

    Of a training that is cancelled hears who was invited to it, or said something.
    """
    with transaction.atomic():
        event = places.hold(TrainingEvent(pk=thing))
        if event.is_over:
            return
        drop_held(f"training-soon {event.pk} ")  # it is reminded of anew, if it still takes place then
        known = set(event.seats.values_list("person_id", flat=True))
        for row in untold(event):
            if not event.is_cancelled or row.person_id in known:
                _write(event, row.person)
        if not event.is_cancelled:
            TrainingEvent.objects.filter(pk=event.pk, told_at=None).update(told_at=timezone.now())


def _write(event: TrainingEvent, person: Any) -> None:
    place, _is_new = TrainingPlace.objects.get_or_create(event=event, person=person)
    template = "programmes/training_cancelled" if event.is_cancelled else "programmes/training_invitation"
    with speaking_to(person):
        file = calendar.file_of(event, person, now=timezone.now())
    words = {"event": event, "is_changed": place.told_sequence is not None}
    about = f"training {event.pk} {event.sequence}"
    write_to(person, template, about=about, words=words, path=event.get_absolute_url(), files=[file])
    TrainingPlace.objects.filter(pk=place.pk).update(told_sequence=event.sequence)


@handles(REMIND)
def remind(job: Any) -> None:
    """Remind those who come of trainings that begin within two days; of each beginning once, in the letter of the day."""
    now = timezone.now()
    rows = TrainingEvent.objects.filter(
        state=TrainingEvent.State.PLANNED, starts_at__gt=now, starts_at__lte=now + BEFORE
    ).select_related("programme__space")
    for event in rows[:AT_MOST]:
        here = {row.person_id for row in expected(event)}
        coming = event.seats.filter(said=TrainingPlace.Said.COMES, person__in=here).select_related("person")
        about = f"training-soon {event.pk} {event.starts_at:%Y%m%dT%H%M}"
        for place in coming:
            path = event.get_absolute_url()
            write_to(place.person, "programmes/training_soon", about=about, words={"event": event}, path=path)
