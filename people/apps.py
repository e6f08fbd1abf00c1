"""The people floor: who someone is, how they sign in, how they are written to."""

from typing import Any

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Names the app, makes its jobs known to the queue, and hears when somebody signs in or out."""

    name = "people"
    verbose_name = _("People")
    default = True

    def ready(self) -> None:
        """Register the handlers of this floor."""
        from django.contrib.auth import signals

        from . import devices, mail  # noqa: F401 - registers "people.deliver"

        signals.user_logged_in.connect(_came_in, dispatch_uid="people.devices")
        signals.user_logged_out.connect(_left, dispatch_uid="people.devices")


def _came_in(*, request: HttpRequest, user: Any, **_more: Any) -> None:
    from . import devices

    devices.remember(request, user, now=timezone.now())


def _left(*, request: HttpRequest, **_more: Any) -> None:
    from . import devices

    devices.forget(request)


class SiteAdmin(AdminConfig):
    """Django's administration, for accounts only."""

    default = False
    default_site = "people.site_admin.AccountsOnly"
