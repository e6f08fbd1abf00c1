"""Pages of the matching: the proposal, moving one person, confirming."""

from collections import defaultdict
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jobs.models import Job
from policy.permissions import Action

from .. import grouping
from ..forms.matching import PlaceForm
from ..models import Application, Placement, Programme, Proposal
from ..training.attendance import left_out_of_matching
from .programmes import load


def board(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The proposal as groups, with reasons; who has no place yet; what is on its way."""
    programme = load(request, pk, Action.RUN)
    proposal = Proposal.objects.filter(programme=programme).first()
    context: dict[str, Any] = {"programme": programme, "proposal": proposal, "job": _job(programme)}
    context["left_out"] = len(left_out_of_matching(programme))
    if proposal:
        context.update(_board(programme, proposal))
    return render(request, "programmes/matching.html", context)


def _job(programme: Programme) -> Job | None:
    """The newest job that makes a proposal, unless it is done."""
    job = Job.objects.filter(key=f"{grouping.JOB}:{programme.pk}").order_by("-created_at").first()
    return job if job and job.state != Job.State.DONE else None


def _board(programme: Programme, proposal: Proposal) -> dict:
    mentors = programme.applications.filter(role="mentor", state=Application.State.SELECTED).select_related("person")
    placed = defaultdict(list)
    for placement in proposal.placements.select_related("mentee__person"):
        placed[placement.mentor_id].append(placement)
    columns: list[dict[str, Any]] = [
        {"mentor": mentor, "placements": placed[mentor.pk], "room": grouping.room(mentor, programme)}
        for mentor in mentors
    ]
    for column in columns:
        column["has_room"] = len(column["placements"]) < column["room"]
    return {"columns": columns, "without": placed[None], "groups": sum(1 for one in columns if one["placements"])}


@require_POST
def propose(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a proposal."""
    grouping.ask_for_proposal(load(request, pk, Action.RUN), by=request.user)
    return redirect("programmes:matching", pk)


@require_POST
def place(request: HttpRequest, pk: UUID, placement: UUID) -> HttpResponse:
    """Move one mentee to another mentor."""
    programme = load(request, pk, Action.RUN)
    rows = Placement.objects.filter(proposal__programme=programme)
    row = get_object_or_404(rows.select_related("mentee__person", "proposal__programme__space"), pk=placement)
    form = PlaceForm(request.POST, programme=programme)
    if form.is_valid():
        grouping.place(row, form.cleaned_data["mentor"], by=request.user)
        messages.success(request, _("%(name)s was moved.") % {"name": row.mentee.person.name})
    else:
        messages.error(request, _("Choose a mentor from the list."))
    return redirect("programmes:matching", pk)


def confirm(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What confirming does, then: the groups are made and everyone is invited."""
    programme = load(request, pk, Action.CONFIRM)
    proposal = get_object_or_404(Proposal.objects.select_related("programme__space"), programme=programme)
    if programme.state == Programme.State.MENTORING:  # sent twice
        return redirect(programme)
    if request.method == "POST":
        seen = request.POST.get("revision", "")
        is_number = seen.isdecimal() and len(seen) < 10
        groups = grouping.confirm(proposal, by=request.user, seen=int(seen) if is_number else -1)
        done = ngettext(
            "%(n)d group is made and everyone is invited.",
            "%(n)d groups are made and everyone is invited.",
            len(groups),
        )
        messages.success(request, done % {"n": len(groups)})
        return redirect("programmes:groups")
    context = {"programme": programme, "proposal": proposal, **_board(programme, proposal)}
    return render(request, "programmes/confirm.html", context)
