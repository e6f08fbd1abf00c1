"""What is said, where, who was invited, how far each has read, what came with it, the words that are looked for."""

from .files import FILES_AT_MOST, MessageFile
from .found import SearchLine
from .guests import Guest, invitations_of
from .messages import Message, MessageQuerySet
from .readings import Reading
from .threads import TITLE_AT_MOST, Thread, ThreadQuerySet

__all__ = [
    "FILES_AT_MOST",
    "TITLE_AT_MOST",
    "Guest",
    "Message",
    "MessageFile",
    "MessageQuerySet",
    "Reading",
    "SearchLine",
    "Thread",
    "ThreadQuerySet",
    "invitations_of",
]
