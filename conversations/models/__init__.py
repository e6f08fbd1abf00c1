"""What is said, where, how far each has read, what came with it, and the words that are looked for."""

from .files import FILES_AT_MOST, MessageFile
from .found import SearchLine
from .messages import Message, MessageQuerySet
from .threads import TITLE_AT_MOST, Reading, Thread, ThreadQuerySet

__all__ = [
    "FILES_AT_MOST",
    "TITLE_AT_MOST",
    "Message",
    "MessageFile",
    "MessageQuerySet",
    "Reading",
    "SearchLine",
    "Thread",
    "ThreadQuerySet",
]
