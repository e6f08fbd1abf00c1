"""Inviting a manager into the chat of a session, and ending that."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.permissions import Action, require

from .. import guests
from ..forms import GuestForm
from ..models import Guest
from .chat import load_chat


def invite(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The mentor says whom, and why; what could not be done stays in the form, with a sentence."""
    shown = load_chat(request, pk)
    require(request.user, Action.ASK_IN, shown.thread)
    if request.method != "POST" and (reason := guests.why_not(shown.meeting, shown.guest, now=shown.now)):
        raise NotNow(reason)
    form = GuestForm(request.POST or None, managers=guests.candidates(shown.meeting))
    if request.method == "POST" and form.is_valid():
        told = form.cleaned_data
        try:
            guest = guests.invite(shown.meeting, told["person"], told["why"], key=told["key"], by=request.user)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            if guest.ended_at is None:  # else the form came once more after it had ended, and nothing begins again
                messages.success(request, _("The chat says so, and a letter is on its way."))
            return redirect(f"{shown.url}#last")
    context = {"chat": shown, "form": form}
    return render(request, "conversations/invite.html", context, status=422 if form.errors else 200)


@require_POST
def see_out(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End an invitation: the mentor stays in the chat, the guest is out of it."""
    rows = Guest.objects.visible_to(request.user).select_related(
        "person", "thread__meeting__group__programme", "thread__space__group__programme"
    )
    guest = get_object_or_404(rows, pk=pk)
    require(request.user, Action.SEE_OUT, guest)
    guests.see_out(guest, by=request.user)
    if guest.person_id == request.user.pk:
        messages.success(request, _("You have left the chat. You read it no more."))
        return redirect("conversations:messages")
    messages.success(request, _("The invitation has ended. The chat says so."))
    return redirect(f"{guest.thread.get_absolute_url()}#last")
