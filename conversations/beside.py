"""The chat on the pages of its session: the whole of it while they meet, a link before and after."""

from typing import Any

from django.utils import timezone

from sessions.beside import Beside
from sessions.models import Meeting

from . import chats
from .forms import MessageForm
from .showing import Chat


def chat(meeting: Meeting, person: Any, page: str) -> Beside | None:
    """For whoever is in the group; nothing for the managers of its programme."""
    if not chats.has_chat(meeting):
        return None
    thread, now = chats.thread_of(meeting), timezone.now()
    if not (roles := thread.roles_of(person)):
        return None
    shown = Chat(meeting, thread, person, roles, now, page)
    if chats.is_near(meeting, now=now):
        return Beside("conversations/_beside.html", {"chat": shown, "form": MessageForm()})
    said = 0 if thread._state.adding else thread.messages.count()
    return Beside("conversations/_link.html", {"chat": shown, "said": said})
