"""The room of a group: next session, people, documents. The page everyone of the group meets on."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from policy.permissions import Action, Role
from programmes.stages import stage_bar
from programmes.views.groups import load_group

from .. import dossier
from .meetings import homework_for


def room(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A group on one page."""
    group = load_group(request, pk, Action.READ)
    now = timezone.now()
    people = group.space.people()
    roles = frozenset(Role(row.role) for row in people if row.person_id == request.user.pk)
    coming = group.meetings.upcoming(now=now).select_related("keeper").first()
    context = {
        "group": group,
        "people": people,
        "roles": roles,
        "stages": stage_bar(group),
        "next": coming,
        "homework": homework_for(coming, request.user, Role.MENTEE in roles) if coming else [],
        "meetings": group.meetings.select_related("keeper")[:100],
        "dossier": dossier.of_group(group, request.user, roles, people),
    }
    return render(request, "sessions/room.html", context)
