"""Sealing: the organisation's signature over every byte of a printed PDF. The same file and key give the same bytes."""

import asyncio
from collections.abc import Coroutine
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime
from functools import lru_cache
from io import BytesIO
from typing import Any

from django.conf import settings
from django.urls import reverse
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pyhanko.sign.fields import MDPPerm, SigSeedSubFilter
from pyhanko.sign.signers import PdfSignatureMetadata, PdfSigner, SimpleSigner
from pyhanko.stamp import BaseStampStyle

from people.moments import date_format

from ..press.finishing import SEAL
from . import key as keys

ROOM = 2 * 4096  # hex digits for a signature and one certificate
TRIES = 16


def stamp(at: datetime) -> dict[str, str]:
    """What is said in the seal as people see it, in the active language. Raises ``KeyUnusable``."""
    key = keys.current()
    digits = key.fingerprint.upper()
    return {
        "organisation": key.organisation,
        "when": f"{date_format(at.astimezone(UTC), 'j F Y, H:i')} (UTC)",
        "certificate": " ".join(digits[n : n + 4] for n in range(0, len(digits), 4)),
        "address": settings.SITE_URL + reverse("documents:verify"),
    }


def seal(data: bytes, *, at: datetime) -> bytes:
    """A PDF that was printed with a stamp, sealed: from now on any change is found. ``at`` is the moment it names.

    Raises ``KeyUnusable``.
    """
    key = keys.current()
    signer = _signer(key.pkcs12, key.password)
    room = ROOM + 2 * sum(len(certificate.dump()) for certificate in signer.cert_registry)
    for spare in range(TRIES):
        sealed = _signed(data, signer, at, room + 2 * spare)
        if b"\r\nendstream" not in sealed[len(data) :]:  # a stream's last byte could be taken for a line end
            break
    return sealed


@lru_cache(maxsize=2)  # opening takes a quarter of a second
def _signer(data: bytes, password: bytes | None) -> SimpleSigner:
    return SimpleSigner.load_pkcs12_data(data, [], password)


def _signed(data: bytes, signer: SimpleSigner, at: datetime, room: int) -> bytes:
    told = PdfSignatureMetadata(
        field_name=SEAL,
        md_algorithm="sha256",
        subfilter=SigSeedSubFilter.PADES,
        certify=True,
        docmdp_permissions=MDPPerm.NO_CHANGES,
    )
    signing = _Signer(told, signer, stamp_style=_Drawn(), at=at).async_sign_pdf(
        _Writer(BytesIO(data)), existing_fields_only=True, bytes_reserved=room
    )
    return _done(signing).getvalue()


def _done(signing: Coroutine[Any, Any, BytesIO]) -> BytesIO:
    """What pyHanko's coroutine gives; in a thread of its own where an event loop is running already."""
    try:
        asyncio.get_running_loop()
    except RuntimeError:
        return asyncio.run(signing)
    with ThreadPoolExecutor(1) as aside:
        return aside.submit(asyncio.run, signing).result()


class _Writer(IncrementalPdfFileWriter):
    """Appends the signature and touches nothing else: neither what the file says of itself, nor its name."""

    def _update_meta(self) -> None:
        pass

    @classmethod
    def _handle_id(cls, prev: Any) -> Any:
        return prev.trailer["/ID"]


class _Signer(PdfSigner):
    """Signs at a given moment."""

    def __init__(self, *args: Any, at: datetime, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.at = at.astimezone(UTC).replace(microsecond=0)

    def init_signing_session(self, *args: Any, **kwargs: Any) -> Any:
        session = super().init_signing_session(*args, **kwargs)
        session.system_time = self.at
        return session


class _Drawn(BaseStampStyle):
    """The seal is drawn in the page already."""

    def create_stamp(self, writer: Any, box: Any, text_params: Any) -> None:
        return None
