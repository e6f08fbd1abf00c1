"""The child's whole life: limit itself, read a file, find out what it is, answer, end."""

import io
import logging
import sys
import zipfile

from .protocol import ANSWER_BYTES, MEGABYTES, PROCESSOR_SECONDS, Refused, pack


def main() -> None:
    """Read one file from stdin and answer on stdout. A limit that is hit kills the process: that is an answer too."""
    limit()
    logging.disable()
    sys.stdout.buffer.write(answer_about(sys.stdin.buffer.read()))


def answer_about(data: bytes) -> bytes:
    """What to answer about a file, whatever is in it."""
    try:
        return open_file(data)
    except Refused as reason:
        return pack({"refused": str(reason)})
    except MemoryError:
        return pack({"refused": "memory"})
    except RecursionError:
        return pack({"refused": "tangled"})
    except Exception:  # whatever the libraries trip over, the file is not sound
        return pack({"refused": "damaged"})


def limit() -> None:
    """From now on: so much processor time, memory and output, no child, no core file. Nothing where there are no limits."""
    try:
        import resource
    except ImportError:  # not a Unix
        return
    for what, most in (
        (resource.RLIMIT_CPU, PROCESSOR_SECONDS),
        (resource.RLIMIT_AS, MEGABYTES * 1024 * 1024),
        (resource.RLIMIT_FSIZE, ANSWER_BYTES),
        (resource.RLIMIT_CORE, 0),
    ):
        _soft, hard = resource.getrlimit(what)
        most = most if hard == resource.RLIM_INFINITY else min(most, hard)
        resource.setrlimit(what, (most, most))


def open_file(data: bytes) -> bytes:
    """The packed answer about a file that is let in; raises ``Refused`` for any other."""
    if not data:
        raise Refused("empty")
    if data.startswith(b"%PDF-"):
        from . import papers as room
    elif data.startswith((b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff")):
        from . import pictures as room  # type: ignore[no-redef]
    else:
        raise Refused("type" if b"%PDF-" not in data[:1024] else "mixed")
    if zipfile.is_zipfile(io.BytesIO(data)):  # a ZIP is read from its end: it can hide behind any beginning
        raise Refused("mixed")
    return room.opened(data)
