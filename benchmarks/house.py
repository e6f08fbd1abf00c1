"""A throw-away copy of the application: its own data folder and database, gone when the benchmark ends."""

import os
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median
from typing import Any

_FROM_THE_SHELL = ("DATABASE_URL", "REDIS_URL", "SECRET_KEY", "DEBUG", "ALLOWED_HOSTS", "SITE_URL", "BEHIND_PROXY")


@contextmanager
def throw_away(made_by: str = "") -> Iterator[Path]:
    """Set Django up on an empty database in a temporary folder, finished by a command if named; gives the folder."""
    with tempfile.TemporaryDirectory(prefix="mentoring-benchmarks-", ignore_cleanup_errors=True) as folder:
        for name in _FROM_THE_SHELL:
            os.environ.pop(name, None)
        set_up(folder)
        from django.core.management import call_command

        call_command("migrate", verbosity=0, run_syncdb=True)
        if made_by:
            call_command(made_by, verbosity=0)
        yield Path(folder)


def set_up(folder: str) -> None:
    """Set Django up on the data in ``folder``, silent below errors."""
    os.environ["DATA_DIR"] = folder
    os.environ["DJANGO_SETTINGS_MODULE"] = "mentoring.settings"
    import django

    django.setup()
    from django.apps import apps
    from django.conf import settings

    settings.CELERY_BROKER_URL = "none://"
    settings.MIGRATION_MODULES = {app.label: None for app in apps.get_app_configs()}  # tables as the models say


def times(ours: list[float], theirs: list[float]) -> float:
    """How many times as long, to three figures: the median of the rounds' ratios, since what shares a round shares its noise."""
    return float(f"{median(mine / other for mine, other in zip(ours, theirs, strict=True)):.3g}")


def database(path: Path) -> Any:
    """Go over to the database in ``path``; gives the connection."""
    from django.db import connection

    connection.close()
    connection.settings_dict["NAME"] = str(path)
    return connection
