"""The room of a group: next session, people, documents. The page everyone of the group meets on."""

from typing import Any
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy.models import Participation
from policy.permissions import Action, Role
from programmes.stages import stage_bar
from programmes.views.groups import load_group

from .. import asked, duties, first_steps, homework
from ..in_room import in_room

MEETINGS = 200


def seats(people: list[Participation]) -> list[Participation]:
    """Those who are mentees."""
    return [row for row in people if row.role == Role.MENTEE]


def held(people: list[Participation], person: Any) -> frozenset[Role]:
    """What ``person`` is among them."""
    return frozenset(Role(row.role) for row in people if row.person_id == person.pk)


def room(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A group on one page."""
    group = load_group(request, pk, Action.READ)
    people = group.space.people()
    roles = held(people, request.user)
    meetings = list(group.meetings.select_related("keeper")[:MEETINGS])
    coming = next((row for row in meetings if row.is_coming), None)
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
