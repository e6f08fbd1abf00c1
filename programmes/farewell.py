"""When a programme is closed, everybody who took part gets one letter: thanks, and where their documents stay."""

from datetime import date
from typing import Any

from django.db import transaction

from documents import kinds
from jobs.queue import handles
from people.mail import write_to
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Action, Role, may

from .heading import kept_until
from .models import Programme

JOB = "programmes.farewell"


@handles(JOB, seconds=100)
def farewell(job: Any, *, thing: str) -> None:
    """Write to the mentors and mentees of a closed programme, each once however often this runs."""
    programme = Programme.objects.select_related("space").get(pk=thing)
    groups = Space.objects.filter(within=programme.space_id, kind=Space.Kind.GROUP)
    seats = Participation.objects.running().filter(space__in=groups, role__in=(Role.MENTOR, Role.MENTEE))
    words: dict[str, Any] = {"programme": programme}
    words |= {"kept_until": _first_day(programme, False), "own_until": _first_day(programme, True)}
    for person in User.objects.filter(pk__in=seats.values("person"), is_active=True).order_by("pk"):
        if may(person, Action.READ, programme):
            with transaction.atomic():
                write_to(
                    person,
                    "programmes/farewell",
                    about=f"farewell {programme.pk}",
                    words=words,
                    path=programme.get_absolute_url(),
                )


def _first_day(programme: Programme, is_private: bool) -> date:
    """The day until which all documents of a group are kept, or all that people write for themselves alone."""
    here = [kind for kind in kinds.every() if kind.lives_in == Space.Kind.GROUP]
    return kept_until(programme, min(kind.keeps for kind in here if kind.parts.is_private == is_private))
