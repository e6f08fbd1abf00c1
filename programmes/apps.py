"""The programmes floor: programme, applications, training, matching, groups, and their documents."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class ProgrammesConfig(AppConfig):
    """Names the app and hands down how documents of its spaces are headed."""

    name = "programmes"
    verbose_name = _("Programmes")

    def ready(self) -> None:
        """Register headings and handlers."""
        from documents import kinds
        from policy.models import Space

        from . import farewell, heading, on_the_page, proposing, training  # noqa: F401 - they register what jobs do
        from .accepting import awaiting as accepting_awaiting
        from .applying import drafts, poster  # noqa: F401 - the same
        from .arriving import entering  # noqa: F401 - so does it
        from .lines import lines_from
        from .resources import on_the_page as library_on_the_page
        from .selecting import announcing, forgetting, waiting  # noqa: F401 - they register what jobs do
        from .writing import broken, sending  # noqa: F401 - the second does so

        lines_from(on_the_page.lines)
        lines_from(waiting.lines)
        lines_from(accepting_awaiting.lines)
        lines_from(library_on_the_page.lines)
        lines_from(broken.lines)
        kinds.heads(Space.Kind.GROUP, heading.of_group, heading.why_closed)
        kinds.heads(Space.Kind.APPLICATION, heading.of_application, heading.why_application_closed)
        kinds.heads(Space.Kind.PROGRAMME, heading.of_programme, heading.why_programme_closed)
