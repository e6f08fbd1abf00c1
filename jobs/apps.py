"""The ground floor: work done later."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class JobsConfig(AppConfig):
    """Names the app; everything else is found by being there."""

    name = "jobs"
    verbose_name = _("Jobs")
