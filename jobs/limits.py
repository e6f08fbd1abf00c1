"""A limit on the processor time of one piece of work, which a busy machine does not shorten."""

import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any


class TookTooLong(Exception):
    """The work used up the processor time it was given."""


@contextmanager
def processor_seconds(most: float) -> Iterator[None]:
    """Raise ``TookTooLong`` in the work inside once it has used ``most`` seconds of processor time; 0 is no limit.

    Works in the main thread of a process (a prefork child is one) on systems that have the timer; elsewhere the limit
    by the clock, which the worker sets, is the only one. A limit within a limit ends with whichever is reached first.
    """
    if not most or not hasattr(signal, "ITIMER_PROF") or threading.current_thread() is not threading.main_thread():
        yield
        return

    def stop(signum: int, frame: Any) -> None:
        raise TookTooLong

    before = signal.signal(signal.SIGPROF, stop)
    outer, _interval = signal.getitimer(signal.ITIMER_PROF)
    signal.setitimer(signal.ITIMER_PROF, min(most, outer or most))
    began = time.process_time()
    try:
        yield
    finally:
        left = max(outer - (time.process_time() - began), 0.001) if outer else 0
        signal.setitimer(signal.ITIMER_PROF, left)
        signal.signal(signal.SIGPROF, before)
