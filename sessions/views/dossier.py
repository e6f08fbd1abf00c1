"""The dossier of a group: every document it needs, where each stands, and all of them in one file."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy.permissions import Action
from programmes.views.groups import load_group

from .. import duties


def dossier(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The catalogue as a checklist, as far as its reader may know of it."""
    group = load_group(request, pk, Action.READ)
    people = group.space.people()
    context = {"group": group, "papers": duties.checklist_of(group, request.user, people)}
    return render(request, "sessions/dossier.html", context)
