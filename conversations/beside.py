"""The chat on the pages of its session: the whole of it while they meet, a link before and after."""

from collections.abc import Sequence
from typing import Any

from django.utils import timezone

from policy.models import Participation
from sessions.beside import Beside
from sessions.models import Meeting

from . import chats
from .forms import MessageForm
from .showing import Chat


def chat(meeting: Meeting, person: Any, people: Sequence[Participation], page: str) -> Beside | None:
    """For whoever is in the group, and a link for the manager who is invited. The link asks the database nothing else."""
    roles = chats.roles_among(meeting, person, people)
    now = timezone.now()
    if not chats.has_chat(meeting):
        return None
    if not roles:
        is_open = page == "meeting" and chats.why_closed(meeting, now=now) is None
        is_invited = is_open and chats.invited(meeting, person, people)
        return Beside("conversations/_link.html", {"meeting": meeting, "why_closed": None}) if is_invited else None
    if not chats.is_near(meeting, now=now):
        why_closed = chats.why_closed(meeting, now=now)
        return Beside("conversations/_link.html", {"meeting": meeting, "why_closed": why_closed})
    shown = Chat(meeting, chats.thread_of(meeting), person, roles, now, page)
    told = {"chat": shown, "form": MessageForm()}
    return Beside(
        "conversations/_beside.html", told, shown.point, "conversations/_agenda.html" if page == "run" else ""
    )
