"""Somebody who was selected and is in no group comes into one: into a running group with room, or a new one."""

from collections import defaultdict
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.models import Participation
from policy.permissions import Action, Role, require
from programmes import without_group
from programmes.models import Application, Group, Programme, Seat
from programmes.selecting import deciding
from programmes.training.attendance import left_out_of_matching

from ..models import Change
from . import following, groups, mentees, mentors, telling
from .holding import Asked, as_seen, take
from .places import Places


def place(one: Application, target: Group, *, asked: Asked, by: Any) -> Change | None:
    """Place somebody who is in no group in a running one; ``None`` when this very change was made already.

    From now on they take part in the programme and in this group, also where that had ended; of another group they
    get nothing back. Raises ``NotNow`` when they were placed or let go meanwhile, or there is no room.
    """
    require(by, Action.PLACE, one)
    with transaction.atomic():
        if not take(asked, [target], by=by):
            return None
        if reason := _why_not_now(one) or why_not_in(one, target, Places.of(target.programme)):
            raise NotNow(reason)
        return _arrive(one, target, Change.Kind.CAME, asked, by)


def place_anew(one: Application, mentor: Application, *, asked: Asked, by: Any) -> Change | None:
    """The same in a new group with a mentor who has room. It begins as every group does, with its own contract.

    Also raises ``NotNow`` when the groups that the mentor leads already are not as they were seen.
    """
    require(by, Action.PLACE, one)
    with transaction.atomic():
        programme = Programme.objects.select_for_update().get(pk=one.programme_id)
        if is_made(asked.pk, one):
            return None
        if reason := _why_not_now(one) or _why_not_as_seen(mentor, asked):
            raise NotNow(reason)
        if reason := mentors.why_not_lead(programme, mentor, [Seat(application=one)]):
            raise NotNow(reason)
        group = groups.found(programme, mentor, one.person.name if programme.is_individual else "")
        mentors.welcome(mentor, by=by)
        came = _arrive(one, group, Change.Kind.FOUNDED, asked, by)
        telling.tell(came, mentor.person, "sessions/change_new_mentor", path=group.get_absolute_url())
    return came


def led_already(mentor: Application) -> list[Group]:
    """The groups beside which a new one with this mentor is one more; none where each of their mentees is a pair."""
    return [] if mentor.programme.is_individual else mentors.led_by(mentor)


def _why_not_as_seen(mentor: Application, asked: Asked) -> str | None:
    if asked.seen == as_seen(*led_already(mentor)):
        return None
    told = {"name": mentor.person.name}
    return _("The groups of %(name)s have changed since you opened this page. Look at it again.") % told


def is_made(pk: UUID, one: Application) -> bool:
    """Whether the change of that id has placed this person. Raises ``NotNow`` where it was made of somebody else."""
    made = Change.objects.filter(pk=pk).first()
    if made is not None and not made.people.filter(pk=one.person_id).exists():
        raise NotNow(_("This form belongs to somebody else. Open it again."))
    return made is not None


def why_not(one: Application) -> str | None:
    """Why somebody cannot be placed in any group, in a sentence; ``None`` when they can."""
    if not without_group.mentees(one.programme).filter(pk=one.pk).exists():
        return _("%(name)s is in a group, or does not take part in the programme.") % {"name": one.person.name}
    if not one.person.is_active:
        return _("The account of %(name)s is switched off.") % {"name": one.person.name}
    if one.person_id in left_out_of_matching(one.programme):
        return _("%(name)s is not trained yet, and in this programme only those who are get a place.") % {
            "name": one.person.name
        }
    return None


def _why_not_now(one: Application) -> str | None:
    """The same while the programme is held: the selection does not change the application any more until we are done."""
    Application.objects.select_for_update().get(pk=one.pk)
    one.refresh_from_db(fields=("state", "not_with", "reports_to"))
    one.programme.refresh_from_db(fields=("state", "training_needed"))
    return why_not(one)


def why_not_in(one: Application, target: Group, places: Places) -> str | None:
    """Why somebody in no group cannot come into this one, in a sentence; ``None`` when they can."""
    mentor = places.mentor_of(target)
    if mentor is not None and mentor.person_id == one.person_id:
        return _("%(name)s is in this group already.") % {"name": one.person.name}
    return places.why_not_in(target, [Seat(application=one)])


def was_in_one(one: Application) -> bool:
    """Whether somebody was a mentee in a group of the programme before, or still is in one that ended early."""
    there = Participation.objects.filter(space__group__programme=one.programme_id, role=Role.MENTEE)
    return there.filter(person=one.person_id).exists()


def mentors_before(programme: Programme, people: Sequence[Application]) -> dict[UUID, frozenset[str]]:
    """By person, the addresses of the mentors of groups they were in: nobody is proposed to whom they came from."""
    there = Participation.objects.filter(space__group__programme=programme)
    stays = there.filter(role=Role.MENTEE, person__in=[one.person_id for one in people])
    spaces: dict[UUID, set[UUID]] = defaultdict(set)
    for person, space in stays.values_list("person", "space"):
        spaces[person].add(space)
    led: dict[UUID, set[str]] = defaultdict(set)
    mentors = there.filter(role=Role.MENTOR, space__in=set().union(*spaces.values()))
    for space, address in mentors.values_list("space", "person__email"):
        led[space].add(address.lower())
    return {
        one.person_id: frozenset().union(*(led[space] for space in spaces.get(one.person_id, ()))) for one in people
    }


def _arrive(one: Application, group: Group, kind: str, asked: Asked, by: Any) -> Change:
    is_first = not was_in_one(one)
    deciding.take_part(one)
    mentors.welcome(one, by=by)
    seats = [Seat(application=one)]
    came = mentees.arrive(group, seats, came_from=None, pk=asked.pk, asked=asked, by=by, kind=kind)
    meetings = following.sessions_to_come(group, now=timezone.now())
    telling.of_arrival(came, meetings, was_in_one=not is_first)
    return came
