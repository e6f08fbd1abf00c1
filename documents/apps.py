"""The documents floor: the one pipeline from form to PDF. Knows no kind by name."""

from django.apps import AppConfig
from django.core import checks
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Finds every kind of document in the apps' ``document_kinds`` folders, and registers checks and handlers."""

    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Discover kinds; register the renderer check and the print job."""
        from . import kinds, pdf, printing  # noqa: F401 - printing registers "documents.print"

        kinds.discover()
        checks.register(pdf.check_renderer)
