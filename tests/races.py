"""Let people act at the same moment: each in a thread with a database connection of its own.

For tests marked ``django_db(transaction=True)``: another connection sees only what is committed.
"""

import threading
import time
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any

from django.db import connection, connections, transaction

Act = Callable[[], Any]
SECONDS = 60


def at_once(*acts: Act) -> list[Any]:
    """Begin all acts at one signal; what each returned, or the exception it ended with."""
    gate = threading.Barrier(len(acts))
    with ThreadPoolExecutor(len(acts)) as pool:
        running = [pool.submit(_outcome, act, gate) for act in acts]
        return [one.result(SECONDS) for one in running]


def meanwhile(first: Act, second: Act) -> tuple[Any, Any]:
    """Let ``second`` begin while the transaction of ``first`` is open and has done its work; the outcomes of both."""
    with ThreadPoolExecutor(1) as pool:
        with transaction.atomic():
            done = first()
            late: Future[Any] = pool.submit(_outcome, second)
            time.sleep(0.4)  # long enough to come as far as the lock
            assert not late.done(), "the second did not wait for the first, so this is no race"
        return done, late.result(SECONDS)


def _outcome(act: Act, gate: threading.Barrier | None = None) -> Any:
    try:
        connection.ensure_connection()
        if gate:
            gate.wait(SECONDS)
        return act()
    except Exception as fault:
        return fault
    finally:
        connections.close_all()
