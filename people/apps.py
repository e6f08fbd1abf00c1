"""The people floor: who someone is, how they sign in, how they are written to."""

from django.apps import AppConfig
from django.contrib.admin.apps import AdminConfig
from django.utils.translation import gettext_lazy as _


class PeopleConfig(AppConfig):
    """Names the app and makes the letter job known to the queue."""

    name = "people"
    verbose_name = _("People")
    default = True

    def ready(self) -> None:
        """Register the handlers of this floor."""
        from . import mail  # noqa: F401 - registers "people.deliver"


class SiteAdmin(AdminConfig):
    """Django's administration, for accounts only."""

    default = False
    default_site = "people.site_admin.AccountsOnly"
