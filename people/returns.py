"""What a mail server says of a letter that it could not deliver: read, and noted once.

Anybody can write to the address that letters come back to: what is not a notice about a letter of ours, with its mark,
changes nothing.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from email import message_from_bytes, policy
from email.message import Message
from uuid import UUID

from django.db import IntegrityError, transaction

from . import bounces, mail
from .models import Bounce, Letter

AT_MOST = 1_000_000  # bytes of a notice that are looked at
PARTS_AT_MOST = 50
NAMING = ("to", "delivered-to", "x-original-to", "original-recipient", "return-path", "x-entity-ref-id")
UNKNOWN = ("5.1.", "5.2.1")  # RFC 3463: addresses; a mailbox that is switched off
FULL = ("4.2.2", "5.2.2")


@dataclass(frozen=True)
class Notice:
    """What a mail server says of one letter; ``is_hard``: trying again would not help."""

    letter: UUID
    reason: str
    is_hard: bool


def read(data: bytes) -> Notice | None:
    """What a delivery status notification (RFC 3464) says for good of a letter of ours; ``None`` for anything else."""
    told = message_from_bytes(data[:AT_MOST], policy=policy.compat32)
    parts = list(_parts(told))
    letter = _letter_named_in(parts)
    status = next((said for part in parts for said in _failures(part)), None)
    if letter is None or status is None:
        return None
    if status.startswith(FULL):
        return Notice(letter, Bounce.Reason.FULL, False)
    unknown = status.startswith(UNKNOWN)
    return Notice(letter, Bounce.Reason.UNKNOWN if unknown else Bounce.Reason.REFUSED, status.startswith("5."))


def _parts(told: Message) -> Iterator[Message]:
    """The notice, its parts, and the headers of the letter that came back, wherever they stand."""
    for n, part in enumerate(told.walk()):
        if n >= PARTS_AT_MOST:
            return
        yield part
        if part.get_content_type() == "text/rfc822-headers":
            data = part.get_payload(decode=True)
            yield message_from_bytes(data if isinstance(data, bytes) else b"", policy=policy.compat32)


def _letter_named_in(parts: list[Message]) -> UUID | None:
    """The letter whose mark stands in one of the headers that name it."""
    words = (str(value)[:2000] for part in parts for name in NAMING for value in part.get_all(name, []))
    return next((letter for value in words if (letter := bounces.letter_of(value))), None)


def _failures(part: Message) -> Iterator[str]:
    """The status of each recipient whom it did not reach; what is only late has not come back."""
    if str(part.get("action", "")).strip().lower() == "failed":
        yield str(part.get("status", "5.0.0")).strip()[:20]


def note(notice: Notice) -> bool:
    """Keep that a letter came back. The same said twice is once; false when there is nothing to keep."""
    letter = Letter.objects.select_related("person").filter(pk=notice.letter, state=Letter.State.SENT).first()
    if letter is None:
        return False
    told = {"address": _address_of(letter), "reason": notice.reason, "is_hard": notice.is_hard}
    try:
        with transaction.atomic():
            Bounce.objects.create(letter=letter, **told)
            mail.came_back(letter)
    except IntegrityError:
        return False
    return True


def _address_of(letter: Letter) -> str:
    """Where it went to, as long as that is the person's address."""
    if letter.person is None or letter.sent_at is None:
        return ""
    moved = letter.person.address_changes.filter(confirmed_at__gt=letter.sent_at).exists()
    return "" if moved else letter.person.email
