"""Another mentor: the one before is out at the next request, the new one is in, and the note says why (R19, B11, D15)."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from zoneinfo import ZoneInfo

from django.db import IntegrityError, transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from documents import pipeline
from people.invitations import invite
from policy.machine import NotNow, record
from policy.models import Participation
from policy.permissions import Action, Role
from programmes import capacity, grouping
from programmes.document_kinds.mentor_change import MENTOR_CHANGE
from programmes.models import Application, Group, Programme, Seat

from ..models import Change
from . import contracts, following, telling
from .holding import Asked, take
from .mentees import seats_of


@dataclass(frozen=True)
class Note:
    """What the note on a change of mentor says besides why: what was handed over, who was told and how."""

    told: str
    handed_over: str = ""


def mentor_now(group: Group) -> Participation | None:
    """The part of who is mentor of a group now, if there is one."""
    return next(iter(group.space.people(Role.MENTOR)), None)


def replace_mentor(group: Group, mentor: Application | None, *, note: Note, asked: Asked, by: Any) -> Change | None:
    """Give a group another mentor, or nobody for a while; ``None`` when this very change was made already.

    In one transaction the one before is out, the new one in, the note is filed, the contract reopened, sessions and
    calendars follow, and everybody of the group is told. Drafts of the one before stay theirs and are read by nobody
    else. Raises ``NotNow`` when the mentor has no room, is not selected any more, or somebody was faster.
    """
    with transaction.atomic():
        if not take(asked, [group], by=by):
            return None
        now, former = timezone.now(), mentor_now(group)
        if former is None and mentor is None:
            raise NotNow(_("The group has no mentor already."))
        if mentor is not None and (reason := why_not(group, mentor, seats_of(group))):
            raise NotNow(reason)
        if former is not None:
            following.end([former], group, at=now)
        if mentor is not None:
            begin(group, mentor)
            welcome(mentor, by=by)
        kind = Change.Kind.MENTOR if mentor else Change.Kind.NO_MENTOR
        change = Change.objects.create(
            pk=asked.pk, group=group, kind=kind, former=former.person if former else None, by=by
        )
        change.people.set([mentor.person] if mentor else [])
        record(group, Action.REFORM, by=by, target=kind)
        _keep_note(change, asked.reason, note, by)
        contracts.reopen(group, lambda day: _amendment(mentor, day), by=by)
        telling.of_mentor(change, following.sessions_to_come(group, now=now))
    return change


def why_not(group: Group, mentor: Application, seats: Sequence[Seat]) -> str | None:
    """Why a mentor cannot take over these mentees of a group, in a sentence; ``None`` when they can."""
    there = [row.person_id for row in group.space.people(Role.MENTOR, Role.MENTEE)]
    if mentor.person_id in there:
        return _("%(name)s is in this group already.") % {"name": mentor.person.name}
    return why_not_lead(group.programme, mentor, seats)


def why_not_lead(programme: Programme, mentor: Application, seats: Sequence[Seat]) -> str | None:
    """Why somebody cannot be the mentor of these mentees of a programme that is held; ``None`` when they can.

    In a transaction: from here on whoever declines them waits, and then sees what they were given.
    """
    Application.objects.select_for_update().get(pk=mentor.pk)
    mentor.refresh_from_db(fields=("state", "capacity", "not_with", "reports_to"))
    is_one = mentor.programme_id == programme.pk and mentor.role == Role.MENTOR
    if not is_one or mentor.state != Application.State.SELECTED:
        return _("%(name)s is not selected as a mentor any more.") % {"name": mentor.person.name}
    for one in [seat.application for seat in seats]:
        if grouping.asked_not_to(one, mentor):
            return _("%(one)s and %(other)s asked not to be matched.") % {"one": one.person, "other": mentor.person}
    return capacity.why_no_room(mentor, len(seats), capacity.led(programme))


def led_by(mentor: Application) -> list[Group]:
    """The running groups of the programme that a mentor leads."""
    parts = Participation.objects.running().filter(person=mentor.person_id, role=Role.MENTOR)
    running = mentor.programme.groups.exclude(state=Group.State.ENDED)
    return list(running.filter(space__participations__in=parts))


def begin(group: Group, mentor: Application) -> None:
    """Let a mentor begin; ``NotNow`` when another has begun at the same moment, which the database sees to."""
    try:
        with transaction.atomic():
            grouping.lead(group, mentor)
    except IntegrityError as taken:
        raise NotNow(_("The group has another mentor already. Look at it again.")) from taken


def welcome(one: Application, *, by: Any) -> None:
    """Invite somebody who cannot sign in yet: because they were in no group so far, or let their invitation run out."""
    programme, role = one.programme, Role(one.role)
    if not one.person.has_usable_password():
        about = f"invitation {programme.pk} {role}"
        invitations = one.person.invitations
        if invitations.exists() and not invitations.filter(accepted_at=None, ends_at__gt=timezone.now()).exists():
            about = f"{about} again {timezone.localdate().isoformat()}"
        invite(one.person, to_what=programme.name, as_what=str(role.label), about=about, by=by)


def _keep_note(change: Change, why: str, note: Note, by: Any) -> None:
    programme = change.group.programme
    with translation.override(programme.language):
        nobody = _("nobody yet")
        new = next(iter(change.people.all()), None)
        said = {
            "before": change.former.name if change.former else nobody,
            "after": new.name if new else nobody,
            "on": timezone.localdate(timezone=ZoneInfo(programme.time_zone)).isoformat(),
            "why": why,
            "handed_over": note.handed_over,
            "told": note.told,
        }
        version = pipeline.start(MENTOR_CHANGE, change.group.space, by=by, occasion=change.pk, answers={"change": said})
        pipeline.file(version, by=by)


def _amendment(mentor: Application | None, day: str) -> str:
    if mentor is None:
        return _("From %(day)s on the group has no mentor for a while.") % {"day": day}
    return _("From %(day)s on %(name)s is the mentor.") % {"day": day, "name": mentor.person.name}
