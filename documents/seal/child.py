"""The sandboxed child that checks a seal: no Django, no database, no key, hard limits. Fed and read by ``verdict``.

Its answer is ``{"state": …, "at": …, "certificate": …, "organisation": …, "words": …}``. Unchanged is only a file in
which one of the known certificates signed every byte, and whose signature is written the one way it is written here.
"""

import json
import logging
import struct
import sys
from binascii import hexlify
from io import BytesIO
from typing import Any

from ..opening.child import limit

Answer = dict[str, str]
KEYS = {"rsa": "sha256_rsa", "ec": "sha256_ecdsa"}


def pack(data: bytes, known: list[bytes]) -> bytes:
    """What the child reads: the known certificates, then the file."""
    told = json.dumps([certificate.decode() for certificate in known]).encode()
    return struct.pack(">I", len(told)) + told + data


def main() -> None:
    """Read from stdin, answer on stdout. A limit that is hit kills the process: that is an answer too."""
    limit()
    logging.disable()
    sent = sys.stdin.buffer.read()
    at = 4 + struct.unpack(">I", sent[:4])[0]
    known = [certificate.encode() for certificate in json.loads(sent[4:at])]
    sys.stdout.write(json.dumps(checked(sent[at:], known)))


def checked(data: bytes, known: list[bytes]) -> Answer:
    """The verdict on a file, with the words that it says it holds, whatever else is wrong with it."""
    words = ""
    try:
        from pyhanko.pdf_utils.reader import PdfFileReader

        reader = PdfFileReader(BytesIO(data))
        words = _text(reader.trailer["/ID"][0]) if "/ID" in reader.trailer else ""
        return {"words": words} | _judged(data, list(reader.embedded_signatures), known)
    except Exception:  # whatever the library trips over, the file is not sound
        return {"words": words, "state": "unreadable"}


def _judged(data: bytes, signatures: list[Any], known: list[bytes]) -> Answer:
    from asn1crypto import pem, x509

    certificates = [x509.Certificate.load(pem.unarmor(one)[2]) for one in known]
    ours = {certificate.sha256: certificate for certificate in certificates}
    sealed = [one for one in signatures if one.signer_cert.sha256 in ours]
    if not sealed:
        return {"state": "foreign" if signatures else "unsealed"}
    seal = sealed[0]
    certificate = ours[seal.signer_cert.sha256]
    is_whole = len(signatures) == 1 and _is_written_our_way(data, seal) and _holds(seal, certificate)
    at, subject = seal.self_reported_timestamp, certificate.subject
    return {
        "state": "unchanged" if is_whole else "changed",
        "at": at.isoformat() if at else "",
        "certificate": certificate.sha256.hex(),
        "organisation": str(subject.native.get("organization_name") or subject.human_friendly),
    }


def _holds(seal: Any, certificate: Any) -> bool:
    """Whether the signature is good, by a certificate of ours that was valid then, and the file is as it was."""
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko.sign.validation.settings import KeyUsageConstraints
    from pyhanko.sign.validation.status import SignatureCoverageLevel
    from pyhanko_certvalidator import ValidationContext

    context = ValidationContext(
        trust_roots=[certificate],
        moment=seal.self_reported_timestamp,
        allow_fetching=False,
        revocation_mode="soft-fail",
    )
    usage = KeyUsageConstraints(key_usage=None)  # which certificates are ours is known already
    status = validate_pdf_signature(seal, context, key_usage_settings=usage)
    return bool(status.bottom_line) and status.coverage == SignatureCoverageLevel.ENTIRE_FILE


def _is_written_our_way(data: bytes, seal: Any) -> bool:
    """Whether everything around the signature's own bytes is signed, and these leave no room for anything else."""
    start, end, begin, length = (int(one) for one in seal.byte_range)
    place = data[end:begin]
    if start != 0 or begin + length != len(data) or place[:1] != b"<" or place[-1:] != b">":
        return False
    return place[1:-1] == hexlify(_written_anew(seal)).upper().ljust(len(place) - 2, b"0")


def _written_anew(seal: Any) -> bytes:
    """The signature's message made again from what is signed, the signature and the certificates, and nothing else."""
    from asn1crypto import cms

    info, certificate = seal.signer_info, seal.signer_cert
    digests = {"algorithm": "sha256"}
    sid = cms.IssuerAndSerialNumber({"issuer": certificate.issuer, "serial_number": certificate.serial_number})
    signer = {
        "version": "v1",
        "sid": cms.SignerIdentifier({"issuer_and_serial_number": sid}),
        "digest_algorithm": digests,
        "signature_algorithm": {"algorithm": KEYS[certificate.public_key.algorithm]},
        "signed_attrs": info["signed_attrs"],
        "signature": info["signature"].native,
    }
    signed = {
        "version": "v1",
        "digest_algorithms": [digests],
        "encap_content_info": {"content_type": "data"},
        "certificates": list(seal.signed_data["certificates"]),
        "signer_infos": [signer],
    }
    return cms.ContentInfo({"content_type": "signed_data", "content": cms.SignedData(signed)}).dump()


def _text(value: Any) -> str:
    raw = value.original_bytes if hasattr(value, "original_bytes") else bytes(value)
    return raw.decode("ascii", "replace")[:64]
