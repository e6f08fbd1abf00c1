"""A topic: reading it, replying, following it, closing it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.permissions import Action, require

from .. import reading, topics
from ..models import Thread
from ..posts import Topic
from ..showing import number
from ..topic_forms import ReplyForm
from .chat import wants_json


def load_topic(request: HttpRequest, pk: UUID, action: Action = Action.READ) -> Topic:
    """A topic its reader is in, and may do ``action`` on."""
    thread = get_object_or_404(Thread.objects.visible_to(request.user).topics(), pk=pk)
    require(request.user, action, thread)
    before = number(request.GET.get("before", ""))
    return Topic(thread, request.user, thread.roles_of(request.user), timezone.now(), before)


def topic(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was written, and while it is open a place to answer."""
    return show(request, load_topic(request, pk), ReplyForm())


def show(request: HttpRequest, shown: Topic, form: ReplyForm) -> HttpResponse:
    """The page of a topic; with what was typed and what is wrong with it."""
    context = {"topic": shown, "form": form}
    return render(request, "conversations/topic.html", context, status=422 if form.errors else 200)


@require_POST
def reply(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Answer; what could not be kept stays in the box, with a sentence."""
    shown = load_topic(request, pk, Action.TALK)
    form = ReplyForm(request.POST, request.FILES)
    if form.is_valid():
        try:
            seen = number(request.POST.get("seen", "")) or 0
            said = topics.reply(shown.thread, by=request.user, seen=seen, **form.cleaned_data)
        except NotNow as reason:
            form.add_error("text", str(reason))
        else:
            return redirect(f"{shown.thread.get_absolute_url()}#m-{said.pk}")
    return show(request, shown, form)


@require_POST
def mark_read(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Keep how far one has read: up to what stood on the page."""
    shown = load_topic(request, pk)
    up_to = number(request.POST.get("up_to", ""))
    if up_to is not None:
        reading.mark_read(shown.thread, up_to, by=request.user)
    if wants_json(request):
        return HttpResponse(status=204)
    return redirect("conversations:messages" if "leave" in request.POST else shown.thread)


@require_POST
def follow(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Follow a topic, or do not any more."""
    shown = load_topic(request, pk)
    will = request.POST.get("follow") == "yes"
    reading.follow(shown.thread, will, by=request.user)
    messages.success(
        request,
        _("You follow this topic: what is new in it stands in your letter of the day.")
        if will
        else _("You do not follow this topic. You get no e-mail about it."),
    )
    return redirect(shown.thread)


@require_POST
def settle(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Close a topic, or let people write in it again."""
    shown = load_topic(request, pk, Action.SETTLE)
    if request.POST.get("be") == "open":
        topics.reopen(shown.thread, by=request.user)
        messages.success(request, _("The topic is open again."))
    else:
        topics.close(shown.thread, by=request.user)
        messages.success(request, _("The topic is closed. It can still be read."))
    return redirect(shown.thread)
