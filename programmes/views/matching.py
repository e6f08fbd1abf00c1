"""Pages of the matching: the proposal, moving and locking one person, confirming."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jobs.models import Job
from policy.permissions import Action

from .. import boards, grouping, proposing
from ..accepting import asking
from ..accepting.replies import Stand, names, replies
from ..forms.accepting import AskForm
from ..forms.matching import PlaceForm
from ..models import Placement, Programme, Proposal
from ..training.attendance import left_out_of_matching
from .programmes import load


def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proposal as groups, with reasons; who has no place yet; what is on its way."""
    programme = load(request, pk, Action.RUN)
    proposal = boards.newest(programme, request.GET.get("number", ""))
    others = programme.proposals.exclude(pk=proposal.pk) if proposal else []
    context: dict[str, Any] = {"programme": programme, "proposal": proposal, "job": _job(programme), "others": others}
    context["asking"] = asking.running(programme)
    context["left_out"] = len(left_out_of_matching(programme))
    if proposal:
        page, columns = boards.columns(programme, proposal, request.GET.get("page"))
        context |= {"page": page, "columns": columns, **boards.counts(proposal), "query": f"&number={proposal.number}"}
        context["nobody"] = boards.without(proposal)
    return render(request, "programmes/matching.html", context)


def _job(programme: Programme) -> Job | None:
    """The newest job that makes a proposal, unless it is done."""
    job = Job.objects.filter(key=f"{proposing.JOB}:{programme.pk}").order_by("-created_at").first()
    return job if job and job.state != Job.State.DONE else None


def _address(proposal: Proposal) -> str:
    return f"{reverse('programmes:matching', args=(proposal.programme_id,))}?number={proposal.number}"


@require_POST
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a proposal; who is locked in the one on the page stays where they are."""
    programme = load(request, pk, Action.RUN)
    number = request.POST.get("keeping", "")
    keeping = boards.newest(programme, number) if number else None
    proposing.ask_for_proposal(programme, by=request.user, keeping=keeping)
    return redirect("programmes:matching", pk)


def _placement(programme: Programme, pk: UUID) -> Placement:
    rows = Placement.objects.filter(proposal__programme=programme)
    return get_object_or_404(rows.select_related("mentee__person", "proposal__programme__space"), pk=pk)


def place(request: HttpRequest, pk: UUID, placement: UUID) -> HttpResponse:
    """Where one mentee could go, the best first; a POST moves them there."""
    programme = load(request, pk, Action.RUN)
    row = _placement(programme, placement)
    if request.method == "POST":
        form = PlaceForm(request.POST, programme=programme)
        if form.is_valid():
            grouping.place(row, form.cleaned_data["mentor"], by=request.user)
            messages.success(request, _("%(name)s was moved.") % {"name": row.mentee.person.name})
            return redirect(_address(row.proposal))
        messages.error(request, _("Choose a mentor from the list."))
    name = request.GET.get("name", "").replace("\x00", "")[:80].strip()  # which PostgreSQL takes in no text
    context = {"programme": programme, "placement": row, "name": name, "options": boards.options(row, name)}
    return render(request, "programmes/place.html", context)


@require_POST
def lock(request: HttpRequest, pk: UUID, placement: UUID) -> HttpResponse:
    """Keep one mentee where they are in the next proposal, or let them go again."""
    row = _placement(load(request, pk, Action.RUN), placement)
    grouping.lock(row, request.POST.get("lock") == "1", by=request.user)
    return redirect(_address(row.proposal))


def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What confirming does, then: the groups are made and everyone is invited; before that both sides may be asked."""
    programme = load(request, pk, Action.CONFIRM)
    asked = request.POST.get("number", "") or request.GET.get("number", "")
    proposal = boards.newest(programme, asked)
    if proposal is None or programme.state == Programme.State.MENTORING:  # there is none, or it was sent twice
        return redirect(programme)
    if request.method != "POST":
        return show_confirm(request, proposal, AskForm())
    anyway = request.POST.get("anyway") == "1"
    groups = grouping.confirm(proposal, by=request.user, seen=seen_revision(request), anyway=anyway)
    done = ngettext(
        "%(n)d group is made and everyone is invited.", "%(n)d groups are made and everyone is invited.", len(groups)
    )
    messages.success(request, done % {"n": len(groups)})
    return redirect("programmes:groups")


def show_confirm(request: HttpRequest, proposal: Proposal, form: AskForm) -> HttpResponse:
    """What confirming a proposal would make, and what both sides said of it; ``form``: to ask them."""
    programme = proposal.programme
    context: dict[str, Any] = {"programme": programme, "proposal": proposal, **boards.overview(programme, proposal)}
    context |= {"asking": (row := asking.running(programme)), "asks": proposing.asks_both_sides(programme)}
    if row or context["asks"]:
        told = replies(proposal, row)
        declined, unclear = told.of(Stand.DECLINES), told.unclear
        context |= {"told": told, "declined": names(declined), "unclear": names(unclear), "form": form}
    return render(request, "programmes/confirm.html", context, status=422 if form.errors else 200)


def seen_revision(request: HttpRequest) -> int:
    """The revision that was on the page; one that never is for anything else."""
    seen = request.POST.get("revision", "")
    return int(seen) if seen.isascii() and seen.isdecimal() and len(seen) < 10 else -1
