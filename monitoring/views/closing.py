"""The page on which a manager sees what is missing before a programme is closed, and closes it."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy.permissions import Action
from programmes.views.programmes import load

from .. import closing as room


def closing(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is done and what is not, what stays afterwards, and the next step."""
    programme = load(request, pk, Action.RUN)
    items = room.checklist(programme, by=request.user)
    context = {
        "programme": programme,
        "items": items,
        "open": sum(not item.is_done for item in items),
        "kept": room.kept(programme),
        "steps": room.steps(programme),
    }
    return render(request, "monitoring/closing.html", context)
