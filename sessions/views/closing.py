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
from people.typed import texts
from policy.machine import NotNow
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
        return _not_to_be_closed(request, row, reason)
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


def _not_to_be_closed(request: HttpRequest, row: Meeting, reason: str) -> HttpResponse:
    context = {"meeting": row, "why_not": reason, "texts": texts(request)}
    return render(request, "sessions/close.html", context, status=409 if request.method == "POST" else 200)


def _page(request: HttpRequest, row: Meeting, desk: Desk, **more: Any) -> HttpResponse:
    context = {"meeting": row, "desk": desk, "now": timezone.now(), **more}
    return render(request, "sessions/close.html", context)


def run(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The agenda, the homework and the goals of a session while it runs, with a place for one's own notes."""
    row = load_meeting(request, pk, Action.PLAN)
    kept = running.notes_of(row, request.user)
    form = NotesForm(request.POST or None, initial={"notes": kept})
    if request.method != "POST":
        return _run_page(request, row, form, mark_of(kept))
    if not form.is_valid():
        return _run_page(request, row, form, seen_by(request) or mark_of(kept), status=422)
    return _noted(request, row, form)


def _noted(request: HttpRequest, row: Meeting, form: NotesForm) -> HttpResponse:
    """Keep the notes; what cannot be kept now stays on the page."""
    notes, seen = form.cleaned_data["notes"], None if may_not_know(request) else seen_by(request)
    try:
        running.take_notes(row, notes, by=request.user, seen=seen)
    except SavedMeanwhile as other:
        if "autosave" in request.POST:
            return JsonResponse({}, status=409)
        theirs = running.notes_in(other.version)
        return _run_page(request, row, form, mark_of(theirs), status=409, theirs=theirs)
    except NotNow as reason:
        why = {"why_not": str(reason), "texts": [notes] if notes else []}
        return _run_page(request, row, form, seen_by(request) or mark_of(notes), status=409, **why)
    if "autosave" in request.POST:
        return JsonResponse({"revision": mark_of(notes)})
    messages.success(request, _("Your notes are saved. Only you can read them."))
    return redirect("sessions:run", row.pk)


def _run_page(
    request: HttpRequest, row: Meeting, form: NotesForm, revision: int, *, status: int = 200, **more: Any
) -> HttpResponse:
    parts = beside(row, request.user, row.space.people(), "run")
    context = {"meeting": row, "form": form, "beside": parts, "at": reached(parts), "revision": revision}
    context |= {"theirs": None, **more, **running.table(row, request.user)}
    return render(request, "sessions/run.html", context, status=status)
