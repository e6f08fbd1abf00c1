"""The page on which a mentor reads the feedback that was released."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy.permissions import Action
from programmes.views.groups import load_group

from .. import feedback as released


def feedback(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the mentees of a group have released to their mentor."""
    group = load_group(request, pk, Action.HEAR)
    context = {"group": group, "received": released.for_mentor(group, by=request.user)}
    return render(request, "sessions/feedback.html", context)
