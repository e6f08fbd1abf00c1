"""A mentee goes on in another group, or leaves the programme: rights end, diaries and homework are shared out anew."""

from collections.abc import Sequence
from typing import Any
from uuid import UUID, uuid5

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow, record
from policy.models import Participation
from policy.permissions import Action, Role
from programmes import grouping
from programmes.models import Group, Seat
from programmes.training import places as training_places

from ..models import Change
from . import contracts, following, telling
from .holding import Asked, take
from .places import Places

THERE = "in the other group"


def seats_of(group: Group) -> list[Seat]:
    """Who has their place in a group now, by name."""
    rows = group.seats.filter(participation__ends_at=None).select_related(
        "application__person", "application__sent_form", "participation"
    )
    return list(rows.order_by("application__person__name"))


def move(seat: Seat, target: Group, *, asked: Asked, by: Any) -> Change | None:
    """Let a mentee go on in another group; ``None`` when this very change was made already.

    Raises ``NotNow`` when there is no room, or when they are the last: then the groups are merged.
    """
    group = seat.group
    with transaction.atomic():
        if not take(asked, [group, target], by=by):
            return None
        if reason := why_not_move(seat, target, Places.of(group.programme)):
            raise NotNow(reason)
        return send(group, target, [seat], asked, by)


def why_not_move(seat: Seat, target: Group, places: Places) -> str | None:
    """Why a mentee cannot go on in another group, in a sentence; ``None`` when they can."""
    if target.pk == seat.group_id:
        return _("This is the group that they are in.")
    if len(places.seats_of(seat.group)) < 2:
        return _("Nobody would be left in the group. Merge the two groups.")
    return places.why_not_in(target, [seat])


def send(
    group: Group, target: Group, seats: Sequence[Seat], asked: Asked, by: Any, kind: str = Change.Kind.CAME
) -> Change:
    """Let these mentees go from one held group into another that has room; both are told.

    ``kind`` is what it is to the other group: that they came, or that it was founded with them.
    """
    people, now = [seat.application.person for seat in seats], timezone.now()
    gone = following.sessions_to_come(group, now=now)
    following.end([_part(seat) for seat in seats], group, at=now)
    _settle(group, people)
    went = Change.objects.create(
        pk=asked.pk, group=group, kind=Change.Kind.WENT, other=target, reason=asked.reason, by=by
    )
    went.people.set(people)
    record(group, Action.REFORM, by=by, target=went.kind)
    contracts.reopen(group, lambda day: _does_not(people, day), by=by)
    came = arrive(target, seats, came_from=group, pk=uuid5(asked.pk, THERE), asked=asked, by=by, kind=kind)
    telling.of_departure(went)
    telling.of_arrival(came, following.sessions_to_come(target, now=now), gone)
    return went


def arrive(
    target: Group,
    seats: Sequence[Seat],
    *,
    came_from: Group | None,
    pk: UUID,
    asked: Asked,
    by: Any,
    kind: str = Change.Kind.CAME,
) -> Change:
    """Let mentees whose part elsewhere has ended, or who had none, take their seats in a group that has room."""
    people = [seat.application.person for seat in seats]
    for seat in seats:
        grouping.take_seat(target, seat.application)
    came = Change.objects.create(pk=pk, group=target, kind=kind, other=came_from, reason=asked.reason, by=by)
    came.people.set(people)
    record(target, Action.REFORM, by=by, target=kind)
    contracts.reopen(target, lambda day: _takes_part(people, day), by=by)
    return came


def leave(seat: Seat, *, asked: Asked, by: Any) -> Change | None:
    """Let a mentee leave the group and the programme; ``None`` when this very change was made already.

    They keep their own goal sheet, diaries and the contract they signed (docs/adr/0021). Raises ``NotNow`` for the last
    one: then the group is ended early.
    """
    group = seat.group
    with transaction.atomic():
        if not take(asked, [group], by=by):
            return None
        if len(seats_of(group)) < 2:
            raise NotNow(_("Nobody would be left in the group. End the group early instead."))
        person, now = seat.application.person, timezone.now()
        meetings = following.sessions_to_come(group, now=now)
        following.end([_part(seat)], group, at=now)
        programme = Participation.objects.filter(space=group.programme.space_id, person=person, role=Role.MENTEE)
        programme.end(at=now)
        training_places.give_up(group.programme, person)
        Seat.objects.filter(pk=seat.pk).delete()
        _settle(group, [person])
        change = Change.objects.create(pk=asked.pk, group=group, kind=Change.Kind.LEFT, reason=asked.reason, by=by)
        change.people.set([person])
        record(group, Action.REFORM, by=by, target=change.kind)
        contracts.reopen(group, lambda day: _does_not([person], day), by=by)
        telling.of_leaving(change, person, meetings)
    return change


def _part(seat: Seat) -> Participation:
    part = seat.participation
    part.person = seat.application.person
    return part


def _settle(group: Group, people: Sequence[Any]) -> None:
    following.share_out_diaries(group)
    following.close_homework(group, people)


def _does_not(people: Sequence[Any], day: str) -> str:
    return _("From %(day)s on no longer in the group: %(names)s.") % {"day": day, "names": telling.names_of(people)}


def _takes_part(people: Sequence[Any], day: str) -> str:
    return _("From %(day)s on also in the group: %(names)s.") % {"day": day, "names": telling.names_of(people)}
