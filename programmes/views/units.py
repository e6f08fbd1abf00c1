"""Pages of units to read by oneself: what a programme has switched on, one unit with its check, adapting one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from policy.permissions import Action, Role, require

from ..forms.units import CheckForm, NeededForm, Questions, UnitForm, read_question
from ..models import TrainingUnit
from ..training import units as room
from .programmes import load


def units(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What counts as trained: what follows from it, the units that are on, and ours to switch on."""
    programme = load(request, pk, Action.RUN)
    if request.method == "POST" and "take" in request.POST:
        unit = room.take(programme, request.POST["take"], by=request.user)
        messages.success(request, _("“%(unit)s” is on. Everyone it is for finds it.") % {"unit": unit})
        return redirect("programmes:units", pk)
    form = NeededForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        room.say_what_is_needed(programme, form.cleaned_data["training_needed"], by=request.user)
        messages.success(request, _("Saved."))
        return redirect("programmes:units", pk)
    context = {"programme": programme, "form": form, "units": programme.units.all(), "ours": room.not_taken(programme)}
    return render(request, "programmes/units.html", context)


def _load_unit(request: HttpRequest, pk: UUID, unit: UUID) -> TrainingUnit:
    """A unit of a programme its reader takes part in; one that is off only for managers."""
    programme = load(request, pk, Action.READ)
    row = get_object_or_404(TrainingUnit.objects.select_related("programme__space"), pk=unit, programme=programme)
    if not row.is_on and Role.MANAGER not in row.roles_of(request.user):
        raise Http404
    return row


def unit(request: HttpRequest, pk: UUID, unit: UUID) -> HttpResponse:
    """Read a unit and check oneself, as often as one likes; managers see who passed."""
    row = _load_unit(request, pk, unit)
    form = CheckForm(request.POST or None, questions=room.questions_of(row))
    if request.method == "POST":
        require(request.user, Action.ATTEND, row)
        if form.is_valid():
            verdicts = room.check(row, form.chosen, by=request.user)
            form.explain(verdicts)
        if form.is_valid():
            messages.success(request, _("All right. You have passed this unit."))
            return redirect(row)
    return render(request, "programmes/unit.html", {**_read(request, row), "form": form})


def _read(request: HttpRequest, row: TrainingUnit) -> dict[str, Any]:
    roles = row.roles_of(request.user)
    return {
        "programme": row.programme,
        "unit": row,
        "blocks": room.blocks(row.text),
        "runs": Role.MANAGER in roles,
        "is_mine": Role.OWNER in roles,
        "passed": row.passed.filter(person_id=request.user.pk).first(),
        "people": room.who_passed(row) if Role.MANAGER in roles else [],
        "questions": room.questions_of(row),
    }


def unit_change(request: HttpRequest, pk: UUID, unit: UUID) -> HttpResponse:
    """Adapt a unit to one's programme, or switch it off."""
    row = _load_unit(request, pk, unit)
    require(request.user, Action.RUN, row)
    form = UnitForm(request.POST or None, instance=row)
    asked = [read_question(one) for one in row.questions]
    questions: Any = Questions(request.POST or None, initial=asked, prefix="q")
    if request.method == "POST" and form.is_valid() and questions.is_valid():
        room.change(form.save(commit=False), questions.kept, by=request.user)
        messages.success(request, _("Saved. Whoever had passed it has passed it."))
        return redirect(row)
    context = {"programme": row.programme, "unit": row, "form": form, "questions": questions}
    context["all_forms"] = [form, questions]
    return render(request, "programmes/unit_change.html", context)
