"""From selected people to groups: propose, move one by hand, confirm."""

from collections import Counter, defaultdict
from typing import Any

from django.db import transaction
from django.db.models import F
from django.utils.translation import gettext as _

from jobs.queue import GivenUp, enqueue, handles
from people.invitations import invite
from policy.machine import NotNow, move
from policy.models import Participation, Space
from policy.permissions import Action, Role, require

from . import matching
from .models import Application, Group, Placement, Programme, Proposal, Seat
from .training.attendance import left_out_of_matching

JOB = "programmes.propose"


def ask_for_proposal(programme: Programme, *, by: Any) -> Any:
    """Have a proposal made by a job; returns the job. An earlier proposal is replaced when it is ready."""
    require(by, Action.RUN, programme)
    if programme.state != Programme.State.MATCHING:
        raise NotNow(_("Groups are proposed while the programme is in the matching stage."))
    return enqueue(JOB, by=by, key=f"{JOB}:{programme.pk}", programme=str(programme.pk))


@handles(JOB, seconds=90)
def propose(job: Any, *, programme: str) -> None:
    """Solve the matching of all selected people and keep it as the programme's proposal."""
    row = Programme.objects.filter(pk=programme, state=Programme.State.MATCHING).first()
    if row is None:
        raise GivenUp(_("The programme is not in the matching stage any more."))
    mentees, mentors = _selected(row, Role.MENTEE), _selected(row, Role.MENTOR)
    told_mentees = [_as_mentee(one) for one in mentees]
    told_mentors = [_as_mentor(one, row) for one in mentors]
    solution = matching.solve(told_mentees, told_mentors)
    chosen = dict(solution.pairs)
    with transaction.atomic():
        if not _hold_programme(row):
            raise GivenUp(_("The programme is not in the matching stage any more."))
        before = Proposal.objects.filter(programme=row).first()
        revision = before.revision + 1 if before else 0  # whoever has the old one before them cannot confirm this one
        Proposal.objects.filter(programme=row).delete()
        proposal = Proposal.objects.create(programme=row, revision=revision)
        Placement.objects.bulk_create(
            _placement(proposal, mentees[i], mentors[chosen[i]] if i in chosen else None) for i in range(len(mentees))
        )


def _hold_programme(programme: Programme) -> bool:
    """Take the programme for this transaction; whether it is in the matching stage."""
    rows = Programme.objects.select_for_update().filter(pk=programme.pk, state=Programme.State.MATCHING)
    return rows.first() is not None


def _selected(programme: Programme, role: Role) -> list[Application]:
    rows = programme.applications.filter(role=role, state=Application.State.SELECTED)
    rows = rows.exclude(person__in=left_out_of_matching(programme))  # who is not trained, where that is asked for (R16)
    return list(rows.select_related("person").order_by("created_at", "pk"))


def _told(application: Application) -> dict[str, Any]:
    return {
        "id": str(application.pk),
        "address": application.person.email.lower(),
        "languages": frozenset(application.languages),
        "goals": frozenset(application.goals),
        "times": frozenset(application.availability),
        "field": application.field,
        "mode": application.mode,
        "not_with": frozenset(application.not_with),
    }


def _as_mentee(application: Application) -> matching.Mentee:
    return matching.Mentee(**_told(application))


def _as_mentor(application: Application, programme: Programme) -> matching.Mentor:
    return matching.Mentor(**_told(application), capacity=room(application, programme))


def room(mentor: Application, programme: Programme) -> int:
    """How many mentees a mentor has room for: their own word, and in group mentoring the size of a group."""
    return mentor.capacity if programme.is_individual else min(mentor.capacity, programme.group_at_most)


def _placement(proposal: Proposal, mentee: Application, mentor: Application | None, **more: Any) -> Placement:
    if mentor is None:
        return Placement(proposal=proposal, mentee=mentee, **more)
    found = matching.fit(_as_mentee(mentee), _as_mentee(mentor))
    reasons = [[name, list(values)] for name, values in found.reasons]
    return Placement(proposal=proposal, mentee=mentee, mentor=mentor, score=found.score, reasons=reasons, **more)


def place(placement: Placement, mentor: Application | None, *, by: Any) -> None:
    """Move one mentee to another mentor (or to nobody) by hand.

    Raises ``NotNow`` when the mentor has no room left or one of the two asked not to be matched with the other. A
    language in common is left to the manager, who may know better.
    """
    programme = placement.proposal.programme
    require(by, Action.RUN, programme)
    with transaction.atomic():
        _hold(placement.proposal)
        if mentor is not None:
            _check_room(placement, mentor, programme)
        fresh = _placement(placement.proposal, placement.mentee, mentor)
        Placement.objects.filter(pk=placement.pk).update(
            mentor=mentor, score=fresh.score, reasons=fresh.reasons, by_hand=True
        )


def _hold(proposal: Proposal, seen: int | None = None) -> None:
    """Take the proposal for this transaction: whoever else changes it waits here and then sees what we did."""
    rows = Proposal.objects.filter(pk=proposal.pk)
    if seen is not None:
        rows = rows.filter(revision=seen)
    if not _hold_programme(proposal.programme) or not rows.update(revision=F("revision") + 1):
        raise NotNow(_("The proposal has changed since you opened it. Look at it again."))


def _check_room(placement: Placement, mentor: Application, programme: Programme) -> None:
    against = matching.allowed(_as_mentee(placement.mentee), _as_mentee(mentor))
    if against == "not with":
        raise NotNow(_("One of the two asked not to be matched with the other."))
    taken = placement.proposal.placements.filter(mentor=mentor).exclude(pk=placement.pk).count()
    if taken >= room(mentor, programme):
        raise NotNow(_("%(name)s has no room for another mentee.") % {"name": mentor.person.name})


def confirm(proposal: Proposal, *, by: Any, seen: int | None = None) -> list[Group]:
    """Make the groups of a proposal, invite everybody, and begin the mentoring: once, whatever two managers do.

    ``seen`` is the revision that the manager had before them; raises ``NotNow`` when it has changed since.
    """
    programme = proposal.programme
    require(by, Action.CONFIRM, programme)
    with transaction.atomic():
        _hold(proposal, seen)
        placements = list(proposal.placements.exclude(mentor=None).select_related("mentee__person", "mentor__person"))
        _check_still_right(placements, programme)
        by_group: dict[Any, list[Placement]] = defaultdict(list)
        for one in placements:
            by_group[one.pk if programme.is_individual else one.mentor_id].append(one)
        if not by_group:
            raise NotNow(_("There is no group in the proposal yet."))
        move(programme, Action.CONFIRM, by=by)
        return [_make(programme, number, members, by) for number, members in enumerate(by_group.values(), start=1)]


def _check_still_right(placements: list[Placement], programme: Programme) -> None:
    """People may have stepped back, and groups may have to be smaller, since the proposal was made."""
    mentors = [one.mentor for one in placements if one.mentor]
    people = {one.mentee_id for one in placements} | {mentor.pk for mentor in mentors}
    selected = Application.objects.select_for_update().filter(pk__in=people, state=Application.State.SELECTED)
    if len(selected.order_by("pk")) < len(people):
        raise NotNow(_("Somebody in the proposal is not selected any more. Have a new one made."))
    for mentor, taken in Counter(mentors).items():
        if taken > room(mentor, programme):
            raise NotNow(_("%(name)s has no room for so many mentees. Move somebody.") % {"name": mentor.person})


def _make(programme: Programme, number: int, members: list[Placement], by: Any) -> Group:
    space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
    mentor = members[0].mentor
    assert mentor is not None
    name = members[0].mentee.person.name if programme.is_individual else _("Group %(n)d") % {"n": number}
    group = Group.objects.create(space=space, programme=programme, number=number, name=name[:80])
    Participation.objects.create(space=space, person=mentor.person, role=Role.MENTOR)
    for one in members:
        seat = Participation.objects.create(space=space, person=one.mentee.person, role=Role.MENTEE)
        Seat.objects.create(application=one.mentee, group=group, participation=seat)
    for row in space.people(Role.MENTOR, Role.MENTEE):
        about = f"invitation {programme.pk} {row.role}"
        invite(row.person, to_what=programme.name, as_what=str(Role(row.role).label), about=about, by=by)
    return group


def rename(group: Group, name: str, motto: str, *, by: Any) -> None:
    """Give a group the name and motto it chose (R21)."""
    require(by, Action.NAME, group)
    group.name, group.motto = name, motto
    group.save(update_fields=("name", "motto"))
