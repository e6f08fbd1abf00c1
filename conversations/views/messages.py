"""What can be done with a message: its author takes it back, who moderates hides it."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse, JsonResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST

from policy.machine import NotNow
from policy.permissions import Action, require

from .. import chats, talking
from ..forms import HideForm
from ..models import Message
from ..showing import Chat
from .chat import back, told_again, wants_json


def load_message(request: HttpRequest, pk: UUID, action: Action) -> tuple[Message, Chat]:
    """A message of a session's chat that its reader is in, and may do ``action`` on."""
    rows = (
        Message.objects.visible_to(request.user)
        .with_people()
        .select_related("thread__space", "thread__meeting__group__programme", "thread__meeting__group__space")
    )
    message = get_object_or_404(rows, pk=pk)
    require(request.user, action, message)
    meeting = message.thread.meeting
    if meeting is None:
        raise Http404
    thread = chats.thread_of(meeting)
    return message, Chat(meeting, thread, request.user, thread.roles_of(request.user), timezone.now())


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one said."""
    message, shown = load_message(request, pk, Action.TAKE_BACK)
    try:
        talking.take_back(message, by=request.user)
    except NotNow as reason:
        if not wants_json(request):
            raise
        return JsonResponse({"why": str(reason)}, status=409)
    return told_again(request, shown, message.pk)


def hide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hide what somebody said, with a reason."""
    message, shown = load_message(request, pk, Action.HIDE)
    if not message.is_standing:  # nothing of it is left to be read; what a mentor before hid least of all
        return redirect(back(request, shown.meeting))
    form = HideForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        talking.hide(message, form.cleaned_data["reason"], by=request.user)
        return redirect(back(request, shown.meeting))
    context = {"message": message, "chat": shown, "form": form}
    return render(request, "conversations/hide.html", context, status=422 if form.is_bound else 200)
