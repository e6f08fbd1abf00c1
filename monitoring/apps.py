"""The monitoring floor: is it going well, and who needs the manager today."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Names the app."""

    name = "monitoring"
    verbose_name = _("Monitoring")
