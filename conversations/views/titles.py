"""The title of a topic: put right by its author, hidden by who moderates."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action, require

from .. import titles
from ..posts import Topic
from ..topic_forms import HideTitleForm, TitleForm
from .topics import load_topic


def load_title(request: HttpRequest, pk: UUID, action: Action) -> Topic:
    """A topic its reader is in, and may do ``action`` on its title."""
    shown = load_topic(request, pk)
    require(request.user, action, titles.Title(shown.thread))
    return shown


def put_right(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Give one's topic another title."""
    shown = load_title(request, pk, Action.PUT_RIGHT)
    if not titles.can_put_right(shown.thread, timezone.now()):
        raise NotNow(titles.too_late())
    form = TitleForm(request.POST or None, initial={"title": shown.thread.title})
    if request.method == "POST" and form.is_valid():
        titles.put_right(shown.thread, form.cleaned_data["title"], by=request.user)
        messages.success(request, _("The title is put right."))
        return redirect(shown.thread)
    context = {"topic": shown, "form": form}
    return render(request, "conversations/title.html", context, status=422 if form.errors else 200)


def hide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hide a title, with a reason."""
    shown = load_title(request, pk, Action.HIDE)
    if shown.thread.title_hidden_at:
        return redirect(shown.thread)
    form = HideTitleForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        titles.hide(shown.thread, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("It is hidden. Its author is told, and reads the reason."))
        return redirect(shown.thread)
    context = {"topic": shown, "form": form}
    return render(request, "conversations/title_hide.html", context, status=422 if form.errors else 200)
