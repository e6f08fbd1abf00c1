"""How the competencies of a group's mentees have moved."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy.permissions import Action
from programmes.views.groups import load_group

from .. import competencies as room


def of_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every mentee of whom the reader may read a sheet; a mentee reads their own."""
    group = load_group(request, pk, Action.READ)
    portraits = [(portrait, room.drawn(portrait)) for portrait in room.of_group(group, request.user)]
    context = {"group": group, "portraits": portraits}
    return render(request, "monitoring/competencies.html", context)
