"""Training: events with sign-up and attendance, what people expect of each other, units to read by oneself (R11 to R16)."""

from .attendance import expected, record_attendance, trained_people, untrained, untrained_people
from .events import arrange, cancel, change, invite

__all__ = [
    "arrange",
    "cancel",
    "change",
    "expected",
    "invite",
    "record_attendance",
    "trained_people",
    "untrained",
    "untrained_people",
]
