"""One message of a topic: taken back by its author, hidden by who moderates; and the files that came with it."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents import files as kept
from documents.uploads import ENDINGS
from policy.permissions import Action, require

from .. import topics
from ..forums import readers_of
from ..models import Message, MessageFile, Thread
from ..posts import beside
from ..topic_forms import HidePostForm


def load_post(request: HttpRequest, pk: UUID, action: Action) -> Message:
    """A message of a topic that its reader is in, and may do ``action`` on."""
    rows = Message.objects.visible_to(request.user).filter(thread__kind=Thread.Kind.TOPIC)
    rows = rows.select_related("by", "hidden_by", "thread__space__group__programme", "thread__space__programme")
    message = get_object_or_404(rows, pk=pk)
    require(request.user, action, message)
    return message


@require_POST
def take_back(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Take back what one wrote."""
    message = load_post(request, pk, Action.TAKE_BACK)
    topics.take_back(message, by=request.user)
    messages.success(request, _("It is taken back. Nobody can read it any more."))
    return redirect(beside(message))


def hide(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Hide what somebody wrote, with a reason."""
    message = load_post(request, pk, Action.HIDE)
    if not message.is_standing:
        return redirect(beside(message))
    form = HidePostForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        topics.hide(message, form.cleaned_data["reason"], by=request.user)
        messages.success(request, _("It is hidden. Its author is told, and reads the reason."))
        return redirect(beside(message))
    context = {"message": message, "topic": message.thread, "form": form}
    context["readers"] = readers_of(message.thread, request.user)
    return render(request, "conversations/topic_hide.html", context, status=422 if form.errors else 200)


def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """One file, to be kept: never opened inside the site."""
    rows = MessageFile.objects.visible_to(request.user).select_related("message__thread__space")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, Action.READ, row)
    place = kept.place_of(row.path)
    if not place.is_file():
        raise Http404
    stem = slugify(row.name.rpartition(".")[0] or row.name)[:80] or "file"
    name = f"{stem}.{ENDINGS.get(row.media_type, 'bin')}"
    answer = FileResponse(place.open("rb"), as_attachment=True, filename=name, content_type="application/octet-stream")
    answer["X-Content-Type-Options"] = "nosniff"
    return answer
