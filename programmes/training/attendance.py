"""Who was at a training, and who has not been trained yet (R16)."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.db import transaction

from policy.models import Participation
from policy.permissions import Action, Role, require

from ..models import Application, Programme, TrainingAttendance, TrainingEvent, TrainingUnit, UnitPassed
from ..models.trainings import ROLES

THERE = TrainingAttendance.Was.THERE


def expected(event: TrainingEvent) -> list[Participation]:
    """The participations of those whom the event is for, by name."""
    return event.programme.space.people(*event.roles)


def record_attendance(event: TrainingEvent, was: Mapping[UUID, str], *, by: Any) -> int:
    """Record who was there, did not come or was excused, replacing what was recorded before; returns how many came.

    Whoever is not named, or is named with an empty word, has nothing recorded. Others' ids are passed over.
    """
    require(by, Action.RUN, event.programme)
    here = [row.person_id for row in expected(event)]
    told = {person: said for person in here if (said := was.get(person, ""))}
    with transaction.atomic():
        event.attendances.filter(person__in=here).exclude(person__in=told).delete()  # of who has left it stays
        for person, said in told.items():
            word = TrainingAttendance.Was(said)
            TrainingAttendance.objects.update_or_create(event=event, person_id=person, defaults={"was": word})
    return sum(1 for said in told.values() if said == THERE)


def trained_people(programme: Programme) -> set[UUID]:
    """Who came to a training of the programme, or passed every unit that it says is needed for their role. Four queries."""
    there = TrainingAttendance.objects.filter(event__programme=programme, was=THERE)
    return set(there.values_list("person_id", flat=True)) | _by_units(programme)


def _by_units(programme: Programme) -> set[UUID]:
    needed = TrainingUnit.objects.filter(programme=programme, is_on=True, is_needed=True)
    audiences = dict(needed.values_list("pk", "audience"))
    if not audiences:
        return set()
    passed: dict[UUID, set[UUID]] = {}
    for person, unit in UnitPassed.objects.filter(unit__in=audiences).values_list("person_id", "unit_id"):
        passed.setdefault(person, set()).add(unit)
    of_role = {
        role: {unit for unit, audience in audiences.items() if role in ROLES[audience]}
        for role in (Role.MENTOR, Role.MENTEE)
    }
    rows = Participation.objects.filter(space=programme.space_id, role__in=of_role)  # who has left may come back
    return {
        person
        for person, role in rows.values_list("person_id", "role")
        if of_role[Role(role)] and of_role[Role(role)] <= passed.get(person, set())
    }


def untrained_people(programme: Programme) -> set[UUID]:
    """The ids of selected people who are not trained. Whoever matches leaves them out where the programme says so."""
    selected = programme.applications.filter(state=Application.State.SELECTED)
    return set(selected.values_list("person_id", flat=True)) - trained_people(programme)


def untrained(programme: Programme) -> list[Participation]:
    """Mentors and mentees of a programme who are not trained, by role and name (R16)."""
    trained = trained_people(programme)
    people = programme.space.people(Role.MENTOR, Role.MENTEE)
    return [row for row in people if row.person_id not in trained]


def left_out_of_matching(programme: Programme) -> set[UUID]:
    """The ids of selected people whom the programme does not match, because they are not trained."""
    is_needed = programme.training_needed == Programme.TrainingNeeded.MATCHED
    return untrained_people(programme) if is_needed else set()
