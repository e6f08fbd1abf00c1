"""Files below the media folder: written whole or not at all, named by their digest, never rewritten."""

import hashlib
import os
import secrets
from pathlib import Path

from django.conf import settings


def keep(data: bytes, suffix: str) -> str:
    """Write under a temporary name, flush to disk, rename to the digest: never half a file. Returns its path.

    The path is relative to the media folder. ``suffix`` is the file's ending with its dot, one of ours, never a
    sender's. The same bytes have the same path.
    """
    digest = digest_of(data)
    path = Path("documents") / digest[:2] / f"{digest}{suffix}"
    target = place_of(str(path))
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(f".{secrets.token_hex(6)}.tmp")
    with temporary.open("wb") as out:
        out.write(data)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(target)
    return str(path)


def place_of(path: str) -> Path:
    """Where a kept file lies."""
    return Path(settings.MEDIA_ROOT) / path


def is_intact(path: str, digest: str) -> bool:
    """Whether the file is there and has, byte for byte, the digest (SHA-256, hex) that it was kept with."""
    place = place_of(path)
    return place.is_file() and digest_of(place.read_bytes()) == digest


def digest_of(data: bytes) -> str:
    """SHA-256 (hex) of a file's bytes."""
    return hashlib.sha256(data).hexdigest()
