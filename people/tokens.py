"""The secret part of an address that lets its bearer in: it goes into one letter or onto one page; we keep its digest."""

import hashlib
import secrets

from django.db.models import Q


def fresh() -> tuple[str, str]:
    """A new token of 256 random bits, and the digest to keep of it."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """The SHA-256 of a token, by which its record is found."""
    return hashlib.sha256(token.encode()).hexdigest()


def opens(token: str) -> Q:
    """The condition for the record that a token opens: the one it was made with, or the one of its reminder."""
    digest = digest_of(token)
    return Q(digest=digest) | Q(reminder_digest=digest)
