"""The room of a group: next session, people, documents. The page everyone of the group meets on."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy.models import Participation
from policy.permissions import Action, Role
from programmes.models import Group
from programmes.stages import stage_bar
from programmes.views.groups import load_group

from .. import asked, duties, first_steps, homework, suggested
from ..changing import brief, history, parting
from ..in_room import in_room
from ..models import Meeting

MEETINGS = 200
SUGGESTED = 3


def seats(people: list[Participation]) -> list[Participation]:
    """Those who are mentees."""
    return [row for row in people if row.role == Role.MENTEE]


def _to_do(group: Group, coming: Meeting | None, person: Any, roles: frozenset[Role], mentees: int) -> dict[str, Any]:
    """The homework before the next session, and what is suggested and not done yet."""
    return {
        "homework": homework.before(coming, person, roles, mentees) if coming else [],
        "suggested": suggested.open_ones(group, person, roles, SUGGESTED),
    }


def who_is_there(group: Group, person: Any) -> tuple[list[Participation], frozenset[Role]]:
    """Everybody of the group, and what ``person`` is among them. One query."""
    people = group.space.people()
    return people, frozenset(Role(row.role) for row in people if row.person_id == person.pk)


def after_the_matching(group: Group, person: Any, roles: frozenset[Role]) -> dict[str, Any]:
    """What was changed in the group, what a mentor before said to the next, and whether a brief waits."""
    changes = history.of_group(group)
    return {
        "changes": history.for_members(changes),
        "is_cut_short": history.is_cut_short(changes),
        "words": parting.of_group(group),
        "has_brief": Role.MENTOR in roles and brief.unread(group, person) is not None,
    }


def sessions_of(group: Group) -> tuple[list[Meeting], Meeting | None]:
    """Its sessions, and the one that comes next."""
    meetings = list(group.meetings.select_related("keeper")[:MEETINGS])
    return meetings, next((row for row in meetings if row.is_coming), None)


def room(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A group on one page."""
    group = load_group(request, pk, Action.READ)
    people, roles = who_is_there(group, request.user)
    meetings, coming = sessions_of(group)
    papers = duties.checklist_of(group, request.user, people)
    context = {
        "group": group,
        "people": people,
        "roles": roles,
        "stages": stage_bar(group),
        "next": coming,
        **_to_do(group, coming, request.user, roles, len(seats(people))),
        "meetings": meetings,
        "papers": papers,
        "asked": asked.now(group, meetings, papers),
        **after_the_matching(group, request.user, roles),
        "presentations": first_steps.presentations(papers),
        "first_steps": first_steps.of_group(group, roles, people, papers) if first_steps.is_time(group) else (),
        "in_room": in_room(group, request.user),
    }
    return render(request, "sessions/room.html", context)
