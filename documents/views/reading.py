"""Read a document on screen and as PDF."""

from uuid import UUID

from django.core.exceptions import PermissionDenied
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jobs import queue
from policy.machine import NotNow
from policy.permissions import Action

from .. import printing
from ..models import Version
from .page import load, page


def read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The document on screen, its signatures and versions, and what its reader may do with it now."""
    version = load(request, pk, Action.READ)
    return page(request, version)


def pdf(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The printed file. While it is being prepared, a page says so; a damaged file is printed anew."""
    version = load(request, pk, Action.READ)
    if not printing.is_printable(version):
        raise Http404
    if not printing.are_words_intact(version):
        raise NotNow(_("The words of this document were changed outside this application. Tell who runs this site."))
    if version.pdf and printing.is_intact(version):
        return _file(version)
    if version.pdf:
        printing.print_again(version, by=request.user)
    return render(
        request, "documents/preparing.html", {"version": version, "job": printing.job_of(version)}, status=202
    )


def _file(version: Version) -> FileResponse:
    name = f"{slugify(version.document.title) or 'document'}-v{version.number}.pdf"
    response = FileResponse(printing.file_of(version).open("rb"), filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response


@require_POST
def print_again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try to print once more after a failure."""
    version = load(request, pk, Action.READ)
    if not printing.is_printable(version):
        raise PermissionDenied(_("Only what is published or in force is printed."))
    job = printing.job_of(version)
    if job is None or not queue.try_again(job):
        printing.print_again(version, by=request.user)
    return redirect("documents:pdf", version.pk)
