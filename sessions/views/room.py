"""The room of a group: next session, people, documents. The page everyone of the group meets on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy.models import Participation
from policy.permissions import Action, Role
from programmes.models import Group
from programmes.stages import stage_bar
from programmes.views.groups import load_group

from .. import asked, duties, first_steps, homework
from ..in_room import in_room
from ..models import Meeting

MEETINGS = 200


def seats(people: list[Participation]) -> list[Participation]:
    """Those who are mentees."""
    return [row for row in people if row.role == Role.MENTEE]


def sessions_of(group: Group) -> tuple[list[Meeting], Meeting | None]:
    """Its sessions, and the one that comes next."""
    meetings = list(group.meetings.select_related("keeper")[:MEETINGS])
    return meetings, next((row for row in meetings if row.is_coming), None)


def room(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A group on one page."""
    group = load_group(request, pk, Action.READ)
    people = group.space.people()
    roles = frozenset(Role(row.role) for row in people if row.person_id == request.user.pk)
    meetings, coming = sessions_of(group)
    papers = duties.checklist_of(group, request.user, people)
    context = {
        "group": group,
        "people": people,
        "roles": roles,
        "stages": stage_bar(group),
        "next": coming,
        "homework": homework.before(coming, request.user, roles, len(seats(people))) if coming else [],
        "meetings": meetings,
        "papers": papers,
        "asked": asked.now(group, meetings, papers),
        "presentations": first_steps.presentations(papers),
        "first_steps": first_steps.of_group(group, roles, people, papers) if first_steps.is_time(group) else (),
        "in_room": in_room(group, request.user),
    }
    return render(request, "sessions/room.html", context)
