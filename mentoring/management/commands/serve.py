"""``manage.py serve``: the worker and the web server on this machine, started and stopped as one, for ``./run``."""

import io
import os
import signal
import socket
import subprocess
import sys
import time
import urllib.error
import urllib.request
from argparse import ArgumentParser
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError
from django.db import connections

START_SECONDS = 60
STOP_SECONDS = 20  # a job that is running may finish: the longest is a render


@dataclass
class Service:
    """A process of ours, in its own session, so that Ctrl-C reaches it only through us."""

    name: str
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, name: str, log: Path, *arguments: str) -> "Service":
        log.parent.mkdir(parents=True, exist_ok=True)
        if log.exists():
            log.replace(log.with_suffix(".log.old"))
        with log.open("wb") as output:
            process = subprocess.Popen(
                [sys.executable, "-m", *arguments],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                cwd=settings.BASE_DIR,
                start_new_session=True,
                preexec_fn=_die_with_parent,
            )
        return cls(name, process, log)

    @property
    def is_dead(self) -> bool:
        return self.process.poll() is not None

    def signal(self, number: int) -> None:
        """Signal the process; when it must die, its children too."""
        try:
            if number == signal.SIGKILL:
                os.killpg(self.process.pid, number)
            elif not self.is_dead:
                self.process.send_signal(number)
        except ProcessLookupError:
            pass


class Stop(Exception):
    """Someone pressed Ctrl-C, closed the terminal or asked us to end."""


class Asked:
    """Remembers who asked us to end: the first request interrupts what we do, one more means "at once"."""

    to_stop = False
    to_hurry = False

    def listen(self) -> None:
        for number in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
            signal.signal(number, self._hear)

    def _hear(self, *_: Any) -> None:
        if self.to_stop:
            self.to_hurry = True
        else:
            self.to_stop = True
            raise Stop


class Command(BaseCommand):
    """Prepare, start both, say where to go, and watch until Ctrl-C or until one of the two ends."""

    help = "Run the web server and the worker on this machine until Ctrl-C."
    requires_system_checks: list[str] = []  # migrate runs the checks

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("port", type=int, nargs="?", default=8000)

    def handle(self, *args: Any, port: int, **options: Any) -> None:
        services: list[Service] = []
        asked = Asked()
        try:
            asked.listen()
            _refuse_taken(port)
            call_command("prepare", demo=True, stdout=self.stdout)
            connections.close_all()
            services += [_start_worker(), _start_web(port)]
            _wait_until_it_answers(port, services)
            self._say_where(port)
            _watch(services)
        except Stop:
            self.stdout.write("\nStopping …")
        finally:
            asked.to_stop = True
            _stop_all(services, asked)

    def _say_where(self, port: int) -> None:
        sign_ins = io.StringIO()
        call_command("demo", sign_ins=True, stdout=sign_ins)
        connections.close_all()
        self.stdout.write(f"\nMentoring is running: http://127.0.0.1:{port}/\n")
        if sign_ins.getvalue().strip():
            self.stdout.write(sign_ins.getvalue().rstrip())
        self.stdout.write(f"\nData and logs are in {settings.DATA_DIR}. Stop with Ctrl-C.\n")
        self.stdout.flush()


def _die_with_parent() -> None:
    """On Linux, ask to be stopped when our parent is killed the hard way. Elsewhere nothing is done."""
    if sys.platform == "linux":
        import ctypes

        ctypes.CDLL(None).prctl(1, signal.SIGTERM)  # 1 is PR_SET_PDEATHSIG


def _refuse_taken(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except PermissionError:
            raise CommandError(f"Port {port} is for the administrator only. Take one above 1023.") from None
        except OSError:
            raise CommandError(
                f"Port {port} is taken by another program. Stop it, or take another port: ./run {port + 1}"
            ) from None


def _start_worker() -> Service:
    return Service.start(
        "worker",
        settings.DATA_DIR / "log" / "worker.log",
        *("celery", "-A", "mentoring", "worker", "-B", "--concurrency=2", "--loglevel=INFO"),
        *("--without-gossip", "--without-mingle", "--without-heartbeat"),
    )


def _start_web(port: int) -> Service:
    return Service.start(
        "web server",
        settings.DATA_DIR / "log" / "web.log",
        *("uvicorn", "mentoring.asgi:application", "--host", "127.0.0.1", "--port", str(port)),
        *("--lifespan", "off", "--timeout-graceful-shutdown", "3", "--ws-max-size", "4096"),
    )


def _wait_until_it_answers(port: int, services: list[Service]) -> None:
    until = time.monotonic() + START_SECONDS
    opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))  # never through a proxy to ourselves
    while time.monotonic() < until:
        _refuse_dead(services)
        try:
            with opener.open(f"http://127.0.0.1:{port}/healthz", timeout=5):
                return
        except (urllib.error.URLError, OSError):
            time.sleep(0.1)
    raise CommandError(f"The web server did not answer within {START_SECONDS} seconds. See {services[-1].log}")


def _watch(services: list[Service]) -> None:
    while True:
        _refuse_dead(services)
        time.sleep(0.5)


def _refuse_dead(services: list[Service]) -> None:
    for service in services:
        if service.is_dead:
            last_lines = service.log.read_text(errors="replace").splitlines()[-5:]
            raise CommandError(
                f"The {service.name} ended by itself (exit {service.process.returncode}). "
                f"Its log is {service.log}; it ends:\n" + "\n".join(f"    {line}" for line in last_lines)
            )


def _stop_all(services: list[Service], asked: Asked) -> None:
    """Ask both to end, and kill what does not, with its children. A second Ctrl-C does not wait."""
    for service in services:
        service.signal(signal.SIGTERM)
    until = time.monotonic() + STOP_SECONDS
    while not all(service.is_dead for service in services):
        if asked.to_hurry or time.monotonic() > until:
            break
        time.sleep(0.05)
    for service in services:
        service.signal(signal.SIGKILL)
        service.process.wait()
