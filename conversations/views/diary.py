"""Take lines of the chat into the diary."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from policy.machine import NotNow
from sessions import diaries

from .. import into_diary as taking
from ..choosing import Choosing
from ..forms import IntoDiaryForm
from .chat import load_chat


def into_diary(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The keeper ticks lines, page by page, and says where they go; the diary opens with them in it."""
    shown = load_chat(request, pk)
    if reason := diaries.why_not(shown.meeting, request.user):
        raise NotNow(reason)
    choosing = Choosing.of(shown, request.POST if request.method == "POST" else request.GET)
    points = [(key, field.label) for key, field in diaries.points(shown.meeting).items()]
    form = IntoDiaryForm.of(choosing, points, request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        try:
            version = taking.take(shown.meeting, choosing.ticked(), form.cleaned_data["point"], by=request.user)
        except NotNow as reason:
            form.add_error(None, str(reason))
        else:
            messages.success(request, _("The lines stand in the diary now. Make them your own words where you like."))
            return redirect("documents:write", version.pk)
    context = {"chat": choosing.page, "form": form, "readers": diaries.readers(shown.meeting)}
    return render(request, "conversations/into_diary.html", context, status=422 if form.errors else 200)
