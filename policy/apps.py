"""The policy floor: spaces and participations; who may do what; when; what was done."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class PolicyConfig(AppConfig):
    """Names the app and registers its checks and handlers."""

    name = "policy"
    verbose_name = _("Policy")

    def ready(self) -> None:
        """Register the doors check and the handler that tells people."""
        from . import checks, telling  # noqa: F401 - both register by being imported
