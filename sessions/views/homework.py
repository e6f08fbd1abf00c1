"""Pages of homework: tick it, say what became of it, fetch what was sent with it."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from documents.giving import given
from policy.permissions import Action, require

from .. import homework as room
from ..forms.homework import AnswerForm
from ..models import Homework, HomeworkAnswer, Meeting


def _load(request: HttpRequest, pk: UUID) -> Homework:
    visible = Meeting.objects.visible_to(request.user)
    rows = Homework.objects.select_related("meeting__group__space", "meeting__group__programme")
    task = get_object_or_404(rows, pk=pk, meeting__in=visible)
    require(request.user, Action.DO_HOMEWORK, task)
    return task


@require_POST
def tick(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Tick homework as done, or take the tick back."""
    task = _load(request, pk)
    room.tick(task, request.POST.get("done") == "1", by=request.user)
    return _back(request, task)


def answer(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Say how homework went, in words or with a file."""
    task = _load(request, pk)
    mine = task.answers.filter(person_id=request.user.pk).first()
    form = AnswerForm(request.POST or None, request.FILES or None, answer=mine)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        room.answer(task, said["went"], said["words"], said["file"], keeps_file=not said.get("forget"), by=request.user)
        late = task.meeting.is_over
        messages.success(request, _("Sent after the date. Your mentor sees that.") if late else _("Saved."))
        return redirect(task.meeting)
    return render(request, "sessions/homework.html", {"task": task, "form": form, "mine": mine})


def file(request: HttpRequest, pk: UUID) -> HttpResponseBase:
    """What was sent with an answer, for its writer and the mentor."""
    rows = HomeworkAnswer.objects.visible_to(request.user).select_related("homework__meeting__group__space", "person")
    row = get_object_or_404(rows.exclude(file=""), pk=pk)
    require(request.user, Action.READ, row)
    return given(row.file, name=f"{row.person.name} {row.homework}", media_type=row.media_type)


def _back(request: HttpRequest, task: Homework) -> HttpResponse:
    """To the page that the tick was on."""
    return redirect({"home": "home"}.get(request.POST.get("from", ""), task.meeting))
