"""Pages of the training: all of it, one training, arranging, changing and cancelling one."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from policy.permissions import Action, Role, require

from .. import training
from ..forms.training import AttendanceForm, CallOffForm, ComingForm, ExpectationsForm, TrainingForm
from ..models import TrainingAttendance, TrainingEvent, TrainingPlace
from ..training import expectations, places, telling, units
from .programmes import load

ROWS = 200


def load_event(request: HttpRequest, pk: UUID, event: UUID, action: Action) -> TrainingEvent:
    """A training of a programme its reader takes part in, and may do ``action`` on."""
    programme = load(request, pk, Action.READ)
    row = get_object_or_404(TrainingEvent.objects.select_related("programme__space"), pk=event, programme=programme)
    require(request.user, action, row)
    return row


def events(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The trainings and units of a programme, and for managers who is not trained."""
    programme = load(request, pk, Action.READ)
    held = programme.roles_of(request.user)
    runs = Role.MANAGER in held
    there = Q(attendances__was=TrainingAttendance.Was.THERE)
    context = {
        "programme": programme,
        "runs": runs,
        "events": programme.trainings.annotate(present=Count("attendances", filter=there))[:ROWS],
        "untrained": training.untrained(programme) if runs else [],
        "units": units.those_for(programme, request.user, held) if not runs else [],
        "all_units": programme.units.annotate(n=Count("passed")) if runs else [],
        "was": dict(
            TrainingAttendance.objects.filter(event__programme=programme, person_id=request.user.pk).values_list(
                "event", "was"
            )
        ),
    }
    return render(request, "programmes/trainings.html", context)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Arrange a training, and invite to it."""
    programme = load(request, pk, Action.RUN)
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        event = form.save(commit=False)
        event.programme = programme
        invites = "invite" in request.POST and not event.has_begun
        event = training.arrange(event, by=request.user, invites=invites)
        messages.success(request, _("Saved. Everyone it is for is being invited.") if invites else _("Saved."))
        return redirect(event)
    context = {"form": form, "programme": programme, "reached": reached(programme)}
    return render(request, "programmes/training_form.html", context)


def change(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """Change a training; who was invited is told of another time or place."""
    row = load_event(request, pk, event, Action.RUN)
    form = TrainingForm(request.POST or None, instance=row)
    if request.method == "POST" and form.is_valid():
        training.change(form.save(commit=False), by=request.user, invites="invite" in request.POST)
        messages.success(request, _("Saved."))
        return redirect(row)
    context = {"form": form, "programme": row.programme, "event": row, "reached": reached(row.programme)}
    return render(request, "programmes/training_form.html", context)


def reached(programme: Any) -> list[tuple[str, int]]:
    """How many people an invitation reaches, by whom the training is for."""
    roles = [row.role for row in programme.space.people(Role.MENTOR, Role.MENTEE)]
    mentors = roles.count(Role.MENTOR)
    numbers = {"mentors": mentors, "mentees": len(roles) - mentors, "joint": len(roles)}
    return [(str(label), numbers[value]) for value, label in TrainingEvent.Audience.choices]


def cancel(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """Cancel a training, with a reason."""
    row = load_event(request, pk, event, Action.CALL_OFF)
    form = CallOffForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        training.cancel(row, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("The training is cancelled. Everyone who was invited is told."))
        return redirect(row)
    return render(request, "programmes/training_cancel.html", {"form": form, "event": row, "programme": row.programme})


@require_POST
def invite(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """Invite those who have not been told of the training as it is now."""
    row = load_event(request, pk, event, Action.RUN)
    n = training.invite(row, by=request.user)
    said = ngettext("%(n)d person is being invited.", "%(n)d people are being invited.", n) % {"n": n}
    messages.success(request, said if n else _("Everyone has been invited already."))
    return redirect(row)


def event(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """One training for everyone it is for; for managers who comes and who was there."""
    row = load_event(request, pk, event, Action.READ)
    if request.method != "POST":
        return show(request, row)
    require(request.user, Action.RUN, row)
    form = AttendanceForm(request.POST, event=row)
    if not form.is_valid():
        return show(request, row, form=form)
    there = training.record_attendance(row, form.was, by=request.user)
    said = ngettext("%(n)d person was there. Saved.", "%(n)d people were there. Saved.", there)
    messages.success(request, said % {"n": there})
    return redirect(row)


@require_POST
def answer(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """Say whether one comes."""
    row = load_event(request, pk, event, Action.ATTEND)
    form = ComingForm(request.POST)
    if not form.is_valid():
        return show(request, row, coming=form)
    comes = form.cleaned_data["comes"] == "yes"
    place = places.answer(row, comes, form.cleaned_data["reason"], by=request.user)
    waits = place.said == TrainingPlace.Said.WAITS
    messages.success(
        request, _("You are on the waiting list. You get a letter when a place is free.") if waits else _("Saved.")
    )
    return redirect(row)


@require_POST
def expect(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """Write what one expects of the other side."""
    row = load_event(request, pk, event, Action.ATTEND)
    form = ExpectationsForm(request.POST, lines=[])
    if not form.is_valid():
        return show(request, row, expecting=form)
    expectations.write(row, form.lines, by=request.user)
    messages.success(request, _("Saved. You can change it until the training is over."))
    return redirect(row)


def show(request: HttpRequest, row: TrainingEvent, **bound: Any) -> HttpResponse:
    """The page of one training, with the forms its reader may send; ``bound``: one that was sent and has a fault."""
    roles = row.roles_of(request.user)
    context: dict[str, Any] = {
        "programme": row.programme,
        "event": row,
        "runs": Role.MANAGER in roles,
        "is_mine": Role.OWNER in roles,
        "materials": row.materials.all(),
        "shared": expectations.shared(row),
    }
    if Role.OWNER in roles:
        context |= _own(request, row)
    if Role.MANAGER in roles:
        context |= _managed(row)
    context |= bound
    context["forms"] = [context[name] for name in ("form", "coming", "expecting") if name in context]
    return render(request, "programmes/training.html", context, status=422 if bound else 200)


def _own(request: HttpRequest, row: TrainingEvent) -> dict[str, Any]:
    mine = row.seats.filter(person_id=request.user.pk).first()
    written = row.expectations.filter(person_id=request.user.pk).first()
    found: dict[str, Any] = {"mine": mine, "written": written}
    found["was"] = row.attendances.filter(person_id=request.user.pk).first()
    if not places.why_closed(row):
        found["coming"] = ComingForm(initial={"reason": mine.reason if mine else ""})
        found["is_full"] = places.is_full(row)
    if not expectations.why_closed(row):
        found["expecting"] = ExpectationsForm(lines=written.lines if written else [])
    return found


def _managed(row: TrainingEvent) -> dict[str, Any]:
    form = AttendanceForm(event=row)
    return {
        "form": form,
        "coming_now": places.coming(form.people),
        "untold": len(telling.untold(row)) if not places.why_closed(row) else 0,
        "written_by_all": row.expectations.select_related("person"),
    }
