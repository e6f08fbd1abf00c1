"""How people apply, for whoever runs the programme: dates and questions for each role, the preview, the poster."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.forms import Filling
from jobs.models import Job
from policy.permissions import Action

from ..applying import drafts, openings, poster, steps
from ..forms.openings import Desk
from ..models import Opening, Programme
from ..models.openings import ROLES
from .programmes import load


def applying(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Both roles: whether people can apply, until when, the address to hand on."""
    programme = load(request, pk, Action.RUN)
    now = timezone.now()
    rows: list[tuple[Opening, dict[str, Any] | None]] = []
    with drafts.speaking(Opening(programme=programme)):
        for role in ROLES:
            row = openings.of(programme, role)
            if not row.revision:
                rows.append((row, None))
                continue
            told = {"is_open": openings.takes(row, now), "is_early": now < row.opens_at}
            rows.append((row, {**told, "address": openings.address(row), "picture": poster.inline(row)}))
        return render(request, "programmes/applying.html", {"programme": programme, "rows": rows})


def opening(request: HttpRequest, pk: UUID, role: str) -> HttpResponse:
    """Set it up, or change it."""
    programme = load(request, pk, Action.RUN)
    row = openings.of(programme, _known(role))
    with timezone.override(row.zone):
        contact = f"{request.user.name}, {request.user.email}"  # type: ignore[union-attr]
        desk = Desk(row, request.POST if request.method == "POST" else None, contact)
        if request.method != "POST":
            return _desk_page(request, desk)
        if not desk.is_valid():
            return _desk_page(request, desk, status=422)
        try:
            kept = openings.keep(programme, row.role, desk.told(), by=request.user, seen=desk.seen)
        except openings.ChangedMeanwhile as other:
            return _desk_page(request, desk, status=409, theirs=other.opening)
    return _next(request, kept)


def _known(role: str) -> str:
    if role not in ROLES:
        raise Http404
    return role


def _desk_page(request: HttpRequest, desk: Desk, status: int = 200, theirs: Opening | None = None) -> HttpResponse:
    """The desk with what was typed; where somebody else was faster, saving again makes what is typed here count."""
    context = {"desk": desk, "opening": desk.opening, "programme": desk.opening.programme, "theirs": theirs}
    return render(
        request, "programmes/apply_desk.html", {**context, "seen": (theirs or desk.opening).revision}, status=status
    )


def _next(request: HttpRequest, row: Opening) -> HttpResponse:
    if "more" in request.POST:
        messages.success(request, _("Saved. Blank questions stand at the end."))
        return redirect("programmes:opening", row.programme_id, row.role)
    messages.success(request, _("Saved. This is how people will see it."))
    return redirect("programmes:opening_preview", row.programme_id, row.role)


def _kept(programme: Programme, role: str) -> Opening:
    row = openings.of(programme, _known(role))
    if not row.revision:
        raise Http404
    return row


def preview(request: HttpRequest, pk: UUID, role: str) -> HttpResponse:
    """All steps as whoever applies will see them; nothing in it can be sent."""
    row = _kept(load(request, pk, Action.RUN), role)
    with drafts.speaking(row):
        fillings = [(step, Filling(step.kind, steps.blank(row))) for step in steps.of(row)]
        context = {"opening": row, "programme": row.programme, "fillings": fillings}
        return render(request, "programmes/apply_preview.html", context)


def code(request: HttpRequest, pk: UUID, role: str) -> HttpResponse:
    """The QR code as a file."""
    row = _kept(load(request, pk, Action.RUN), role)
    response = HttpResponse(poster.svg(row), content_type="image/svg+xml")
    response["Content-Disposition"] = f'attachment; filename="{_name(row)}.svg"'
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


def _name(row: Opening) -> str:
    return f"{slugify(row.programme.name) or 'programme'}-{row.role}"


@require_POST
def print_poster(request: HttpRequest, pk: UUID, role: str) -> HttpResponse:
    """Have the poster made."""
    row = _kept(load(request, pk, Action.RUN), role)
    return redirect("jobs:progress", poster.ask(row, by=request.user).pk)


def poster_pdf(request: HttpRequest, pk: UUID, job: UUID) -> HttpResponseBase:
    """The poster, for whoever had it made and still runs the programme."""
    programme = load(request, pk, Action.RUN)
    found = get_object_or_404(Job.objects.visible_to(request.user), pk=job)
    path = poster.file_of(found, programme)
    if path is None:
        raise Http404
    name = f"{slugify(programme.name) or 'programme'}-poster.pdf"
    response = FileResponse(path.open("rb"), filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
