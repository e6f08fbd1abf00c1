"""The monitoring floor: is it going well, and who needs the manager today."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class MonitoringConfig(AppConfig):
    """Names the app and hands down which sessions call for a questionnaire, and lines of a programme."""

    name = "monitoring"
    verbose_name = _("Monitoring")

    def ready(self) -> None:
        """Register what dossiers and the page of a programme ask for."""
        from documents.dossier.occasions import occasions_from
        from programmes.lines import lines_from
        from programmes.resources import use

        from . import awaiting, on_the_page, resource_use
        from .afterwards import asking  # noqa: F401 - it registers a job
        from .others import forgetting  # noqa: F401 - it registers a job
        from .questionnaires import ending, paper, telling  # noqa: F401 - they register jobs

        occasions_from(awaiting.occasions)
        lines_from(on_the_page.lines)
        use.told_by(resource_use.of)
