"""The page of a mentor's own reflective log."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_POST

from documents.models import Version

from .. import log as patterns
from ..document_kinds.reflective_log import REFLECTIVE_LOG


def log(request: HttpRequest) -> HttpResponse:
    """What one's own entries say together."""
    return render(request, "sessions/log.html", {"patterns": patterns.of(request.user)})


@require_POST
def taken(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Mark an entry as taken to supervision, or take the mark back."""
    mine = Version.objects.visible_to(request.user).filter(document__kind_slug=REFLECTIVE_LOG.slug)
    version = get_object_or_404(mine.select_related("document__space"), pk=pk)
    patterns.take(version, request.POST.get("taken") == "1", by=request.user)
    return redirect("sessions:log")
