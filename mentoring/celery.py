"""The Celery app: wakes up the jobs in the outbox (jobs/). Its prefork children are the killable renderers."""

import os
from pathlib import Path
from typing import Any

from celery import Celery
from celery.signals import worker_process_init
from django.conf import settings
from kombu.transport import TRANSPORT_ALIASES

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "mentoring.settings")

TRANSPORT_ALIASES["files"] = "mentoring.file_broker:Transport"

app = Celery("mentoring")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()


@worker_process_init.connect
def limit_memory(**kwargs: Any) -> None:
    """A render that runs away hits a wall of its own and dies alone; Celery puts a fresh child in its place.

    The limit is on address space, counted from what the child has when it starts. Where the system cannot
    say how much that is (it is not Linux), there is no limit.
    """
    try:
        import resource

        pages = int(Path("/proc/self/statm").read_text().split()[0])
    except (ImportError, OSError):
        return
    most = pages * resource.getpagesize() + settings.RENDER_MEGABYTES * 1024 * 1024
    _, hard = resource.getrlimit(resource.RLIMIT_AS)
    if hard != resource.RLIM_INFINITY:
        most = min(most, hard)
    resource.setrlimit(resource.RLIMIT_AS, (most, most))
