"""Pages of goals: those of a group, and the life of one."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from policy.permissions import Action, Role, require
from programmes.views.groups import load_group

from .. import goal_life
from .. import goals as living
from ..forms.steps import StepForm
from ..models import Goal, GoalStep


def goals(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The goals of a group that its reader may know of, by whose they are."""
    group = load_group(request, pk, Action.READ)
    roles = group.roles_of(request.user)
    context = {
        "group": group,
        "shelves": living.shelves(group.space, request.user),
        "is_mentee": Role.MENTEE in roles,
        "leads": bool(roles & {Role.MENTOR, Role.MANAGER}),
    }
    return render(request, "sessions/goals.html", context)


def goal(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The life of one goal; its owner adds a step here."""
    row = _load(request, pk)
    roles = row.roles_of(request.user)
    form = StepForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        living.add_step(row, **form.told(), by=request.user)
        return redirect("sessions:goal", row.pk)
    sees_steps, steps = goal_life.may_see_steps(roles, row), list(row.steps.all())
    context = {
        "goal": row,
        "form": form,
        "is_mine": Role.OWNER in roles and not row.is_dropped and not row.space.group.has_ended,
        "steps": steps if sees_steps else None,
        "progress": goal_life.progress_of(row),
        "began": "" if sees_steps else goal_life.starts_of([row]).get(row.pk, ""),
        "life": goal_life.of(row, request.user, roles, steps),
    }
    return render(request, "sessions/goal.html", context)


@require_POST
def step(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick a step, or take the tick back."""
    visible = Goal.objects.visible_to(request.user)
    row = get_object_or_404(GoalStep.objects.select_related("goal__space__group"), pk=pk, goal__in=visible)
    living.tick(row, request.POST.get("done") == "1", by=request.user)
    return redirect("sessions:goal", row.goal_id)


def _load(request: HttpRequest, pk: UUID) -> Goal:
    rows = Goal.objects.visible_to(request.user).select_related("person", "space__group__programme")
    found = get_object_or_404(rows.prefetch_related("steps"), pk=pk)
    require(request.user, Action.STEP if request.method == "POST" else Action.READ, found)
    return found
