"""What is said, where, and how far each has read."""

from .messages import Message, MessageQuerySet
from .threads import TITLE_AT_MOST, Reading, Thread, ThreadQuerySet

__all__ = ["TITLE_AT_MOST", "Message", "MessageQuerySet", "Reading", "Thread", "ThreadQuerySet"]
