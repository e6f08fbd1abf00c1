"""The page on which the next programme is begun from this one."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from policy.permissions import Action
from programmes.views.programmes import load

from .. import next_programme as room
from ..forms.next_programme import NextForm


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say what the next programme is called and when it starts; what is taken over stands beside."""
    earlier = load(request, pk, Action.RUN)
    room.require_next(earlier, by=request.user)
    form = NextForm(request.POST if request.method == "POST" else None, earlier=earlier)
    if request.method == "POST" and form.is_valid():
        programme = room.begin(earlier, **form.told(), by=request.user)
        messages.success(request, _("The programme is set up. Look at its settings, then open the selection."))
        return redirect(programme)
    context = {"form": form, "programme": earlier, "taken": room.taken(earlier)}
    return render(request, "monitoring/next.html", context, status=422 if form.is_bound else 200)
