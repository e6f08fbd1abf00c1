"""Fetch a form on paper: to print or to fill in on screen, blank or with what a draft says."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.http import FileResponse, Http404, HttpRequest
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.views.decorators.http import require_http_methods

from policy.models import Space
from policy.permissions import Action

from .. import files, kinds
from ..blank_forms import kept
from ..blank_forms.kept import FormFile
from .page import load


@require_http_methods(["GET", "POST"])
def blank(request: HttpRequest, space: UUID, slug: str) -> HttpResponseBase:
    """An empty form of a kind, for whoever may begin one in this space or know of one; POST has it made."""
    where = get_object_or_404(Space.objects.where(request.user), pk=space)
    kind = kinds.find(slug)
    if kind is None or not kept.knows_of(request.user, kind, where):
        raise Http404
    return answer(request, where, kept.blank(kind, where, is_fillable=_is_fillable(request)))


@require_http_methods(["GET", "POST"])
def prefilled(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """The form of a draft with its answers (``blank=1``: without them), for its author; POST has it made."""
    version = load(request, pk, Action.WRITE)
    is_blank = request.GET.get("blank") == "1"
    form = kept.of_draft(version, is_fillable=_is_fillable(request), is_blank=is_blank)
    return answer(request, version.space, form)


def _is_fillable(request: HttpRequest) -> bool:
    """``as=print`` or ``as=fill``; 404 for anything else."""
    wanted = request.GET.get("as", "print")
    if wanted not in ("print", "fill"):
        raise Http404
    return wanted == "fill"


def answer(request: HttpRequest, space: Space, form: FormFile | None, **more: Any) -> HttpResponseBase:
    """The page where a form is asked for, waited for and fetched; with ``file=1`` the file, when it is made.

    ``more``: what the page needs besides, where it belongs to another floor.
    """
    if form is None:
        raise Http404
    if request.method == "POST":
        form.ask(by=request.user)
        return redirect(_address(request, file=form.is_made))
    if "file" in request.GET and form.is_made:
        return _file(form)
    job = form.job
    is_waiting = not form.is_made and job is not None and job.state in (job.State.WAITING, job.State.RUNNING)
    addresses = {"here": _address(request, file=False), "file": _address(request, file=True)}
    context = {"form": form, "space": space, "job": job, "is_waiting": is_waiting, **addresses, **more}
    return render(request, "documents/form_preparing.html", context, status=202 if is_waiting else 200)


def _address(request: HttpRequest, *, file: bool) -> str:
    """This address, of the page or of the file itself."""
    asked = {key: request.GET[key] for key in ("as", "blank") if key in request.GET}
    return f"{request.path}?{urlencode(asked | ({'file': '1'} if file else {}))}"


def _file(form: FormFile) -> FileResponse:
    """To be saved: it is for printing or for another program."""
    title = slugify(form.kind.title) or form.kind.slug
    file = files.place_of(form.path).open("rb")
    response = FileResponse(file, as_attachment=True, filename=f"{title}.pdf", content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
