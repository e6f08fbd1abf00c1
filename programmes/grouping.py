"""From a proposal to groups: move one by hand, lock, confirm."""

from collections import Counter, defaultdict
from typing import Any

from django.db import transaction
from django.utils.translation import gettext as _

from people.invitations import invite
from policy.machine import NotNow, move
from policy.models import Participation, Space
from policy.permissions import Action, Role, require

from . import proposing
from .accepting import asking
from .models import Application, Group, Placement, Programme, Proposal, Seat
from .selecting import deciding


def place(placement: Placement, mentor: Application | None, *, by: Any) -> None:
    """Move one mentee to another mentor (or to nobody) by hand.

    Raises ``NotNow`` when the mentor has no room left or one of the two asked not to be matched with the other. A
    language in common is left to the manager, who may know better.
    """
    programme = placement.proposal.programme
    require(by, Action.RUN, programme)
    with transaction.atomic():
        proposing.hold(placement.proposal)
        if mentor is not None:
            _check_room(placement, mentor, programme)
        told = proposing.placed(placement.mentee, mentor, programme)
        Placement.objects.filter(pk=placement.pk).update(mentor=mentor, by_hand=True, is_locked=False, **told)


def lock(placement: Placement, is_locked: bool, *, by: Any) -> None:
    """Keep somebody where they are when a new proposal is made from this one, or let them go again."""
    require(by, Action.RUN, placement.proposal.programme)
    with transaction.atomic():
        proposing.hold(placement.proposal)
        rows = Placement.objects.filter(pk=placement.pk)
        (rows.exclude(mentor=None) if is_locked else rows).update(is_locked=is_locked)


def _check_room(placement: Placement, mentor: Application, programme: Programme) -> None:
    if asked_not_to(placement.mentee, mentor):
        raise NotNow(_("One of the two asked not to be matched with the other."))
    taken = placement.proposal.placements.filter(mentor=mentor).exclude(pk=placement.pk).count()
    if taken >= proposing.room(mentor, programme):
        raise NotNow(_("%(name)s has no room for another mentee.") % {"name": mentor.person.name})


def asked_not_to(mentee: Application, mentor: Application) -> bool:
    """Whether one of the two asked not to be matched with the other, or reports to them at work."""
    young, old = mentee.person.email.lower(), mentor.person.email.lower()
    return old in (*mentee.not_with, mentee.reports_to) or young in (*mentor.not_with, mentor.reports_to)


def confirm(proposal: Proposal, *, by: Any, seen: int | None = None, anyway: bool = False) -> list[Group]:
    """Make the groups of a proposal, invite everybody, and begin the mentoring: once, whatever two managers do.

    ``seen`` is the revision that the manager had before them; raises ``NotNow`` when it has changed since, and when
    both sides are asked and somebody declined. ``anyway``: who has not answered was read.
    """
    programme = proposal.programme
    require(by, Action.CONFIRM, programme)
    with transaction.atomic():
        proposing.hold(proposal, seen)
        placements = list(proposal.placements.exclude(mentor=None).select_related("mentee__person", "mentor__person"))
        _check_still_right(placements, programme)
        asking.check(proposal, anyway=anyway)
        by_group: dict[Any, list[Placement]] = defaultdict(list)
        for one in placements:
            by_group[one.pk if programme.is_individual else one.mentor_id].append(one)
        if not by_group:
            raise NotNow(_("There is no group in the proposal yet."))
        asking.close(proposal)
        move(programme, Action.CONFIRM, by=by)
        return [_make(programme, number, members, by) for number, members in enumerate(by_group.values(), start=1)]


def _check_still_right(placements: list[Placement], programme: Programme) -> None:
    """Since the proposal was made people may have stepped back, told something else, or groups have to be smaller."""
    mentors = [one.mentor for one in placements if one.mentor]
    people = {one.mentee_id for one in placements} | {mentor.pk for mentor in mentors}
    selected = Application.objects.select_for_update().filter(pk__in=people, state=Application.State.SELECTED)
    if len(selected.order_by("pk")) < len(people):
        raise NotNow(_("Somebody in the proposal is not selected any more. Have a new one made."))
    for one in placements:
        if one.mentor and asked_not_to(one.mentee, one.mentor):
            told = {"one": one.mentee.person.name, "other": one.mentor.person.name}
            raise NotNow(_("%(one)s and %(other)s must not be matched: one of the two asked for that.") % told)
    for mentor, taken in Counter(mentors).items():
        if taken > proposing.room(mentor, programme):
            raise NotNow(_("%(name)s has no room for so many mentees. Move somebody.") % {"name": mentor.person})


def _make(programme: Programme, number: int, members: list[Placement], by: Any) -> Group:
    mentor = members[0].mentor
    assert mentor is not None
    name = members[0].mentee.person.name if programme.is_individual else _("Group %(n)d") % {"n": number}
    group = found(programme, mentor, number=number, name=name)
    for one in members:
        take_seat(group, one.mentee)
    for row in group.space.people(Role.MENTOR, Role.MENTEE):
        about = f"invitation {programme.pk} {row.role}"
        invite(row.person, to_what=programme.name, as_what=str(Role(row.role).label), about=about, by=by)
    return group


def found(programme: Programme, mentor: Application, *, number: int, name: str) -> Group:
    """A new group with its mentor and nobody else yet. Inside a transaction."""
    space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
    group = Group.objects.create(space=space, programme=programme, number=number, name=name[:80])
    mentor.programme = programme  # the one at hand: nothing of it is loaded for each group
    lead(group, mentor)
    return group


def lead(group: Group, mentor: Application) -> Participation:
    """Let a selected mentor be the mentor of a group from now on; the database lets in one at a time.

    They take part in the programme, too, where their part in it had ended.
    """
    deciding.take_part(mentor)
    return Participation.objects.create(space=group.space, person=mentor.person, role=Role.MENTOR, is_sole=True)


def take_seat(group: Group, mentee: Application) -> Participation:
    """Let a selected mentee take their one place in a group from now on; a place they had elsewhere becomes this one."""
    seat = Participation.objects.create(space=group.space, person=mentee.person, role=Role.MENTEE)
    Seat.objects.update_or_create(application=mentee, defaults={"group": group, "participation": seat})
    return seat


def rename(group: Group, name: str, motto: str, *, by: Any) -> None:
    """Give a group the name and motto it chose (R21)."""
    require(by, Action.NAME, group)
    group.name, group.motto = name, motto
    group.save(update_fields=("name", "motto"))
