"""Pages of the plan: all sessions, one new or changed, and telling the group."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.models import Event
from policy.permissions import Action, may, require
from programmes.models import Group
from programmes.views.groups import load_group

from .. import planning
from ..forms.meetings import MeetingForm
from ..models import Meeting
from .meetings import load_meeting

MENTORS_KINDS = ("task", "initial", "final")


def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All sessions of a group as the mentor is planning them, and whether the group has been told."""
    group = load_group(request, pk, Action.PLAN)
    rows = list(group.meetings.select_related("keeper").prefetch_related("homework")[: planning.AT_MOST])
    tasks = [row for row in rows if row.kind == Meeting.Kind.TASK and row.state != Meeting.State.CANCELLED]
    context = {
        "group": group,
        "meetings": rows,
        "to_tell": bool(rows) and not planning.is_published(group),
        "has_tasks": bool(tasks),
        "is_out_of_order": [row.number for row in rows] != sorted(row.number for row in rows),
    }
    return render(request, "sessions/plan.html", context)


@require_POST
def publish(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Publish the session plan to the group."""
    group = load_group(request, pk, Action.PLAN)
    if planning.is_published(group):
        messages.info(request, _("The group has this plan already."))
    else:
        planning.publish(group, by=request.user)
        messages.success(request, _("The plan is published and your group is told. Its PDF is being prepared."))
    return redirect(group)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Plan a session."""
    group = load_group(request, pk, Action.PLAN)
    planning.require_running(group)
    kinds = MENTORS_KINDS if group.meetings.exists() else ("initial", "task", "final")
    return _new(request, group, kinds, Action.PLAN)


def final(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Organise the final session: the manager's part (R63), the mentor may too."""
    group = load_group(request, pk, Action.FINISH)
    if reason := planning.why_no_final(group):
        raise NotNow(reason)
    return _new(request, group, ("final",), Action.FINISH)


def _new(request: HttpRequest, group: Group, kinds: tuple[str, ...], action: Action) -> HttpResponse:
    proposed: dict[str, Any] = {"keeper": planning.propose_keeper(group), "initial": planning.propose_next(group)}
    form = MeetingForm(request.POST or None, group=group, kinds=kinds, by=request.user, **proposed)
    if request.method == "POST" and form.is_valid():
        row = form.save(commit=False)
        planning.plan(row, form.cleaned_data["homework"], by=request.user, action=action)
        if action == Action.PLAN:
            messages.success(request, _("Planned. Your group sees it when you publish the plan."))
            return redirect("sessions:plan", group.pk)
        messages.success(request, _("Planned. The group finds it on its page; the mentor publishes the plan."))
        return redirect(group)
    return render(request, "sessions/meeting_form.html", {"form": form, "group": group, "action": action})


def change(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change or move a planned session, and tell the group in the same step."""
    row = load_meeting(request, pk, Action.READ)
    action, kinds = _part_in(row, request.user)
    require(request.user, action, row.group)
    planning.require_running(row.group)
    form = MeetingForm(request.POST or None, instance=row, group=row.group, kinds=kinds, by=request.user)
    is_known = "reason" in form.fields
    context = {"form": form, "group": row.group, "meeting": form.before, "action": action, "is_known": is_known}
    if request.method != "POST" or not form.is_valid():
        return render(request, "sessions/meeting_form.html", context)
    if form.in_conflict:
        last = Event.objects.filter(thing_id=row.pk, action=Action.PLAN).select_related("by").first()
        return render(request, "sessions/conflict.html", {**context, "last": last, "differences": form.differences()})
    try:
        _save(request, form, action)
    except planning.Overtaken:  # a moment ago: look again, with what was typed
        return change(request, pk)
    return redirect(row)


def _part_in(row: Meeting, person: Any) -> tuple[Action, tuple[str, ...]]:
    """As what somebody changes a session, and what it may become: the manager's sessions stay of their kind."""
    if row.kind == Meeting.Kind.MONITORING:
        return Action.MONITOR, ("monitoring",)
    if row.kind == Meeting.Kind.FINAL and not may(person, Action.PLAN, row.group):
        return Action.FINISH, ("final",)
    return Action.PLAN, MENTORS_KINDS


def _save(request: HttpRequest, form: MeetingForm, action: Action) -> None:
    row, homework = form.save(commit=False), form.cleaned_data["homework"]
    if action == Action.PLAN and "tell" in request.POST:
        planning.plan_and_tell(row, homework, by=request.user)
        messages.success(request, _("Changed, and your group is told."))
    else:
        planning.plan(row, homework, by=request.user, action=action)
        messages.success(request, _("Changed."))
