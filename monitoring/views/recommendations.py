"""Pages of the ledger: the recommendations of a programme, a new one, and one with its decision."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action, require
from programmes.views.programmes import load

from .. import recommendations as room
from ..forms.recommendations import Deciding, NoteForm
from ..models import Recommendation

ROWS = 30


def recommendations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The recommendations of a programme, what waits for a decision first."""
    programme = load(request, pk, Action.RUN)
    counts = room.counts(programme)
    states = [(value, words, counts[value]) for value, words in Recommendation.State.choices]
    chosen = next((value for value, _words, _n in states if value == request.GET.get("state")), "")
    rows = room.listed(programme, chosen)
    context = {
        "programme": programme,
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "query": f"&state={chosen}" if chosen else "",
        "states": states,
        "chosen": chosen,
        "late": counts["late"],
    }
    return render(request, "monitoring/recommendations.html", context)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Note a recommendation that somebody made in a call, a meeting or on paper."""
    programme = load(request, pk, Action.RUN)
    row = Recommendation(space=programme.space)
    form = NoteForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        room.note(form.save(commit=False), by=request.user)
        messages.success(request, _("Noted. It waits for a decision."))
        return redirect("monitoring:recommendations", programme.pk)
    status = 422 if request.method == "POST" else 200
    return render(request, "monitoring/recommendation_new.html", {"form": form, "programme": programme}, status=status)


def recommendation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One recommendation: what was said, what is decided, and what can be decided now."""
    row = _load(request, pk)
    deciding = Deciding(row, request.POST if request.method == "POST" else None)
    if request.method != "POST":
        return _page(request, deciding)
    if deciding.sent is None or not deciding.sent.is_valid():
        return _page(request, deciding, status=422)
    try:
        deciding.carry_through(by=request.user)
    except NotNow as reason:
        deciding.problem = str(reason)
        return _page(request, deciding, status=409)
    messages.success(request, _("Saved: it is “%(state)s” now.") % {"state": row.get_state_display()})
    return redirect(row)


def _load(request: HttpRequest, pk: UUID) -> Recommendation:
    rows = Recommendation.objects.visible_to(request.user).select_related("space__programme", "owner", "document")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, Action.TAKE_UP, row)
    return row


def _page(request: HttpRequest, deciding: Deciding, status: int = 200) -> HttpResponse:
    context = {"row": deciding.row, "programme": deciding.row.space.programme, "deciding": deciding}
    context["form"] = deciding.sent if not deciding.problem else None
    return render(request, "monitoring/recommendation.html", context, status=status)
