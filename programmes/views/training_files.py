"""Files of a training: brought in and taken away by managers, fetched by everyone in the programme."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from documents.giving import given
from policy.permissions import Action, require

from ..forms.training import MaterialForm, TakeAwayForm
from ..models import TrainingMaterial
from ..training import materials
from .training import load_event


def files(request: HttpRequest, pk: UUID, event: UUID) -> HttpResponse:
    """The files of a training: one comes in, or one goes."""
    row = load_event(request, pk, event, Action.RUN)
    taking = TakeAwayForm(request.POST if "take" in request.POST else None, event=row)
    form = MaterialForm(request.POST or None, request.FILES or None) if not taking.is_bound else MaterialForm()
    if taking.is_bound and taking.is_valid():
        materials.take_away(taking.cleaned_data["take"], by=request.user)
        messages.success(request, _("The file is taken away."))
        return redirect("programmes:training_files", pk, event)
    if request.method == "POST" and form.is_bound and form.is_valid():
        materials.keep(row, form.cleaned_data["file"], by=request.user)
        messages.success(request, _("The file is there."))
        return redirect("programmes:training_files", pk, event)
    context = {"programme": row.programme, "event": row, "form": form, "materials": row.materials.all()}
    return render(request, "programmes/training_files.html", context)


def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One file of a training, for everyone in the programme."""
    rows = TrainingMaterial.objects.visible_to(request.user).select_related("event__programme__space")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, Action.READ, row)
    return given(row.path, name=row.name.rpartition(".")[0] or row.name, media_type=row.media_type)
