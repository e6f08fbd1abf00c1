"""The conversations floor: a leaf beside monitoring. Nothing but the roof knows of it."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ConversationsConfig(AppConfig):
    """Names the app."""

    name = "conversations"
    verbose_name = _("Conversations")
