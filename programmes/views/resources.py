"""Pages of the library: what is in it, one resource, a list that comes in, and the file of one."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from documents.giving import given
from policy.machine import NotNow
from policy.permissions import Action, require

from ..forms.resources import ResourceForm, ResourceListForm, ShelfForm, StepForm
from ..models import Programme, Resource
from ..resources import importing, library, use
from .programmes import load

SHOWN = 100  # lines of a preview


def shelf(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The library, what mentors brought, and the archive; to be looked through."""
    programme = load(request, pk, Action.RUN)
    chosen = ShelfForm(request.GET).said()
    page = library.page_of(_shelf(programme, chosen.get("shelf", "")), chosen, request.GET.get("page"))
    counts = use.of(page.object_list)
    context = {
        "programme": programme,
        "page": page,
        "rows": [(row, counts[row.pk]) for row in page.object_list],
        "chosen": chosen,
        "query": f"&{urlencode(chosen)}" if chosen else "",
        "asked": ShelfForm(initial=chosen),
        "is_looking": bool(chosen.keys() - {"shelf"}),
    }
    return render(request, "programmes/resources.html", context)


def _shelf(programme: Programme, shelf: str) -> QuerySet[Resource]:
    if shelf == "silent":
        return library.silent(programme)
    return programme.resources.filter(state=shelf or Resource.State.LIBRARY)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Add a resource."""
    programme = load(request, pk, Action.RUN)
    form = ResourceForm(request.POST or None, request.FILES or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        row = library.add(form.save(commit=False), form.opened, by=request.user)
        messages.success(request, _("“%(resource)s” is in the library.") % {"resource": row})
        return redirect("programmes:resources", pk)
    return render(request, "programmes/resource.html", {"programme": programme, "form": form})


def _load(request: HttpRequest, pk: UUID, resource: UUID) -> Resource:
    programme = load(request, pk, Action.RUN)
    rows = Resource.objects.visible_to(request.user).select_related("programme__space", "by")
    return get_object_or_404(rows, pk=resource, programme=programme)


def resource(request: HttpRequest, pk: UUID, resource: UUID) -> HttpResponse:
    """Change a resource; how it is used."""
    row = _load(request, pk, resource)
    title = row.title  # the form writes into the row
    form = ResourceForm(request.POST or None, request.FILES or None, programme=row.programme, instance=row)
    if request.method == "POST" and form.is_valid():
        library.change(form.save(commit=False), form.opened, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("programmes:resources", pk)
    context = {"programme": row.programme, "resource": row, "title": title, "form": form, "use": use.of([row])[row.pk]}
    return render(request, "programmes/resource.html", context)


@require_POST
def move_on(request: HttpRequest, pk: UUID, resource: UUID) -> HttpResponse:
    """Adopt a resource, put it into the archive, or bring it back."""
    row = _load(request, pk, resource)
    form = StepForm(request.POST)
    if not form.is_valid():
        raise NotNow(_("Choose one of the steps on the page of the resource."))
    library.step(row, Action(form.cleaned_data["step"]), by=request.user)
    is_there = row.state == Resource.State.LIBRARY
    said = _("“%(resource)s” is in the library.") if is_there else _("“%(resource)s” is in the archive.")
    messages.success(request, said % {"resource": row})
    return redirect(row)


def import_many(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose a file with many resources."""
    programme = load(request, pk, Action.RUN)
    form = ResourceListForm(request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid() and (batch := form.read(programme, by=request.user)):
        return redirect("programmes:resources_preview", pk, batch.pk)
    context = {"programme": programme, "form": form, "choices": importing.choices()}
    return render(request, "programmes/resources_import.html", context)


def preview(request: HttpRequest, pk: UUID, batch: UUID) -> HttpResponse:
    """What the lines would add; a POST lets the good ones in."""
    programme = load(request, pk, Action.RUN)
    found = get_object_or_404(programme.resource_imports.select_related("programme__space"), pk=batch)
    if request.method == "POST":
        n = importing.take_in(found, by=request.user)
        messages.success(request, ngettext("%(n)d resource was added.", "%(n)d resources were added.", n) % {"n": n})
        return redirect("programmes:resources", pk)
    sorts: dict[str, Any] = {
        verdict: [row for row in found.rows if row["verdict"] == verdict] for verdict in ("good", "known", "bad")
    }
    context = {"programme": programme, "batch": found, "shown": SHOWN, **sorts}
    return render(request, "programmes/resources_preview.html", context)


def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The file of a resource, for managers and for mentors who choose."""
    rows = Resource.objects.visible_to(request.user).select_related("programme__space")
    row = get_object_or_404(rows.exclude(file=""), pk=pk)
    require(request.user, Action.READ, row)
    return given(row.file, name=row.title, media_type=row.media_type)
