"""The mark of a letter, by which it is known when it comes back, and addresses from which letters keep coming back.

A letter carries its mark, its id with a signature, in a header and, with ``BOUNCE_ADDRESS``, in the address that it
comes back to. Only who got the letter can know the mark, so nobody can say of another's letter that it came back.
"""

import hmac
import re
from typing import Any
from uuid import UUID

from django.conf import settings
from django.db.models import F, QuerySet
from django.utils.crypto import salted_hmac

from .models import Bounce, User

TIMES = 2  # as often as this for good, and what can wait is not sent there any more
SIGNED = 16  # hexadecimal digits of the signature
MARK = re.compile(rf"(?<![0-9a-f])([0-9a-f]{{32}})\.([0-9a-f]{{{SIGNED}}})(?![0-9a-f])", re.I)


def mark(letter: UUID) -> str:
    """The id of a letter with its signature, in lower case: mail servers may change the case."""
    return f"{letter.hex}.{_signature(letter.hex)}"


def _signature(words: str) -> str:
    return salted_hmac("people.bounces", words, algorithm="sha256").hexdigest()[:SIGNED]


def letter_of(words: str) -> UUID | None:
    """The letter whose mark stands in these words, if the signature is ours."""
    for found in MARK.finditer(words):
        letter, signed = found.group(1).lower(), found.group(2).lower()
        if hmac.compare_digest(signed, _signature(letter)):
            return UUID(letter)
    return None


def return_path(letter: UUID) -> str:
    """The address that a letter comes back to; empty where ``BOUNCE_ADDRESS`` is not set."""
    name, _at, host = settings.BOUNCE_ADDRESS.partition("@")
    return f"{name}+{mark(letter)}@{host}" if host else ""


def for_good() -> QuerySet[Bounce]:
    """What came back for good from an address that is still its person's."""
    return Bounce.objects.filter(is_hard=True, address=F("letter__person__email"))


def keep_coming(person: User) -> bool:
    """Whether letters keep coming back from the address of ``person``, so that what can wait is not sent there."""
    return for_good().filter(letter__person=person).count() >= TIMES


def broken(people: Any) -> dict[UUID, int]:
    """Of these people (a list of ids, or a query for them) how often letters came back for good, by id. One query."""
    found: dict[UUID, int] = {}
    for person in for_good().filter(letter__person__in=people).values_list("letter__person", flat=True):
        found[person] = found.get(person, 0) + 1
    return found
