"""Anybody who holds a PDF can ask whether it is genuine and unchanged."""

from django.contrib.auth.decorators import login_not_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from people.throttle import is_too_often

from .. import sandbox
from ..verifying import FileForm, find_out

TIMES, SECONDS = 30, 600


@login_not_required
def verify(request: HttpRequest) -> HttpResponse:
    """The form; and what was found. What the file says is told only to those who may read it here."""
    form = FileForm(request.POST or None, request.FILES or None)
    if request.method != "POST":
        return _page(request, form)
    if not form.is_valid():
        return _page(request, form, 422)
    if is_too_often(request, "verify", at_most=TIMES, seconds=SECONDS):
        form.add_error("file", _("Many files came from where you are. Wait ten minutes, then check this one."))
        return _page(request, form, 429)
    try:
        finding = find_out(form.cleaned_data["file"], by=request.user)
    except sandbox.Busy:
        form.add_error("file", _("Many files are being checked just now. Wait a minute, then send yours again."))
        return _page(request, form, 503)
    return render(request, "documents/verify.html", {"form": FileForm(), "finding": finding})


def _page(request: HttpRequest, form: FileForm, status: int = 200) -> HttpResponse:
    return render(request, "documents/verify.html", {"form": form}, status=status)
