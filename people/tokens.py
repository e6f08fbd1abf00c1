"""The secret part of an address that lets its bearer in: it goes into one letter or onto one page; we keep its digest."""

import hashlib
import secrets


def fresh() -> tuple[str, str]:
    """A new token of 256 random bits, and the digest to keep of it."""
    token = secrets.token_urlsafe(32)
    return token, digest_of(token)


def digest_of(token: str) -> str:
    """The SHA-256 of a token, by which its record is found."""
    return hashlib.sha256(token.encode()).hexdigest()
