"""Pages around “I would like the manager to call me”."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.permissions import Role

from .. import calls as room
from ..forms.calls import WishForm
from ..models import CallWish


def calls(request: HttpRequest) -> HttpResponse:
    """Ask for a call; for managers also who waits for one."""
    groups = room.groups_of(request.user)
    form = WishForm(request.POST or None, groups=groups)
    if request.method == "POST" and form.is_valid():
        room.wish(form.cleaned_data["group"], form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Sent. The managers of your programme are told, and nobody else."))
        return redirect("sessions:calls")
    context = {
        "form": form,
        "groups": groups,
        "managers": {row.person for group in groups[:5] for row in group.space.people(Role.MANAGER)},
        "mine": room.waiting_of(request.user, groups),
        "theirs": room.waiting_for(request.user),
        "answers_calls": room.answers_calls(request.user),
    }
    return render(request, "sessions/calls.html", context)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The call is not needed any more."""
    row = get_object_or_404(CallWish.objects.visible_to(request.user), pk=pk)
    room.take_back(row, by=request.user)
    messages.success(request, _("Taken back."))
    return redirect("sessions:calls")


@require_POST
def made(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A manager has called."""
    room.made(get_object_or_404(CallWish.objects.visible_to(request.user), pk=pk), by=request.user)
    messages.success(request, _("Noted: you have called."))
    return redirect("sessions:calls")
