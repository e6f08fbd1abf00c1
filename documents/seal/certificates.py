"""Every certificate that ever sealed here: what it sealed stays genuine after a change of keys."""

import secrets
from pathlib import Path

from django.conf import settings


def known() -> list[bytes]:
    """All of them (PEM).

    Take a file out of the folder ``seal/certificates`` when its key has fallen into other hands.
    """
    return [path.read_bytes() for path in sorted(folder("certificates").glob("*.pem"))]


def remember(certificate: bytes, fingerprint: str) -> None:
    """Know a certificate (PEM) from now on."""
    path = folder("certificates") / f"{fingerprint}.pem"
    if not path.exists():
        temporary = path.with_suffix(f".{secrets.token_hex(6)}.tmp")
        temporary.write_bytes(certificate)
        temporary.replace(path)


def folder(*below: str) -> Path:
    """A folder beside the key, which nobody else on this machine looks into."""
    place = Path(settings.DATA_DIR, "seal", *below)
    place.mkdir(mode=0o700, parents=True, exist_ok=True)
    return place
