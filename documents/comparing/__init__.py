"""What changed between two versions: found here, sentence by sentence and word by word. Pure but for ``versions``."""

from .changes import Changes, between
from .versions import before, readable_beside, since

__all__ = ["Changes", "before", "between", "readable_beside", "since"]
