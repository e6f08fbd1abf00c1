"""Pages of one session: what it is about, marking it held, cancelling, homework, its documents."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.kinds import find
from policy.machine import move
from policy.models import Participation
from policy.permissions import GRANTS, Action, Role, require

from .. import diaries, homework, papers, planning, running
from .. import suggested as suggestions
from ..beside import beside, reached
from ..forms.meetings import CancelForm, HeldForm
from ..models import Meeting

# who is offered the steps of a session, where it is not the mentor alone (R51, R63)
LEADS = {"monitoring": frozenset({Role.MANAGER}), "final": frozenset({Role.MANAGER, Role.MENTOR})}


def load_meeting(request: HttpRequest, pk: UUID, action: Action) -> Meeting:
    """A meeting of a group its reader belongs to or manages, and may do ``action`` on."""
    rows = Meeting.objects.visible_to(request.user).select_related("group__programme", "group__space", "keeper")
    meeting = get_object_or_404(rows.annotate(**suggestions.whether_any()), pk=pk)
    require(request.user, action, meeting)
    return meeting


def meeting(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everything about one session."""
    row = load_meeting(request, pk, Action.READ)
    people = row.space.people()
    roles = frozenset(Role(one.role) for one in people if one.person_id == request.user.pk)
    found = papers.of_meeting(row, request.user, roles)
    is_open = not row.group.has_ended
    context = {
        "meeting": row,
        "is_mentee": Role.MENTEE in roles and is_open,
        **_around(row, request.user, roles, people),
        "attendances": row.attendances.select_related("person").order_by("person__name")
        if row.state == Meeting.State.HELD
        else (),
        "diary": found.has_diary,
        "papers": found,
        "is_my_turn": row.keeper_id == request.user.pk and row.state == Meeting.State.HELD and is_open,
        "can_lead": is_open and bool(roles & LEADS.get(row.kind, frozenset({Role.MENTOR}))),
        **running.prepared(row, request.user, people),
    }
    return render(request, "sessions/meeting.html", context)


def _around(row: Meeting, person: Any, roles: frozenset[Role], people: list[Participation]) -> dict[str, Any]:
    """What is to be done before a session, the links in it, what is suggested with it, and what other floors show."""
    tasks = homework.before(row, person, roles, sum(1 for one in people if one.role == Role.MENTEE))
    found = suggestions.with_meeting(row, person, roles) if getattr(row, "has_suggestions", True) else []
    there = {one.row.resource.link for one in found}
    parts = beside(row, person, people, "meeting")
    return {
        "roles": roles,
        "can_suggest": not row.group.has_ended and bool(roles & GRANTS[Action.SUGGEST]),
        "homework": suggestions.beside(tasks, found),
        "resources": [link for link in homework.resources(row, tasks) if link not in there],
        "suggested": [one for one in found if one.row.homework_id is None],
        "beside": parts,
        "at": reached(parts),
    }


def held(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that the session was held, who came and who keeps the diary."""
    row = load_meeting(request, pk, Action.HOLD)
    form = HeldForm(request.POST or None, meeting=row)
    if request.method == "POST" and form.is_valid():
        planning.close(row, form.came(), form.keeper_id(), by=request.user)
        messages.success(request, _("Saved. The diary keeper sees that it is their turn."))
        return redirect(row)
    reason = row.machine.why_not(row, Action.HOLD) if row.state != Meeting.State.HELD else None
    return render(
        request, "sessions/held.html", {"meeting": row, "form": form, "why_not": reason, "now": timezone.now()}
    )


def cancel(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Cancel a planned session, saying why; the group is told."""
    row = load_meeting(request, pk, Action.CANCEL)
    form = CancelForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        if row.state != Meeting.State.CANCELLED:
            planning.cancel(row, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("Cancelled. The group is told by mail."))
        return redirect(row)
    return render(request, "sessions/cancel.html", {"meeting": row, "form": form})


@require_POST
def missed(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say that nobody came; the next session is not held up by it."""
    row = load_meeting(request, pk, Action.MISS)
    if row.state != Meeting.State.MISSED:
        move(row, Action.MISS, by=request.user)
    return redirect(row)


@require_POST
def reopen(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set a session back to planned: a status can always be set by hand."""
    row = load_meeting(request, pk, Action.REOPEN)
    if row.state != Meeting.State.PLANNED:
        planning.reopen(row, by=request.user)
    return redirect(row)


@require_POST
def diary(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Begin the diary of a session, or go on writing it."""
    version = diaries.begin(load_meeting(request, pk, Action.READ), by=request.user)
    return redirect("documents:write", version.pk)


@require_POST
def paper(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """Begin a document of a session, or go on with the one that is begun."""
    row, kind = load_meeting(request, pk, Action.READ), find(slug)
    if kind is None or not papers.belongs(kind):
        raise Http404
    version = papers.begin(row, kind, by=request.user)
    return redirect("documents:write", version.pk)
