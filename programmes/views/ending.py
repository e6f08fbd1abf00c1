"""Somebody who is in no group has ended with the programme, or comes back: pages of its managers."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.permissions import Action, Role

from .. import without_group
from ..forms.selection import LetGoForm
from ..models import Application
from .selection import load_application


def let_go(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note that somebody has ended with the programme: what it means, why, then yes."""
    row = load_application(request, pk, Action.LET_GO)
    if row.state == Application.State.ENDED:
        return redirect(row)
    if why_not := row.machine.why_not(row, Action.LET_GO):
        raise NotNow(why_not)
    form = LetGoForm(request.POST if request.method == "POST" else None)
    if form.is_valid():
        without_group.let_go(row, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("It is noted that %(name)s has ended with the programme.") % {"name": row.person})
        return redirect(row)
    return render(request, "programmes/let_go.html", {"application": row, "form": form})


@require_POST
def bring_in(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Somebody who had ended with the programme can be placed again."""
    row = load_application(request, pk, Action.BRING_IN)
    if row.state != Application.State.SELECTED:
        without_group.bring_in(row, by=request.user)
    is_mentor = row.role == Role.MENTOR
    words = _("%(name)s can lead a group again.") if is_mentor else _("%(name)s can be placed in a group again.")
    messages.success(request, words % {"name": row.person})
    return redirect(row)
