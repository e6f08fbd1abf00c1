"""The page on which a person waits for work of theirs, or leaves it to be told later."""

from math import ceil
from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from . import queue
from .models import Job


def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the job is; refreshes itself until it has ended, then leads to what it has made."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    made = queue.end_of(job)
    if made and job.state == Job.State.DONE:
        return redirect(made)
    return render(request, "jobs/progress.html", {"job": job, "left": time_left(queue.seconds_left(job))})


def time_left(seconds: int | None) -> str:
    """“about 20 s left” or “about 3 minutes left”, rounded up; empty when nobody can say."""
    if seconds is None:
        return ""
    if seconds < 60:
        return _("about %(n)d s left") % {"n": ceil(seconds / 10) * 10}
    minutes = ceil(seconds / 60)
    return ngettext("about %(n)d minute left", "about %(n)d minutes left", minutes) % {"n": minutes}


@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try a failed job once more."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    queue.try_again(job)
    return redirect("jobs:progress", job.pk)
