"""A programme that is still being set up: its people have been pasted and asked to apply, and one line was bad."""

import uuid
from datetime import timedelta

from django.utils import timezone

from programmes import founding, starting_points
from programmes.arriving import entering, reading
from programmes.models import Arrival, Inviting, Programme

from .cast import Cast

POINT = starting_points.BY_SLUG["short"]


def set_up(people: Cast) -> Programme:
    """A draft from a ready-made starting point, with twelve people invited a few days ago."""
    start = timezone.localdate() + timedelta(days=60)
    programme = Programme(
        name="First job, first months",
        starts_on=start,
        ends_on=POINT.ends_on(start),
        languages=["en", "lt"],
        time_zone="Europe/Vilnius",
        is_demo=True,
        **POINT.settings(),
    )
    founding.create(programme, by=people.mara)
    rows = [*people.mentees[30:40], *people.mentors[8:10]]
    lines = [f"{cells['name']}\t{cells['email']}\t{cells['role']}" for cells in rows]
    found = reading.read_pasted(
        programme, "\n".join([*lines, "Jonas Kazlauskas\tjonas at example.org\tmentee"]), by=people.mara
    )
    entering.begin(programme, Arrival.Way.APPLY, by=people.mara, pk=uuid.uuid4(), batch=found)
    days_ago = timezone.now() - timedelta(days=4)
    programme.arrivals.update(letters_at=days_ago)
    Inviting.objects.filter(arrival__programme=programme).update(goes_at=days_ago)
    return programme
