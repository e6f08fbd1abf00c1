"""The organisation's seal on a PDF (PAdES) and the check of it; the only room that knows pyHanko.

``key`` is the organisation's key, ``certificates`` those it ever had, ``sealing`` seals. ``verdict`` asks about a file
that came from anywhere; the answer comes from ``child``, a sandboxed process. The organisation holds the key itself: an
advanced seal at best, never a qualified one.
"""


class KeyUnusable(Exception):
    """The configured certificate cannot be read; its text says why."""
