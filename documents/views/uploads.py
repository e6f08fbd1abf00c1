"""Send in a filled form or a scan, say what becomes of a scan, fetch what was sent."""

import logging
from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.permissions import Action, require

from .. import files, pipeline, receiving, workflows
from ..forms import Filling
from ..models import Attachment, Version
from ..seen import seen_by
from ..uploads import ENDINGS, Opened, UploadForm
from .page import load, page
from .writing import form_page, hand_on

log = logging.getLogger(__name__)


@require_POST
def upload(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A file becomes the draft: a filled form its answers, anything else with pages a scan. Then it is handed on, or not."""
    version = load(request, pk, Action.READ)
    if version.state != workflows.DRAFT:  # sent twice, or handed on in another window
        return redirect("documents:read", version.pk)
    require(request.user, Action.WRITE, version)
    form = UploadForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            return _taken(request, version, form.cleaned_data["file"])
        except (receiving.NotThisOne, pipeline.SavedMeanwhile, OSError) as no:
            form.add_error("file", _in_words(no))
    version.refresh_from_db()
    if version.is_scan:
        return page(request, version, status=422, upload_form=form)
    assert version.kind is not None
    return form_page(request, version, Filling(version.kind, version.answers), status=422, upload_form=form)


def _in_words(no: Exception) -> str:
    if isinstance(no, pipeline.SavedMeanwhile):
        return _("%(name)s saved this meanwhile. Look at it first; send your file again to put it in its place.") % {
            "name": no.version.author.name
        }
    if isinstance(no, OSError):
        log.exception("A file could not be kept.")
        return _("The file could not be kept: the server's disk may be full. Nothing was changed. Try again later.")
    return str(no)


def _taken(request: HttpRequest, version: Version, opened: Opened) -> HttpResponse:
    if receiving.is_form(opened):
        return _read_back(request, version, opened)
    receiving.receive_scan(version, opened, by=request.user, seen=seen_by(request))
    if "hand-on" in request.POST:
        return hand_on(request, version)
    messages.success(request, _("Your scan is saved as the draft. Look at its pages, then hand it on."))
    return redirect("documents:read", version.pk)


def _read_back(request: HttpRequest, version: Version, opened: Opened) -> HttpResponse:
    filling = receiving.receive_form(version, opened, by=request.user, seen=seen_by(request))
    if not filling.is_valid():
        messages.warning(request, _("Your form was read and saved as the draft. Some answers need a change."))
        return form_page(request, version, filling, status=422)
    if receiving.has_other_texts(version, opened):
        messages.warning(
            request, _("Your form was read, but its questions have changed since it was made. Check your answers.")
        )
        return form_page(request, version, filling)
    if "hand-on" in request.POST:
        return hand_on(request, version)
    messages.success(
        request, _("Your form was read and saved as the draft. Only you can read it until you hand it on.")
    )
    return redirect("documents:write", version.pk)


@require_POST
def scan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """A scanned draft is handed on as it is, or turned back into typing."""
    version = load(request, pk, Action.READ)
    if version.state != workflows.DRAFT:
        return redirect("documents:read", version.pk)
    require(request.user, Action.WRITE, version)
    if "type" in request.POST:
        receiving.type_instead(version, by=request.user)
    elif version.is_scan:
        return hand_on(request, version)
    return redirect("documents:write", version.pk)


def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """A page of a scan to look at, or a file as it was sent to keep; for whoever may read the version it belongs to."""
    rows = Attachment.objects.filter(version__in=Version.objects.visible_to(request.user))
    found = get_object_or_404(rows.select_related("version__document__space"), pk=pk)
    require(request.user, Action.READ, found.version)
    if not files.is_intact(found.path, found.digest):
        raise Http404
    is_page = found.purpose == Attachment.Purpose.PAGE
    ending = "jpg" if is_page else ENDINGS.get(found.media_type, "bin")
    name = f"{slugify(found.version.document.title) or 'document'}-v{found.version.number}-{found.number}.{ending}"
    kind = "image/jpeg" if is_page else "application/octet-stream"
    place = files.place_of(found.path)
    response = FileResponse(place.open("rb"), as_attachment=not is_page, filename=name, content_type=kind)
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
