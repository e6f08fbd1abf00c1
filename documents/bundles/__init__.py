"""Bundles: all documents of a group or a programme that one person may read, bound into one book and one ZIP."""

from .making import EXPIRE, ask, ask_all, chosen, is_current

__all__ = ["EXPIRE", "ask", "ask_all", "chosen", "is_current"]
