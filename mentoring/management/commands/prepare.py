"""``manage.py prepare``: bring the database and the static files up to date. Safe to run at every start."""

import hashlib
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.conf import settings
from django.contrib.staticfiles.finders import get_finders
from django.core.management import call_command
from django.core.management.base import BaseCommand


class Command(BaseCommand):
    """Migrations, the cache table, static files if any changed; with ``--demo`` the demo, if nothing is there yet."""

    help = "Migrate, create the cache table, collect changed static files and, with --demo, fill an empty database."
    requires_system_checks: list[str] = []  # migrate runs the checks

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--demo", action="store_true", help="fill an empty database with the demo programmes")

    def handle(self, *args: Any, demo: bool, **options: Any) -> None:
        call_command("migrate", interactive=False, verbosity=0)
        call_command("createcachetable", verbosity=0)
        self._collect_changed_static_files()
        if demo:
            call_command("demo", if_empty=True, stdout=self.stdout)

    def _collect_changed_static_files(self) -> None:
        """Hashing and compressing takes seconds, so it is left out while no source changed."""
        stamp = Path(settings.STATIC_ROOT) / "sources.sha256"
        now = _fingerprint_of_static_sources()
        if stamp.exists() and stamp.read_text() == now:
            return
        call_command("collectstatic", interactive=False, verbosity=0)
        stamp.write_text(now)


def _fingerprint_of_static_sources() -> str:
    """One digest over the path, size and time of every source, and over how they are stored."""
    digest = hashlib.sha256(repr(settings.STORAGES["staticfiles"]).encode())
    for finder in get_finders():
        for path, storage in finder.list(None):
            status = Path(storage.path(path)).stat()
            digest.update(f"{storage.path(path)} {path} {status.st_size} {status.st_mtime_ns}\n".encode())
    return digest.hexdigest()
