"""Default texts that are the same for every programme, written as pairs of a key that lasts and a text."""

from collections.abc import Callable
from typing import Any

from policy.models import Space

Pairs = tuple[tuple[str, Any], ...]


def lazily(pairs: Pairs) -> list[dict[str, Any]]:
    """The texts as they are: each follows the language that is active when it is read."""
    return [{"key": key, "text": text} for key, text in pairs]


def everywhere(pairs: Pairs) -> Callable[[Space | None], list[dict[str, str]]]:
    """What a ``TextList`` asks for: the texts in the language that is active now, whatever the space."""
    return lambda space: [{"key": key, "text": str(text)} for key, text in pairs]
