"""Real servers as fixtures. A missing one skips its tests and says why; in CI that is a failure."""

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from django.conf import settings as django_settings
from django.db import connection

from jobs import tasks
from mentoring.celery import app
from tests.services import process
from tests.services.postgres import postgres
from tests.services.redis import redis


@pytest.fixture(scope="session")
def redis_url() -> Iterator[str]:
    """The Redis of this run if it has one, else a fresh one."""
    if django_settings.REDIS_URL:
        yield django_settings.REDIS_URL
        return
    try:
        with redis() as url:
            yield url
    except process.Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture(scope="session")
def postgres_url() -> Iterator[str]:
    """The PostgreSQL of this run if it has one, else a fresh one."""
    if connection.vendor == "postgresql":
        yield os.environ["DATABASE_URL"]
        return
    try:
        with postgres() as url:
            yield url
    except process.Unavailable as reason:
        pytest.skip(str(reason))


@pytest.fixture
def broker_at(monkeypatch: pytest.MonkeyPatch, settings) -> Iterator[Callable[[str], None]]:
    """Go to the broker at this address: with new connections, and without remembering that the one before was away."""

    def go_to(url: str) -> None:
        settings.CELERY_BROKER_URL = url
        monkeypatch.setattr(app.conf, "broker_url", url)
        monkeypatch.setitem(tasks._broker, "away_until", 0.0)
        app._after_fork()  # Celery's own way to forget the connections of another process

    yield go_to
    app._after_fork()


@pytest.fixture
def broker(broker_at, settings) -> str:
    """The real broker that the settings name (files or Redis); all other tests run without one."""
    url = str(settings.REAL_BROKER_URL)
    broker_at(url)
    with app.connection_for_write() as connected:
        app.amqp.queues["celery"](connected.default_channel).declare()
        app.control.purge(connection=connected)
    return url


class Worker:
    """A Celery worker with its own beat, as ``./run`` starts it: a process of its own, with real settings."""

    def __init__(self, log: Path, environment: dict[str, str]) -> None:
        self.log = log
        with log.open("ab") as output:
            self.process = subprocess.Popen(
                [
                    *(sys.executable, "-m", "celery", "-A", "mentoring", "worker", "-B", "--concurrency=2"),
                    *("--loglevel=INFO", "--without-gossip", "--without-mingle", "--without-heartbeat"),
                ],
                env={**os.environ, "DJANGO_SETTINGS_MODULE": "mentoring.settings", **environment},
                cwd=django_settings.BASE_DIR,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                start_new_session=True,
            )
        try:
            process.wait_until(lambda: " ready." in self.said(), self.process, "The Celery worker", seconds=60)
        except RuntimeError as fault:
            process.kill(self.process)
            raise RuntimeError(f"{fault}\n{self.said()}") from None

    def said(self) -> str:
        """Everything in its log so far."""
        return self.log.read_text(errors="replace")

    def kill(self) -> None:
        """``kill -9`` for it and its children, as when the machine loses power."""
        process.kill(self.process)

    def stop(self) -> int:
        """Ask it to end, as ``./run`` does; returns its exit code."""
        process.stop(self.process)
        return self.process.returncode


@pytest.fixture
def worker(tmp_path: Path, broker: str) -> Iterator[Callable[..., Worker]]:
    """Start workers: ``worker()`` on this test's database, data folder and broker, ``worker(NAME="…")`` with more.

    A worker sees only what is committed: mark the test ``@pytest.mark.django_db(transaction=True)``.
    """
    started: list[Worker] = []

    def start(**environment: str) -> Worker:
        ours = {
            "DATA_DIR": str(django_settings.DATA_DIR),
            "DATABASE_URL": _address_of_the_test_database(),
            "REDIS_URL": django_settings.REDIS_URL,
            "SWEEP_EVERY_SECONDS": "1",
            "JOB_TOLD_SECONDS": "5",
        }
        started.append(Worker(tmp_path / f"worker-{len(started)}.log", {**ours, **environment}))
        return started[-1]

    yield start
    for one in started:
        one.kill()


def _address_of_the_test_database() -> str:
    """What ``DATABASE_URL`` must say for another process to see this test's data."""
    name = str(connection.settings_dict["NAME"])
    if connection.vendor == "sqlite":
        return f"sqlite:///{name}"
    return os.environ["DATABASE_URL"].rpartition("/")[0] + f"/{name}"
