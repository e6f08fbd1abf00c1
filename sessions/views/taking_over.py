"""Pages around a change of mentor: the successor's brief, the word of the one before, and what somebody keeps who has left."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action
from programmes.views.groups import load_group

from .. import keeping
from ..changing import brief as briefs
from ..changing import parting
from ..forms.changing import WordForm


def brief(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the group stands, for its mentor; the new one says when it is read."""
    group = load_group(request, pk, Action.TAKE_OVER)
    if request.method == "POST":
        briefs.read(group, by=request.user)
        messages.success(request, _("Good. You find the brief in the room of the group whenever you want it."))
        return redirect(group)
    context = {
        "group": group,
        "brief": briefs.of(group, by=request.user),
        "is_unread": briefs.unread(group, request.user) is not None,
    }
    return render(request, "sessions/changing/brief.html", context)


def word(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A mentor leaves a word to the successor, when asked for one."""
    group = load_group(request, pk, Action.TAKE_OVER)
    row = parting.asked_of(group, request.user)
    if row is None:
        raise NotNow(_("Nobody has asked you for a word to a successor."))
    form = WordForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        parting.write(row, form.cleaned_data["words"], by=request.user)
        messages.success(request, _("Saved. Your group reads it, and whoever comes after you."))
        return redirect(group)
    return render(request, "sessions/changing/word.html", {"group": group, "form": form})


def kept(request: HttpRequest) -> HttpResponse:
    """What somebody who has left a group keeps of it."""
    return render(request, "sessions/changing/kept.html", {"rows": keeping.of(request.user)})
