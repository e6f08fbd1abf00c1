"""How many mentees mentors lead, and for how many more they have room, once the groups are formed."""

from collections import Counter, defaultdict
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.models import Participation
from policy.permissions import Role

from .models import Application, Group, Programme


def led(programme: Programme) -> Counter[UUID]:
    """By person, how many mentees each mentor of the programme has in running groups. One query."""
    rows = Participation.objects.running().filter(
        space__group__programme=programme, role__in=(Role.MENTOR, Role.MENTEE)
    )
    there: dict[UUID, Counter[Any]] = defaultdict(Counter)
    mentors: dict[UUID, UUID] = {}
    running = rows.exclude(space__group__state=Group.State.ENDED)
    for space, person, role in running.values_list("space", "person", "role"):
        there[space][role] += 1
        if role == Role.MENTOR:
            mentors[space] = person
    found: Counter[UUID] = Counter()
    for space, person in mentors.items():
        found[person] += there[space][Role.MENTEE]
    return found


def free(mentor: Application, taken: Counter[UUID]) -> int:
    """For how many more mentees a mentor has room, by their own word."""
    return max(0, mentor.capacity - taken[mentor.person_id])


def why_no_room(mentor: Application, more: int, taken: Counter[UUID]) -> str | None:
    """Why a mentor cannot take on so many more mentees, in a sentence; ``None`` when there is room."""
    room = free(mentor, taken)
    if room >= more:
        return None
    if not room:
        return _("%(name)s has no room for another mentee.") % {"name": mentor.person.name}
    words = ngettext("%(name)s has room for %(n)d more mentee.", "%(name)s has room for %(n)d more mentees.", room)
    return words % {"name": mentor.person.name, "n": room}


def why_too_large(programme: Programme, size: int) -> str | None:
    """Why a group cannot have so many mentees, in a sentence; ``None`` when it can."""
    most = 1 if programme.is_individual else programme.group_at_most
    if size <= most:
        return None
    words = ngettext(
        "A group has at most %(n)d mentee in this programme.",
        "A group has at most %(n)d mentees in this programme.",
        most,
    )
    return words % {"n": most}
