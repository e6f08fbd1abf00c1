"""Lead a session and close it: the two pages a mentor has open while the group meets."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from documents.pipeline import SavedMeanwhile
from documents.seen import mark_of, may_not_know, seen_by
from policy.permissions import Action

from .. import closing, planning, running
from ..beside import beside, reached
from ..forms.closing import Desk
from ..forms.notes import NotesForm
from ..models import Meeting
from .meetings import load_meeting


def close(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a session on one page, and tell the group."""
    row = load_meeting(request, pk, Action.PLAN)
    if row.kind == Meeting.Kind.MONITORING or (row.state == Meeting.State.HELD and request.method != "POST"):
        return redirect("sessions:held", row.pk)
    if reason := row.machine.why_not(row, Action.HOLD) if row.state != Meeting.State.HELD else None:
        return render(request, "sessions/close.html", {"meeting": row, "why_not": reason})
    desk = Desk(request.POST or None, meeting=row, by=request.user)
    if request.method != "POST" or not desk.is_valid():
        return _page(request, row, desk)
    if "preview" in request.POST:
        return _page(request, row, desk, letter=closing.letter_of(row, desk.said(), by=request.user), is_preview=True)
    try:
        closing.close(row, desk.said(), by=request.user)
    except planning.Overtaken:
        messages.warning(request, desk.overtaken)
        return _page(request, row, desk)
    messages.success(request, _("Closed. Your group is told; the plan is published."))
    return redirect(row)


def _page(request: HttpRequest, row: Meeting, desk: Desk, **more: Any) -> HttpResponse:
    context = {"meeting": row, "desk": desk, "now": timezone.now(), **more}
    return render(request, "sessions/close.html", context)


def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agenda, the homework and the goals of a session while it runs, with a place for one's own notes."""
    row = load_meeting(request, pk, Action.PLAN)
    kept = running.notes_of(row, request.user)
    form = NotesForm(request.POST or None, initial={"notes": kept})
    if request.method != "POST" or not form.is_valid():
        return _run_page(request, row, form, kept)
    notes = form.cleaned_data["notes"]
    try:
        running.take_notes(row, notes, by=request.user, seen=None if may_not_know(request) else seen_by(request))
    except SavedMeanwhile as other:
        if "autosave" in request.POST:
            return JsonResponse({}, status=409)
        return _run_page(request, row, form, running.notes_in(other.version), is_conflict=True)
    if "autosave" in request.POST:
        return JsonResponse({"revision": mark_of(notes)})
    messages.success(request, _("Your notes are saved. Only you can read them."))
    return redirect("sessions:run", row.pk)


def _run_page(
    request: HttpRequest, row: Meeting, form: NotesForm, kept: str, *, is_conflict: bool = False
) -> HttpResponse:
    parts = beside(row, request.user, row.space.people(), "run")
    context = {"meeting": row, "form": form, "beside": parts, "at": reached(parts), "revision": mark_of(kept)}
    context |= {"theirs": kept if is_conflict else None, **running.table(row, request.user)}
    status = 409 if is_conflict else 422 if form.errors else 200
    return render(request, "sessions/run.html", context, status=status)
