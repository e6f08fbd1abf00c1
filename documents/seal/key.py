"""The organisation's key: configured, or made on first use."""

import os
import secrets
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from functools import lru_cache
from pathlib import Path
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, pkcs12
from cryptography.x509.oid import NameOID
from django.conf import settings
from django.core.checks import CheckMessage, Error
from django.utils.translation import gettext as _

from . import KeyUnusable, certificates

YEARS, BITS, LONGEST_NAME = 10, 3072, 64  # bytes of a name


@dataclass(frozen=True)
class Key:
    """A private key with its certificate, as PKCS#12."""

    pkcs12: bytes
    password: bytes | None
    certificate: x509.Certificate

    @property
    def fingerprint(self) -> str:
        """SHA-256 of the certificate, in hex."""
        return self.certificate.fingerprint(hashes.SHA256()).hex()

    @property
    def organisation(self) -> str:
        """Whom the certificate names."""
        subject = self.certificate.subject
        named = subject.get_attributes_for_oid(NameOID.ORGANIZATION_NAME) or list(subject)
        return str(named[0].value) if named else settings.ORGANISATION


def current() -> Key:
    """The key that seals from now on; its certificate is known from now on. Raises ``KeyUnusable``."""
    if settings.SEAL_CERTIFICATE:
        key = _configured()
    else:
        key = _opened(_own().read_bytes(), None)
    certificates.remember(key.certificate.public_bytes(Encoding.PEM), key.fingerprint)
    return key


def check_key(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """Says plainly when a certificate is configured that cannot be used."""
    try:
        if settings.SEAL_CERTIFICATE:
            _configured()
    except KeyUnusable as why:
        return [Error(str(why), hint="Look at SEAL_CERTIFICATE and SEAL_PASSWORD.", id="documents.E001")]
    return []


def _configured() -> Key:
    try:
        return _opened(Path(settings.SEAL_CERTIFICATE).read_bytes(), settings.SEAL_PASSWORD.encode() or None)
    except OSError:
        raise KeyUnusable(_("The organisation's certificate cannot be found.")) from None


@lru_cache(maxsize=2)  # opening takes a quarter of a second
def _opened(data: bytes, password: bytes | None) -> Key:
    try:
        held = pkcs12.load_pkcs12(data, password)
    except ValueError:
        raise KeyUnusable(_("The organisation's certificate cannot be opened: is the password right?")) from None
    if held.cert is None or not isinstance(held.key, rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey):
        raise KeyUnusable(_("The file of the organisation's certificate lacks the certificate, or a key to sign with."))
    return Key(data, password, held.cert.certificate)


def _own() -> Path:
    """The file of our own key. Of two processes that make one at the same moment, the first one's is the key."""
    path = certificates.folder() / "own.p12"
    if not path.exists():
        temporary = path.with_name(f"own.{secrets.token_hex(6)}.tmp")
        with os.fdopen(os.open(temporary, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as out:
            out.write(_made())
            out.flush()
            os.fsync(out.fileno())
        try:
            path.hardlink_to(temporary)
        except FileExistsError:
            pass
        temporary.unlink()
    return path


def _made() -> bytes:
    """A key of our own, with a certificate that nobody else vouches for."""
    key = rsa.generate_private_key(public_exponent=65537, key_size=BITS)
    name = settings.ORGANISATION.encode()[:LONGEST_NAME].decode(errors="ignore")
    subject = x509.Name([x509.NameAttribute(oid, name) for oid in (NameOID.ORGANIZATION_NAME, NameOID.COMMON_NAME)])
    now = datetime.now(UTC)
    usage = dict.fromkeys(
        ("key_encipherment", "data_encipherment", "key_agreement", "key_cert_sign", "crl_sign", "encipher_only",
         "decipher_only"), False,
    )  # fmt: skip
    certificate = (
        x509.CertificateBuilder(subject, subject, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))  # clocks differ
        .not_valid_after(now + timedelta(days=365 * YEARS))
        .add_extension(x509.BasicConstraints(ca=False, path_length=None), critical=True)
        .add_extension(x509.KeyUsage(digital_signature=True, content_commitment=True, **usage), critical=True)
        .add_extension(x509.SubjectKeyIdentifier.from_public_key(key.public_key()), critical=False)
        .sign(key, hashes.SHA256())
    )
    return pkcs12.serialize_key_and_certificates(name.encode(), key, certificate, None, NoEncryption())
