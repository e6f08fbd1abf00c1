"""The sessions floor: the group's journey. Django owns the label "sessions", so ours is "mentoring_sessions"."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    """Names the app."""

    name = "sessions"
    label = "mentoring_sessions"
    verbose_name = _("Sessions")
