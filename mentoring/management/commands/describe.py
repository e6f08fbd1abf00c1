"""``manage.py describe``: write docs/reference from the code, so that it cannot lie. ``--check`` only compares."""

from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management.base import BaseCommand, CommandError
from django.utils import translation

from mentoring import reference

FOLDER = Path(settings.BASE_DIR) / "docs" / "reference"


class Command(BaseCommand):
    """Who may do what, the addresses and their doors, the lives of things, the kinds of documents."""

    help = "Write docs/reference from the code; --check fails when it is not up to date."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Write, or only compare."""
        parser.add_argument("--check", action="store_true")

    def handle(self, *args: Any, check: bool, **options: Any) -> None:
        """Write or compare every page."""
        with translation.override("en"):
            pages = reference.pages()
        if check:
            stale = [name for name, text in pages.items() if not _says(FOLDER / name, text)]
            if stale:
                raise CommandError(f"Not up to date: {', '.join(stale)}. Run manage.py describe.")
            return
        FOLDER.mkdir(parents=True, exist_ok=True)
        for name, text in pages.items():
            (FOLDER / name).write_text(text)
        self.stdout.write(f"Wrote {len(pages)} pages to docs/reference.")


def _says(path: Path, text: str) -> bool:
    return path.is_file() and path.read_text() == text
