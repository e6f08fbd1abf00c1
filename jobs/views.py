"""The page on which a person waits for work of theirs, or leaves it to be told later."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from . import queue
from .models import Job


def progress(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How far the job is; refreshes itself until it has ended."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    return render(request, "jobs/progress.html", {"job": job})


@require_POST
def again(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Try a failed job once more."""
    job = get_object_or_404(Job.objects.visible_to(request.user), pk=pk)
    queue.try_again(job)
    return redirect("jobs:progress", job.pk)
