"""Files below the media folder: written whole or not at all, named by their digest, never rewritten."""

import hashlib
import os
import secrets
import shutil
from io import BytesIO
from pathlib import Path
from typing import BinaryIO

from django.conf import settings


def keep(data: bytes, suffix: str, *, folder: str = "documents") -> str:
    """Write under a temporary name, flush to disk, rename to the digest: never half a file. Returns its path.

    The path is relative to the media folder. ``suffix`` is the file's ending with its dot, one of ours, never a
    sender's. The same bytes have the same path.
    """
    return _keep(BytesIO(data), digest_of(data), suffix, folder)


def keep_file(source: Path, suffix: str, *, folder: str) -> str:
    """The same for what lies in a file and may be too large for memory."""
    with source.open("rb") as data:
        digest = hashlib.file_digest(data, "sha256").hexdigest()
        data.seek(0)
        return _keep(data, digest, suffix, folder)


def keep_as(path: str, data: bytes) -> None:
    """The same under a name of one's own, for what can be made again at any time."""
    _put(BytesIO(data), place_of(path))


def _keep(data: BinaryIO, digest: str, suffix: str, folder: str) -> str:
    path = Path(folder) / digest[:2] / f"{digest}{suffix}"
    _put(data, place_of(str(path)))
    return str(path)


def _put(data: BinaryIO, target: Path) -> None:
    target.parent.mkdir(parents=True, exist_ok=True)
    temporary = target.with_suffix(f".{secrets.token_hex(6)}.tmp")
    with temporary.open("wb") as out:
        shutil.copyfileobj(data, out)
        out.flush()
        os.fsync(out.fileno())
    temporary.replace(target)


def drop(path: str) -> None:
    """Delete a kept file that nothing refers to any more."""
    place_of(path).unlink(missing_ok=True)


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
