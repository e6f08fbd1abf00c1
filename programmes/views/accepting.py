"""Pages of the question to both sides: who said what, asking, reminding, taking back; and one person's own place."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from policy.permissions import Action

from .. import boards
from ..accepting import answering, asking
from ..accepting.replies import Stand, declined_earlier, replies
from ..forms.accepting import AnswerForm, AskForm
from ..models import Asking
from .matching import seen_revision, show_confirm
from .programmes import load
from .selection import load_application

ROWS = 50


def answers(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who accepts, who declines and why, who has not answered; and what was answered before somebody was moved."""
    programme = load(request, pk, Action.RUN)
    context: dict[str, Any] = {"programme": programme, "asking": (row := asking.running(programme))}
    if row is not None:
        told = replies(row.proposal, row)
        show = request.GET.get("show", "")
        rows = told.of(Stand(show)) if show in list(Stand) else told.rows
        context |= {"told": told, "counts": told.counts, "proposal": row.proposal, "newest": boards.newest(programme)}
        context |= {"page": Paginator(rows, ROWS).get_page(request.GET.get("page")), "show": show}
        context["query"] = f"&show={show}" if show in list(Stand) else ""
        context |= {"form": AskForm(initial={"last_day": max(row.last_day, timezone.localdate())})}
    context["earlier"] = declined_earlier(programme)
    return render(request, "programmes/answers.html", context)


@require_POST
def ask(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask everyone in a proposal who was not asked about their place yet."""
    programme = load(request, pk, Action.RUN)
    proposal = boards.newest(programme, request.POST.get("number", ""))
    form = AskForm(request.POST)
    if proposal is None:
        return redirect("programmes:matching", pk)
    if not form.is_valid():
        return show_confirm(request, proposal, form)
    n = asking.ask(proposal, form.cleaned_data["last_day"], by=request.user, seen=seen_revision(request))
    said = ngettext("%(n)d person is being asked.", "%(n)d people are being asked.", n) % {"n": n}
    messages.success(request, said if n else _("Everyone has been asked already."))
    return redirect("programmes:answers", pk)


def _running(request: HttpRequest, pk: UUID) -> Asking | None:
    return asking.running(load(request, pk, Action.RUN))


@require_POST
def remind(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Remind everyone who has not answered; nobody twice on one day."""
    if row := _running(request, pk):
        n = asking.remind(row, by=request.user, on=timezone.localdate())
        said = ngettext("%(n)d person is being reminded.", "%(n)d people are being reminded.", n) % {"n": n}
        messages.success(request, said if n else _("Everyone was reminded today already."))
    return redirect("programmes:answers", pk)


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Withdraw the question."""
    if row := _running(request, pk):
        asking.take_back(row, by=request.user)
        messages.success(request, _("The question is withdrawn. Everyone who was asked is told."))
    return redirect("programmes:matching", pk)


@require_POST
def propose_around(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have a proposal made around everyone who accepted on both sides."""
    if row := _running(request, pk):
        asking.propose_around(row, by=request.user)
    return redirect("programmes:matching", pk)


def my_place(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Whom I would be with, and my answer."""
    row = load_application(request, pk, Action.ACCEPT)
    offer = answering.offer_to(row)
    form = AnswerForm(request.POST) if request.method == "POST" else None
    if form and form.is_valid():
        said = form.cleaned_data
        answering.answer(row, said["offer"], said["accepts"] == "yes", said["reason"], by=request.user)
        messages.success(request, _("Saved. You can change your answer until the groups are final."))
        return redirect("programmes:my_place", pk)
    context: dict[str, Any] = {"application": row, "offer": offer}
    if offer:
        context |= {"companions": answering.companions(offer, row), "others": answering.others_in_group(offer, row)}
        context["form"] = form or AnswerForm(initial={"reason": offer.reason})
    return render(request, "programmes/my_place.html", context, status=422 if form else 200)
