"""The chat of a session: the page, saying something, and the point of the agenda that is reached."""

import uuid
from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.permissions import Action, require
from sessions.models import Meeting

from .. import chats
from ..forms import MessageForm
from ..showing import PAGES, Chat, number


def load_chat(request: HttpRequest, pk: UUID, page: str = "chat") -> Chat:
    """The chat of a session for who is in its group, and who is invited into it; for everybody else there is none."""
    rows = Meeting.objects.visible_to(request.user).select_related("group__programme", "group__space", "keeper")
    meeting = get_object_or_404(rows, pk=pk)
    thread = chats.thread_of(meeting)
    roles = thread.roles_of(request.user)
    if not roles or not chats.has_chat(meeting):
        raise Http404
    return Chat(meeting, thread, request.user, roles, timezone.now(), page, number(request.GET.get("before", "")))


def chat(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What was said, and while it is open a place to say something."""
    shown = load_chat(request, pk)
    return render(request, "conversations/chat.html", {"chat": shown, "form": MessageForm()})


@require_POST
def say(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say something; what could not be kept stays in the box, with a sentence."""
    shown = load_chat(request, pk)
    require(request.user, Action.TALK, shown.thread)
    form = MessageForm(request.POST)
    if form.is_valid():
        try:
            told = form.cleaned_data
            said = chats.say(shown.meeting, told["text"], key=told["key"], by=request.user)
        except NotNow as reason:
            form.add_error("text", str(reason))
        else:
            return told_again(request, shown, said.pk)
    if wants_json(request):
        return JsonResponse({"why": form.sentence}, status=422)
    return render(request, "conversations/chat.html", {"chat": shown, "form": form}, status=422)


@require_POST
def reach(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The mentor marks the point of the agenda that is reached; a number that is none changes nothing."""
    shown = load_chat(request, pk)
    require(request.user, Action.PLAN, shown.meeting)
    said = request.POST.get("point", "")
    if said.isdecimal() and said.isascii() and len(said) <= 2:
        chats.reach(shown.meeting, int(said), by=request.user)
    if wants_json(request):
        again = {"chat": load_chat(request, pk, request.POST.get("page", ""))}
        html = render_to_string("conversations/_agenda.html", again, request)
        return JsonResponse({"agenda": html, "at": again["chat"].point})
    return redirect(back(request, shown.meeting, "walk"))


def told_again(request: HttpRequest, shown: Chat, pk: UUID) -> HttpResponse:
    """After a deed: the line as it stands now, for a browser that stays on the page; else back to the page."""
    if not wants_json(request):
        return redirect(back(request, shown.meeting, "last"))
    rows = shown.thread.messages.model.objects.with_people().filter(pk=pk)
    lines = [{"id": str(line.message.pk), "html": line.html()} for line in shown.lines_for(rows)]
    return JsonResponse({"lines": lines, "key": str(uuid.uuid4())})


def wants_json(request: HttpRequest) -> bool:
    """Whether the page stays open and adds the answer by itself."""
    return request.headers.get("Accept", "") == "application/json"


def back(request: HttpRequest, meeting: Meeting, anchor: str = "chat") -> str:
    """The page that somebody came from."""
    return f"{reverse(PAGES.get(request.POST.get('page', ''), PAGES['chat']), args=(meeting.pk,))}#{anchor}"
