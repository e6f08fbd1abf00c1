"""Training: events, who was there, and who has not been trained yet."""

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from django.db import IntegrityError, transaction

from policy.models import Participation
from policy.permissions import Action, Role, require

from .models import Programme, TrainingAttendance, TrainingEvent


def arrange(event: TrainingEvent, *, by: Any) -> TrainingEvent:
    """Save a training event; the same event sent twice is saved once."""
    require(by, Action.RUN, event.programme)
    sent_before = event.programme.trainings.filter(pk=event.pk)
    if existing := sent_before.first():
        return existing
    try:
        with transaction.atomic():
            event.save(force_insert=True)
    except IntegrityError:  # sent twice at the same moment
        return sent_before.get()
    return event


def expected(event: TrainingEvent) -> list[Participation]:
    """The participations of those whom the event is for, by name."""
    return event.programme.space.people(*event.roles)


def record_attendance(event: TrainingEvent, present: Iterable[UUID], *, by: Any) -> int:
    """Record who was there, replacing what was recorded before; returns how many. Others' ids are passed over."""
    require(by, Action.RUN, event.programme)
    chosen = set(present)
    there = [row.person for row in expected(event) if row.person_id in chosen]
    with transaction.atomic():
        event.attendances.exclude(person__in=there).delete()
        for person in there:
            TrainingAttendance.objects.get_or_create(event=event, person=person)
    return len(there)


def untrained(programme: Programme) -> list[Participation]:
    """Mentors and mentees of a programme who were at no training (R16)."""
    trained = set(TrainingAttendance.objects.filter(event__programme=programme).values_list("person_id", flat=True))
    people = programme.space.people(Role.MENTOR, Role.MENTEE)
    return [row for row in people if row.person_id not in trained]
