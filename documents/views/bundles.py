"""All documents of a space in one file: ask for it, and fetch it within a week."""

from uuid import UUID

from django.http import FileResponse, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.models import Space
from policy.permissions import Action, require

from .. import bundles, files, kinds
from ..bundles import packing
from ..models import Bundle, Document


@require_POST
def make(request: HttpRequest, space: UUID) -> HttpResponse:
    """Begin to put together what the asker may read; asked twice, it is one job."""
    where = get_object_or_404(Space.objects.where(request.user), pk=space)
    require(request.user, Action.READ, where)
    older = "older" in request.POST
    if not bundles.chosen(where, request.user, older=older):
        raise NotNow(_("There is nothing to put together yet: no document is published that you may read."))
    return redirect("jobs:progress", bundles.ask(where, by=request.user, older=older).pk)


def bundle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where a bundle is fetched; after its week, or when rights were narrowed since, a page that says so."""
    found = get_object_or_404(Bundle.objects.visible_to(request.user).select_related("space"), pk=pk)
    if reason := _why_gone(request, found):
        return render(request, "documents/bundle_gone.html", {"bundle": found, "reason": reason}, status=410)
    sizes = {"pdf_size": _size(found.pdf), "zip_size": _size(found.archive)}
    return render(request, "documents/bundle_ready.html", {"bundle": found, **sizes})


def pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The merged PDF."""
    return _file(request, pk, "pdf", ".pdf", "application/pdf")


def archive(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The ZIP with each document's own PDF."""
    return _file(request, pk, "archive", ".zip", "application/zip")


def _why_gone(request: HttpRequest, found: Bundle) -> str:
    if found.is_over(now=timezone.now()):
        return _("This file was kept for a week and has been deleted.")
    if not bundles.is_current(found, request.user):
        return _("Since this file was made it has changed what you may read.")
    return ""


def _file(request: HttpRequest, pk: UUID, which: str, suffix: str, media_type: str) -> HttpResponseBase:
    found = get_object_or_404(
        Bundle.objects.visible_to(request.user).select_related("space").exclude(**{which: ""}), pk=pk
    )
    if _why_gone(request, found):
        return redirect("documents:bundle", found.pk)
    heading = kinds.heading_of(Document(kind_slug="", space=found.space))
    name = packing.folded(heading["group"] or heading["programme"]) or "documents"
    path = files.place_of(getattr(found, which))
    answer = FileResponse(path.open("rb"), as_attachment=True, filename=f"{name}{suffix}", content_type=media_type)
    answer["X-Content-Type-Options"] = "nosniff"
    answer["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return answer


def _size(path: str) -> int:
    return files.place_of(path).stat().st_size if path else 0
