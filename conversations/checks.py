"""Who is there is known to all processes only through Redis: whoever starts several without it is told."""

import os
from typing import Any

from django.conf import settings
from django.core import checks


@checks.register
def several_processes_need_redis(app_configs: Any, **kwargs: Any) -> list[checks.CheckMessage]:
    """A warning where uvicorn is told (``WEB_CONCURRENCY``) to start several processes that hear nothing of each other."""
    workers = os.environ.get("WEB_CONCURRENCY", "")
    if settings.REDIS_URL or not workers.isdecimal() or int(workers) < 2:
        return []
    words = "Several web processes and no REDIS_URL: what is said in one appears in the others seconds later."
    return [checks.Warning(words, hint="Set REDIS_URL, or start one process.", id="conversations.W001")]
