"""Pages of the training: the events, one event with its attendance."""

from uuid import UUID

from django.contrib import messages
from django.db.models import Count
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import ngettext

from policy.permissions import Action, may

from .. import training
from ..forms.training import AttendanceForm, TrainingForm
from ..models import TrainingEvent
from .programmes import load


def events(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The trainings of a programme, and for managers who has not been trained."""
    programme = load(request, pk, Action.READ)
    runs = may(request.user, Action.RUN, programme)
    context = {
        "programme": programme,
        "runs": runs,
        "events": programme.trainings.annotate(present=Count("attendances"))[:200],
        "untrained": training.untrained(programme) if runs else [],
    }
    return render(request, "programmes/trainings.html", context)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Arrange a training."""
    programme = load(request, pk, Action.RUN)
    form = TrainingForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        event = form.save(commit=False)
        event.programme = programme
        event = training.arrange(event, by=request.user)
        return redirect("programmes:training", programme.pk, event.pk)
    return render(request, "programmes/training_new.html", {"form": form, "programme": programme})


def event(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """One training: aims and place for everyone it is for; the attendance for managers."""
    programme = load(request, pk, Action.READ)
    row = get_object_or_404(TrainingEvent.objects.select_related("programme__space"), pk=event, programme=programme)
    form = AttendanceForm(request.POST or None, event=row)
    if request.method == "POST" and form.is_valid():
        there = training.record_attendance(row, form.cleaned_data["present"], by=request.user)
        said = ngettext("%(n)d person was there. Saved.", "%(n)d people were there. Saved.", there)
        messages.success(request, said % {"n": there})
        return redirect("programmes:training", programme.pk, row.pk)
    context = {
        "programme": programme,
        "event": row,
        "form": form,
        "runs": may(request.user, Action.RUN, programme),
        "is_past": row.starts_at < timezone.now(),
    }
    return render(request, "programmes/training.html", context)
