"""What the sender of a form had before them, so that nothing newer is written over without a word."""

import json
from hashlib import sha256
from typing import Any

from django.http import HttpRequest


def seen_by(request: HttpRequest) -> int | None:
    """The revision that the sender of a form had open; ``None`` where the form does not say."""
    said = request.POST.get("revision", "")
    return int(said) if said.isdecimal() and len(said) < 10 else None


def may_not_know(request: HttpRequest) -> bool:
    """Whether the page got no answer to its last save: then it does not know what it has saved itself."""
    return "autosave" not in request.POST and "unanswered" in request.POST


def mark_of(words: Any) -> int:
    """A revision for what has none of its own: a number of at most nine digits that other words hardly share."""
    return int(sha256(json.dumps(words, sort_keys=True).encode()).hexdigest()[:7], 16)
