"""The sessions floor: the group's journey. Django owns the label "sessions", so ours is "mentoring_sessions"."""

from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class SessionsConfig(AppConfig):
    """Names the app and hands down which documents sessions call for."""

    name = "sessions"
    label = "mentoring_sessions"
    verbose_name = _("Sessions")

    def ready(self) -> None:
        """Tell the dossiers which sessions were held, programmes what their page says, and register the handlers of this floor."""
        from documents.dossier.occasions import occasions_from
        from people.access import when_taken_back
        from programmes.lines import lines_from
        from programmes.writing.words import next_sessions_from

        from . import coming, duties, feeds, inviting, on_the_page, reminders  # noqa: F401 - some register their jobs

        occasions_from(duties.of_spaces)
        next_sessions_from(coming.next_of)
        lines_from(on_the_page.lines)
        when_taken_back(feeds.switch_off)
