"""Take lines of the chat into the diary."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from policy.machine import NotNow
from sessions import diaries

from .. import into_diary as taking
from ..forms import IntoDiaryForm
from .chat import load_chat


def into_diary(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The keeper ticks lines and says where they go; the diary opens with them in it."""
    shown = load_chat(request, pk)
    if reason := diaries.why_not(shown.meeting, request.user):
        raise NotNow(reason)
    standing = [line for line in shown.lines if line.message.is_standing]
    points = [(key, field.label) for key, field in diaries.points(shown.meeting).items()]
    form = IntoDiaryForm(request.POST or None, lines=standing, points=points)
    if request.method == "POST" and form.is_valid():
        ticked = [line for line in standing if str(line.message.pk) in form.cleaned_data["lines"]]
        version = taking.take(shown.meeting, ticked, form.cleaned_data["point"], by=request.user)
        messages.success(request, _("The lines stand in the diary now. Make them your own words where you like."))
        return redirect("documents:write", version.pk)
    context = {"chat": shown, "form": form, "readers": diaries.readers(shown.meeting)}
    return render(request, "conversations/into_diary.html", context, status=422 if form.is_bound else 200)
