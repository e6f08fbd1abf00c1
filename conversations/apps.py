"""The conversations floor: a leaf beside monitoring. Nothing but the roof knows of it."""

from typing import Any

from django.apps import AppConfig
from django.contrib.auth.signals import user_logged_out
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    """Names the app, hands down the chat beside a session, and hears where something is new or somebody is out."""

    name = "conversations"
    verbose_name = _("Conversations")

    def ready(self) -> None:
        """Register with the floors below."""
        from people.access import when_access_ends
        from sessions.beside import beside_from

        from . import beside, checks, forgetting, talking  # noqa: F401 - two of them register by being imported
        from .live import waking

        beside_from(beside.chat)
        talking.when_said(waking.wake)
        when_access_ends(waking.look_at)
        user_logged_out.connect(_signed_out, dispatch_uid="conversations")


def _signed_out(user: Any, **kwargs: Any) -> None:
    """What was open under the session that just ended closes (Django says so by a signal, after it ended it)."""
    from people.access import access_ends

    access_ends([user.pk] if user else [])
