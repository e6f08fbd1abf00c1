"""Messages: what is new in one's forums, one forum, opening a topic in it."""

from typing import Any
from uuid import UUID

from django.contrib import messages as told
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.models import Space

from .. import guests, reading, topics
from ..forums import Forum, forum_of, forums_of
from ..models import Thread
from ..topic_forms import TopicForm

SHOWN, LOOKED_AT, ROWS = 5, 200, 30


def load_forum(request: HttpRequest, pk: UUID) -> Forum:
    """A forum for somebody who stands in it; for everybody else, of a group its managers too, there is none."""
    rows = Space.objects.select_related("group__programme", "programme")
    forum = forum_of(get_object_or_404(rows, pk=pk), request.user)
    if forum is None:
        raise Http404
    return forum


def messages(request: HttpRequest) -> HttpResponse:
    """What was written in my groups and programmes, the newest first, each forum with its newest topics."""
    found = Thread.objects.visible_to(request.user).topics()
    rows: list[Any] = list(reading.newest_first(found, request.user)[:LOOKED_AT])
    order = {space: number for number, space in reversed([*enumerate(row.space_id for row in rows)])}
    forums = sorted(forums_of(request.user), key=lambda forum: order.get(forum.space.pk, LOOKED_AT))
    context = {
        "parts": [
            (forum, [row for row in rows if row.space_id == forum.space.pk][:SHOWN])
            for forum in forums
            if forum.space.pk in order
        ],
        "still": [forum for forum in forums if forum.space.pk not in order and not forum.why_closed],
        "invited": guests.of_person(request.user),
    }
    return render(request, "conversations/messages.html", context)


def forum(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All topics of one group or network."""
    shown = load_forum(request, pk)
    page = Paginator(shown.topics(), ROWS).get_page(request.GET.get("page"))
    return render(request, "conversations/forum.html", {"forum": shown, "page": page})


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Open a topic; what could not be kept stays in the form, with a sentence."""
    shown = load_forum(request, pk)
    if shown.why_closed:
        raise NotNow(shown.why_closed)
    form = TopicForm(request.POST or None, request.FILES or None, forum=shown)
    if request.method == "POST" and form.is_valid():
        try:
            thread = topics.open_topic(shown.space, by=request.user, **form.cleaned_data)
        except NotNow as reason:
            form.add_error("text", str(reason))
        else:
            told.success(request, _("Your topic is there. Whoever follows it is told once a day."))
            return redirect(thread)
    return render(request, "conversations/new.html", {"forum": shown, "form": form}, status=422 if form.errors else 200)
