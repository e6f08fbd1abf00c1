"""Is a file sealed by us, and as it was then? Asked in the sandboxed child, whatever the file is."""

import json
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .. import sandbox
from . import child
from .certificates import known

ANSWER_BYTES = 4096


class State(StrEnum):
    """What a check can find."""

    UNCHANGED = "unchanged"  # sealed by us, and not one byte is different
    CHANGED = "changed"  # it carries a certificate of ours, but is not the file that was sealed
    FOREIGN = "foreign"  # signed, by somebody else
    UNSEALED = "unsealed"  # a PDF without any signature
    UNREADABLE = "unreadable"  # no PDF, or one that nobody can read in reasonable time


@dataclass(frozen=True)
class Verdict:
    """What was found about a file. Only of an unchanged one do the other words say anything for certain.

    ``at`` is when it says that it was sealed, ``certificate`` the fingerprint (SHA-256) of the certificate,
    ``organisation`` whom that names, ``words`` the digest of the words in it.
    """

    state: State
    at: datetime | None = None
    certificate: str = ""
    organisation: str = ""
    words: str = ""


def verify(data: bytes) -> Verdict:
    """The verdict on any bytes; never raises because of what they are. Raises ``sandbox.Busy``."""
    try:
        told, _ended = sandbox.ask("documents.seal.child", child.pack(data, known()), at_most=ANSWER_BYTES)
        answer = json.loads(told)
        at = datetime.fromisoformat(answer["at"]) if answer.get("at") else None
        words = {name: str(answer.get(name, "")) for name in ("certificate", "organisation", "words")}
        return Verdict(State(answer["state"]), at, **words)
    except (sandbox.TookTooLong, ValueError):  # it took too much of something, or did not get to its answer
        return Verdict(State.UNREADABLE)
