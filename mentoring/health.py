"""Is the process up (`/healthz`), and can it work (`/readyz`)? Says nothing about anyone."""

from datetime import timedelta

from django.contrib.auth.decorators import login_not_required
from django.db import DatabaseError
from django.http import HttpRequest, JsonResponse
from django.utils import timezone

from jobs.models import Job


@login_not_required
def healthz(request: HttpRequest) -> JsonResponse:
    """The process answers."""
    return JsonResponse({"status": "ok"})


@login_not_required
def readyz(request: HttpRequest) -> JsonResponse:
    """The database answers and no work has been waiting for more than five minutes."""
    try:
        late = Job.objects.due().filter(not_before__lt=timezone.now() - timedelta(minutes=5)).exists()
    except DatabaseError:
        return JsonResponse({"status": "database"}, status=503)
    return JsonResponse({"status": "worker" if late else "ok"}, status=503 if late else 200)
