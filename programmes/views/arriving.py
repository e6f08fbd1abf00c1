"""Bringing people in: lines or a file, the preview, the letter, what happens next, and inviting once more."""

import uuid
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from jobs.models import Job
from policy.permissions import Action

from ..arriving import entering, inviting
from ..forms.arriving import BringInForm, InviteForm, WayForm
from ..models import Arrival, Import, Programme
from .programmes import load

SHOWN = 100  # lines of a preview, and names on the page of invitations


def import_people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Paste lines, or choose a file."""
    programme = load(request, pk, Action.RUN)
    form = BringInForm(
        request.POST if request.method == "POST" else None,
        request.FILES or None,
        initial={"pasted": _pasted_before(request, programme)},
    )
    if request.method == "POST" and form.is_valid() and (batch := form.read(programme, by=request.user)):
        return redirect("programmes:preview", programme.pk, batch.pk)
    return render(request, "programmes/import.html", {"form": form, "programme": programme})


def _pasted_before(request: HttpRequest, programme: Programme) -> str:
    """What was pasted the last time, for who comes back to correct it."""
    try:
        return programme.imports.get(pk=UUID(request.GET.get("from", ""))).pasted
    except (ValueError, Import.DoesNotExist):
        return ""


def preview(request: HttpRequest, pk: UUID, batch: UUID) -> HttpResponse:
    """What the lines would do, row by row; then the letter that would go; a POST lets the good rows come in."""
    programme = load(request, pk, Action.RUN)
    found = get_object_or_404(Import, pk=batch, programme=programme)
    if request.method == "POST":
        way, once = WayForm(request.POST).said
        arrival, job = entering.begin(programme, way, by=request.user, pk=once, batch=found)
        return _after(request, arrival, job)
    sorts = {verdict: [row for row in found.rows if row["verdict"] == verdict] for verdict in ("good", "known", "bad")}
    form = WayForm(request.GET if "way" in request.GET else None)
    says_more = any(row["cells"]["goals"] or row["cells"]["capacity"] for row in sorts["good"])
    context = {"programme": programme, "batch": found, "form": form, "shown": SHOWN, "says_more": says_more, **sorts}
    if form.is_valid() and sorts["good"]:
        return _check(request, programme, context, form.cleaned_data["way"])
    return render(request, "programmes/preview.html", context)


def _check(request: HttpRequest, programme: Programme, context: dict, way: str) -> HttpResponse:
    """The last page before the yes: how many, and the very letter."""
    first = context["good"][0]["cells"]
    subject, text = inviting.sample(programme, way, first["name"], first["role"], by=request.user)
    context |= {"way": way, "subject": subject, "text": text, "once": uuid.uuid4(), "writes": way != Arrival.Way.LIST}
    return render(request, "programmes/letter.html", context)


def _after(request: HttpRequest, arrival: Arrival, job: Job | None) -> HttpResponse:
    if job and job.state != Job.State.DONE:
        return redirect("jobs:progress", job.pk)
    if arrival.way != Arrival.Way.LIST:
        return redirect(arrival)
    done = ngettext("%(n)d person was added.", "%(n)d people were added.", arrival.added) % {"n": arrival.added}
    messages.success(request, done if arrival.added else _("Nobody was added: everyone is here already."))
    return redirect("programmes:people", arrival.programme_id)


def invitations(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who was invited and has accepted; those who are missing are invited, or once more."""
    programme = load(request, pk, Action.RUN)
    if request.method == "POST":
        return _invite(request, programme)
    context = {
        "programme": programme,
        "told": inviting.standing(programme),
        "missing": inviting.missing(programme)[:SHOWN],
        "shown": SHOWN,
        "once": uuid.uuid4(),
    }
    return render(request, "programmes/invitations.html", context)


def _invite(request: HttpRequest, programme: Programme) -> HttpResponse:
    form = InviteForm(request.POST)
    chosen = inviting.whom(programme, form.cleaned_data["which"]) if form.is_valid() else []
    once = form.cleaned_data.get("once") or uuid.uuid4()
    if not chosen and not programme.arrivals.filter(pk=once).exists():
        messages.info(request, _("Nobody is to be written to now."))
        return redirect("programmes:invitations", programme.pk)
    return _after(request, *entering.begin(programme, Arrival.Way.APPLY, by=request.user, pk=once, chosen=chosen))


def arrival(request: HttpRequest, pk: UUID, arrival: UUID) -> HttpResponse:
    """What was done, what happens next and when; for a minute the letters can be taken back."""
    programme = load(request, pk, Action.RUN)
    row = get_object_or_404(Arrival.objects.select_related("batch"), pk=arrival, programme=programme)
    bad = sum(one["verdict"] == "bad" for one in row.batch.rows) if row.batch else 0
    context = {"programme": programme, "arrival": row, "bad": bad, "gone": row.invited - (row.taken_back or 0)}
    return render(request, "programmes/arrival.html", context)


@require_POST
def take_back(request: HttpRequest, pk: UUID, arrival: UUID) -> HttpResponse:
    """Take the letters back that have not gone."""
    programme = load(request, pk, Action.RUN)
    row = get_object_or_404(Arrival, pk=arrival, programme=programme)
    back = inviting.take_back(row, by=request.user)
    if back:
        words = ngettext("%(n)d letter was taken back.", "%(n)d letters were taken back.", back) % {"n": back}
        messages.success(request, words)
    else:
        messages.info(request, _("It was too late: the letters have gone already."))
    return redirect(row)
