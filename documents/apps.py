"""The documents floor: the one pipeline from form to PDF. Knows no kind by name."""

from django.apps import AppConfig
from django.conf import settings
from django.core import checks
from django.utils.translation import gettext_lazy as _


class DocumentsConfig(AppConfig):
    """Finds every kind of document in the apps' ``document_kinds`` folders, and registers checks and handlers."""

    name = "documents"
    verbose_name = _("Documents")

    def ready(self) -> None:
        """Discover kinds; register the renderer check and the jobs."""
        from . import kinds, pdf, printing  # noqa: F401 - some of them register jobs
        from .blank_forms import kept  # noqa: F401 - some of them register jobs
        from .signing import reminding  # noqa: F401 - some of them register jobs

        kinds.discover()
        checks.register(pdf.check_renderer)
        if settings.SEAL_CERTIFICATE:
            from .seal import key  # reads certificates: takes a moment

            checks.register(key.check_key)
