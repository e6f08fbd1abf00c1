"""A process of its own for what came from outside: it knows nothing worth knowing, and ends when it takes too long."""

import subprocess
import sys
import tempfile
from threading import BoundedSemaphore

from django.conf import settings

SECONDS = 20  # by the clock; a child limits its own processor time
AT_ONCE = 2  # children of one server process; a third question waits for its turn
_CHILD = "import importlib, sys; sys.path.append(sys.argv[1]); importlib.import_module(sys.argv[2]).main()"
_turns = BoundedSemaphore(AT_ONCE)


class Busy(Exception):
    """All children are at work, and none became free in time."""


class TookTooLong(Exception):
    """The child did not answer in time."""


def ask(module: str, question: bytes, *, at_most: int) -> tuple[bytes, int]:
    """What the child says that runs ``main`` of ``module``, and how it ended; at most so many bytes, and one more.

    The module must know no Django, and limit itself. Raises ``Busy`` and ``TookTooLong``.
    """
    if not _turns.acquire(timeout=SECONDS):
        raise Busy
    try:
        with tempfile.TemporaryFile() as sent, tempfile.TemporaryFile() as answer:
            sent.write(question)
            sent.seek(0)
            ended = subprocess.run(
                [sys.executable, "-I", "-c", _CHILD, str(settings.BASE_DIR), module],
                stdin=sent,
                stdout=answer,
                stderr=subprocess.DEVNULL,
                env={},  # nothing to be learned from
                timeout=SECONDS,
                check=False,
            )
            answer.seek(0)
            return answer.read(at_most + 1), ended.returncode
    except subprocess.TimeoutExpired:
        raise TookTooLong from None
    finally:
        _turns.release()
