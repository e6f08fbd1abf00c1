"""What the servers of these tests share: a free port, waiting, stopping, and lending an address to a command."""

import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import AbstractContextManager

UNAVAILABLE = 69  # the exit code for "this machine has no such server", as in sysexits.h


class Unavailable(Exception):
    """There is no such server on this machine; the text says how to get one."""


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return int(probe.getsockname()[1])


def wait_until(is_ready: Callable[[], bool], process: subprocess.Popen[bytes], what: str, seconds: float = 30) -> None:
    """Wait for a started server; a server that ends meanwhile, or takes too long, is an error that says so."""
    until = time.monotonic() + seconds
    while not is_ready():
        if process.poll() is not None:
            raise RuntimeError(f"{what} ended with exit code {process.returncode} before it was ready.")
        if time.monotonic() > until:
            raise RuntimeError(f"{what} was not ready after {seconds} seconds.")
        time.sleep(0.05)


def stop(process: subprocess.Popen[bytes], number: int = signal.SIGTERM, seconds: float = 20) -> None:
    """Ask a process (the first of its session) to end; kill it and its children when it does not."""
    if process.poll() is None:
        process.send_signal(number)
        try:
            process.wait(timeout=seconds)
        except subprocess.TimeoutExpired:
            pass
    kill(process)


def kill(process: subprocess.Popen[bytes]) -> None:
    """Kill a process (the first of its session) and its children, as a power cut would, and see them gone.

    A child holds its parent's connections: while one is still dying, a broker hands the next message to the dead.
    """
    until = time.monotonic() + 5
    try:
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
        while time.monotonic() < until:
            os.killpg(process.pid, 0)
            time.sleep(0.02)
    except ProcessLookupError:
        pass
    process.wait()


def lend(server: Callable[[], AbstractContextManager[str]], variable: str, arguments: list[str]) -> int:
    """``python -m tests.services.NAME -- command…``: run the command with the server's address in a variable."""
    command = arguments[1:] if arguments[:1] == ["--"] else arguments
    if not command:
        print("Which command shall run with the server? Give it after --", file=sys.stderr)
        return 2
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(128 + signal.SIGTERM))  # so that the server is stopped too
    try:
        with server() as url:
            process = subprocess.Popen(command, env={**os.environ, variable: url})
            try:
                return process.wait()
            except KeyboardInterrupt:  # the command got it as well, and may tidy up
                return process.wait()
            finally:
                if process.poll() is None:
                    process.terminate()
                    process.wait()
    except Unavailable as reason:
        print(reason, file=sys.stderr)
        return UNAVAILABLE
