"""A group is split, two are merged, or one is ended early; what it wrote stays readable."""

from collections.abc import Sequence
from typing import Any
from uuid import uuid5

from django.db import transaction
from django.db.models import Max
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from policy.machine import NotNow, record
from policy.machine import move as change_state
from policy.permissions import Action
from programmes import grouping
from programmes.models import Application, Group, Programme, Seat

from ..models import Change
from . import contracts, following, mentees, mentors, telling
from .holding import Asked, take
from .places import Places


def split(group: Group, seats: Sequence[Seat], mentor: Application, *, asked: Asked, by: Any) -> Group | None:
    """Form a new group of some mentees of a group, with a mentor; ``None`` when it was formed already.

    It begins as every group does, with its own contract and plan. Raises ``NotNow`` when nobody would be left, or the
    mentor has no room.
    """
    with transaction.atomic():
        if not take(asked, [group], by=by):
            return None
        if reason := why_not_split(group, seats, mentor):
            raise NotNow(reason)
        new = found(group.programme, mentor)
        mentors.welcome(mentor, by=by)
        went = mentees.send(group, new, seats, asked, by, Change.Kind.FOUNDED)
        telling.tell(went, mentor.person, "sessions/change_new_mentor", path=new.get_absolute_url(), group=new)
    return new


def why_not_split(group: Group, seats: Sequence[Seat], mentor: Application) -> str | None:
    """Why these mentees cannot form a group of their own with this mentor, in a sentence; ``None`` when they can."""
    there = mentees.seats_of(group)
    if group.is_pair or len(there) < 2:
        return _("There is only one mentee in this group.")
    if not seats or not set(seats) < set(there):
        return _("Choose who goes, and let at least one mentee stay.")
    if mentor.person_id == getattr(group.mentor, "pk", None):
        return None  # leads as many as before
    return mentors.why_not(group, mentor, seats)


def found(programme: Programme, mentor: Application, name: str = "") -> Group:
    """A further group of a programme that is held, with its mentor; called by its number where it has no ``name``."""
    last = programme.groups.aggregate(last=Max("number"))["last"] or 0
    with translation.override(programme.language):
        name = name or _("Group %(n)d") % {"n": last + 1}
    return grouping.found(programme, mentor, number=last + 1, name=name)


def merge(group: Group, other: Group, *, asked: Asked, by: Any) -> Change | None:
    """Let the mentees of another group go on in this one; the other one ends, and stays readable to who was in it.

    ``None`` when this very change was made already. Raises ``NotNow`` when they are too many.
    """
    with transaction.atomic():
        if not take(asked, [group, other], by=by):
            return None
        if reason := why_not_merge(group, other, Places.of(group.programme)):
            raise NotNow(reason)
        seats, now = mentees.seats_of(other), timezone.now()
        gone = following.sessions_to_come(other, now=now)
        ended = _end(other, Change.Kind.MERGED, uuid5(asked.pk, mentees.THERE), asked, by)
        ended.people.set([seat.application.person for seat in seats])
        Change.objects.filter(pk=ended.pk).update(other=group)
        came = mentees.arrive(group, seats, came_from=other, pk=asked.pk, asked=asked, by=by)
        telling.of_arrival(came, following.sessions_to_come(group, now=now), gone)
        if other.mentor:
            path = other.get_absolute_url()
            telling.tell(ended, other.mentor, "sessions/change_ended", path=path, strike=gone)
    return came


def why_not_merge(group: Group, other: Group, places: Places) -> str | None:
    """Why the mentees of another group cannot come into this one, in a sentence; ``None`` when they can."""
    if other.pk == group.pk:
        return _("Choose another group.")
    seats = places.seats_of(other)
    if not seats:
        return _("Nobody is in that group. End it early instead.")
    is_same = places.mentor_of(group) is not None and places.mentor_of(group) == places.mentor_of(other)
    return places.why_not_in(group, seats, leads_them=is_same)


def end_early(group: Group, *, asked: Asked, by: Any) -> Change | None:
    """End a group before its time, without conclusions; ``None`` when it was ended already by this very form.

    Its planned sessions fall away, and everybody of it is told. It stays readable to who is in it.
    """
    with transaction.atomic():
        if not take(asked, [group], by=by):
            return None
        meetings = following.sessions_to_come(group, now=timezone.now())
        change = _end(group, Change.Kind.ENDED, asked.pk, asked, by)
        for person in [*group.mentees(), *([group.mentor] if group.mentor else [])]:
            path = group.get_absolute_url()
            telling.tell(change, person, "sessions/change_ended", path=path, strike=meetings)
    return change


def _end(group: Group, kind: str, pk: Any, asked: Asked, by: Any) -> Change:
    following.let_sessions_fall(group, by=by)
    contracts.take_back(group, by=by)
    change_state(group, Action.END_EARLY, by=by)
    record(group, Action.REFORM, by=by, target=kind)
    return Change.objects.create(pk=pk, group=group, kind=kind, reason=asked.reason, by=by)
