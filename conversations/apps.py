"""The conversations floor: a leaf beside monitoring. Nothing but the roof knows of it."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.db.models.signals import post_migrate
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    """Names the app, hands down the chat beside a session, and hears where something is new or somebody is out."""

    name = "conversations"
    verbose_name = _("Conversations")

    def ready(self) -> None:
        """Register with the floors below."""
        from people.access import when_access_ends
        from programmes.lines import lines_from
        from sessions.beside import beside_from
        from sessions.in_room import in_room_from

        from . import beside, checks, forgetting, guests, in_room, search, talking, telling  # noqa: F401 - some register by that
        from .live import waking

        beside_from(beside.chat)
        in_room_from(in_room.topics)
        lines_from(in_room.lines)
        talking.when_said(waking.wake)
        when_access_ends(waking.look_at)
        when_access_ends(guests.look_at)
        user_logged_out.connect(_signed_out, dispatch_uid="conversations")
        post_migrate.connect(search.build, sender=self, dispatch_uid="conversations")


def _signed_out(user: Any, **kwargs: Any) -> None:
    """What was open under the session that just ended closes (Django says so by a signal, after it ended it)."""
    from people.access import access_ends

    access_ends([user.pk] if user else [])
