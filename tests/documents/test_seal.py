"""The organisation's seal: the same file gives the same bytes, both standards survive it, and every change is found."""

import io
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import page
import pypdf
import pypdf.annotations
import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import BestAvailableEncryption, pkcs12
from cryptography.x509.oid import NameOID
from pyhanko.pdf_utils import generic
from pyhanko.pdf_utils.incremental_writer import IncrementalPdfFileWriter
from pypdf.generic import NameObject

from documents import pdf
from documents.seal import KeyUnusable, certificates, child, key, sealing
from documents.seal.verdict import State, verify
from tests.documents.test_pdf import DIGEST, ROOT, contract, words

AT = datetime(2026, 11, 22, 9, 30, 5, 123456, tzinfo=UTC)


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Path]:
    """A data folder of its own, where a key is made on first use."""
    from django.conf import settings

    before, settings.DATA_DIR = settings.DATA_DIR, tmp_path_factory.mktemp("house")
    yield settings.DATA_DIR
    settings.DATA_DIR = before


@pytest.fixture(scope="module")
def printed(house: Path) -> bytes:
    return pdf.print_sheet(contract(), DIGEST, answers={"wish": "Žalias"}, stamp=sealing.stamp(AT))


@pytest.fixture(scope="module")
def sealed(printed: bytes) -> bytes:
    return sealing.seal(printed, at=AT)


def state(data: bytes) -> str:
    """What the child says, asked in this process: it is faster, and it is the same code."""
    return child.checked(data, certificates.known())["state"]


def test_a_sealed_file_is_unchanged_and_says_by_whom_when_and_what(sealed: bytes) -> None:
    verdict = verify(sealed)
    assert verdict.state == State.UNCHANGED
    assert verdict.at == AT.replace(microsecond=0)
    assert (verdict.organisation, verdict.words) == ("Mentoring", DIGEST)
    assert verdict.certificate == key.current().fingerprint


def test_both_standards_and_the_words_survive_the_seal(printed: bytes, sealed: bytes) -> None:
    assert sealed.startswith(printed)
    for profile in ("ua1", "3a"):
        report = page.validate_pdf_bytes(sealed, profile=profile)
        assert [(failure.rule_id, failure.message) for failure in report.failures] == []
    fingerprint = key.current().fingerprint.upper()
    assert "Sealed electronically by Mentoring, 22 November 2026, 09:30 (UTC)" in words(sealed)
    assert " ".join(fingerprint[n : n + 4] for n in range(0, 64, 4)) in words(sealed)
    assert "http://127.0.0.1:8000/d/verify/" in words(sealed)


def test_the_seal_can_be_reached_by_those_who_hear_the_document(sealed: bytes) -> None:
    leaf = pypdf.PdfReader(io.BytesIO(sealed)).pages[-1]
    (field,) = (annotation.get_object() for annotation in leaf["/Annots"])
    left, bottom, right, top = field["/Rect"]
    assert (field["/FT"], field["/TU"]) == ("/Sig", "Electronic seal")
    assert 0 < left < right < leaf.mediabox.width and 0 < bottom < top < leaf.mediabox.height
    assert right - left > 300 and top - bottom > 30


def test_the_same_file_and_key_give_the_same_bytes_in_another_process(
    printed: bytes, sealed: bytes, house: Path
) -> None:
    assert sealing.seal(printed, at=AT) == sealed
    code = (
        "import django, sys; django.setup()\nfrom documents.seal import sealing\nfrom datetime import datetime, UTC\n"
    )
    code += "from django.conf import settings; settings.DATA_DIR = sys.argv[1]\n"
    code += f"sys.stdout.buffer.write(sealing.seal(sys.stdin.buffer.read(), at={AT!r}))".replace(
        "datetime.datetime", "datetime"
    ).replace("datetime.timezone.utc", "UTC")
    command = [sys.executable, "-c", code, str(house)]
    done = subprocess.run(command, cwd=ROOT, input=printed, capture_output=True, check=True)
    assert done.stdout == sealed


def test_a_flipped_bit_is_found_wherever_it_is(printed: bytes, sealed: bytes) -> None:
    """All over the printed part, and close by each other in what was appended: the signature and its surroundings."""
    begin = sealed.index(b"/Contents <") + len(b"/Contents <")
    signature = sealed[begin : sealed.index(b">", begin)]
    places = set(range(0, len(printed), len(printed) // 25)) | set(range(len(printed), len(sealed), 401))
    places |= set(range(begin, begin + len(signature.rstrip(b"0")), 149))
    places |= {begin - 1, begin, begin + len(signature), begin + len(signature) - 1, len(sealed) - 1, len(printed) - 2}
    places.add(sealed.index(b"pdfuaid:part"))
    found = Counter()
    for n, place in enumerate(sorted(places)):
        data = bytearray(sealed)
        data[place] ^= (0x01, 0x20, 0x80)[n % 3]
        found[state(bytes(data))] += 1
    assert found["unchanged"] == 0 and sum(found.values()) > 80, found
    assert found["changed"] > 30, found  # the others make it unreadable


@pytest.mark.parametrize("rest", [b"\n", b" ", b"\0", b"%%EOF\n", b"% a remark\n"])
def test_whatever_stands_behind_the_end_is_found(sealed: bytes, rest: bytes) -> None:
    assert state(sealed) == "unchanged"
    assert state(sealed + rest) in ("changed", "unreadable")


def with_pypdf(data: bytes) -> bytes:
    """Another title, appended the way editors do it."""
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_metadata({"/Title": "Something else"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_pypdf_words(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    writer.pages[0][NameObject("/Annots")] = pypdf.generic.ArrayObject()
    writer.add_annotation(0, pypdf.annotations.FreeText(text="and twice as much", rect=(50, 550, 200, 650)))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def with_pyhanko(data: bytes) -> bytes:
    writer = IncrementalPdfFileWriter(io.BytesIO(data))
    writer.root["/Lang"] = generic.pdf_string("xx")
    writer.update_root()
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def saved_anew(data: bytes) -> bytes:
    writer = pypdf.PdfWriter(clone_from=io.BytesIO(data))
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def signed_by_somebody_else(data: bytes) -> bytes:
    """The same words under a seal that looks like ours: the same name, another key."""
    return sealing._signed(data, sealing._signer(made("Mentoring"), b"secret"), AT, sealing.ROOM)


@pytest.mark.parametrize("edit", [with_pypdf, with_pypdf_words, with_pyhanko, saved_anew])
def test_a_later_edit_is_found(sealed: bytes, edit: Any) -> None:
    edited = edit(sealed)
    assert pypdf.PdfReader(io.BytesIO(edited)).pages[0].extract_text()
    assert state(edited) == "changed"


def test_a_seal_by_another_key_with_our_name_is_not_ours(printed: bytes) -> None:
    assert state(signed_by_somebody_else(printed)) == "foreign"


def test_what_carries_no_seal_is_told_apart(printed: bytes) -> None:
    verdict = verify(printed)
    assert (verdict.state, verdict.words) == (State.UNSEALED, DIGEST)
    for junk in (b"", b"hello", b"%PDF-1.7\n%%EOF", os.urandom(2000)):
        assert state(junk) == "unreadable"


def test_a_file_that_would_keep_the_check_busy_ends_with_an_answer() -> None:
    """A cross-reference that claims more objects than there is room for; pages that are each other's parents."""
    xref = (
        b"%PDF-1.4\nxref\n0 99999999999\n"
        + b"0000000000 65535 f \n" * 20_000
        + b"trailer<</Size 9>>\nstartxref\n9\n%%EOF"
    )
    deep = b"%PDF-1.4\n1 0 obj" + b"[" * 200_000 + b"endobj\ntrailer<</Root 1 0 R/Size 2>>\nstartxref\n9\n%%EOF"
    assert [verify(data).state for data in (xref, deep)] == [State.UNREADABLE] * 2


def made(name: str, *, curve: bool = False, password: bytes | None = b"secret") -> bytes:
    """A certificate as an organisation may bring one, signed by an authority that nobody here knows."""
    authority, own = rsa.generate_private_key(65537, 2048), rsa.generate_private_key(65537, 2048)
    if curve:
        own = ec.generate_private_key(ec.SECP256R1())
    names = [x509.Name([x509.NameAttribute(NameOID.ORGANIZATION_NAME, one)]) for one in ("An Authority", name)]
    moments = (datetime(2026, 1, 1, tzinfo=UTC), datetime(2026, 1, 1, tzinfo=UTC) + timedelta(days=900))
    certificate, above = (
        x509.CertificateBuilder(names[0], subject, holder.public_key(), 7 + n, *moments)
        .add_extension(x509.BasicConstraints(ca=bool(n), path_length=None), critical=True)
        .sign(authority, hashes.SHA256())
        for n, (subject, holder) in enumerate(((names[1], own), (names[0], authority)))
    )
    hidden = BestAvailableEncryption(password) if password else pkcs12.serialization.NoEncryption()
    return pkcs12.serialize_key_and_certificates(b"seal", own, certificate, [above], hidden)


@pytest.mark.parametrize("curve", [False, True], ids=["RSA", "elliptic curve"])
def test_a_certificate_of_ones_own_is_used_and_the_old_one_stays_known(
    curve: bool, sealed: bytes, printed: bytes, tmp_path: Path, settings: Any, house: Path
) -> None:
    settings.DATA_DIR, settings.SEAL_PASSWORD = house, "secret"
    settings.SEAL_CERTIFICATE = str(tmp_path / "own.p12")
    Path(settings.SEAL_CERTIFICATE).write_bytes(made("Gera pradžia, VšĮ", curve=curve))
    assert key.check_key() == []
    anew = sealing.seal(printed, at=AT)
    answer = child.checked(anew, certificates.known())
    assert (answer["state"], answer["organisation"]) == ("unchanged", "Gera pradžia, VšĮ")
    assert state(sealed) == "unchanged"
    (house / "seal/certificates" / f"{key.current().fingerprint}.pem").unlink()  # its key fell into other hands
    assert state(anew) == "foreign"


@pytest.mark.parametrize(
    ("make", "password", "why"),
    [
        (lambda: made("x"), "wrong", "is the password right"),
        (lambda: b"no certificate", "", "is the password right"),
        (None, "", "cannot be found"),
    ],
)
def test_a_certificate_that_cannot_be_used_is_said_plainly(
    make: Any, password: str, why: str, tmp_path: Path, settings: Any
) -> None:
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSWORD = str(tmp_path / "own.p12"), password
    if make:
        Path(settings.SEAL_CERTIFICATE).write_bytes(make())
    assert why in key.check_key()[0].msg
    with pytest.raises(KeyUnusable, match=why):
        key.current()


def test_two_processes_that_make_a_key_at_once_have_the_same(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR = tmp_path
    with ThreadPoolExecutor(4) as hands:
        found = {one.fingerprint for one in hands.map(lambda _n: key.current(), range(4))}
    assert len(found) == 1 == len(certificates.known())
    own = tmp_path / "seal/own.p12"
    assert own.stat().st_mode & 0o777 == 0o600 and own.parent.stat().st_mode & 0o777 == 0o700
    assert sorted(path.name for path in own.parent.iterdir()) == ["certificates", "own.p12"]


def test_a_long_name_of_an_organisation_fits_into_its_certificate(tmp_path: Path, settings: Any) -> None:
    settings.DATA_DIR, settings.ORGANISATION = tmp_path, "Žalia. " * 40
    name = key.current().organisation
    assert settings.ORGANISATION.startswith(name) and len(name.encode()) in (key.LONGEST_NAME, key.LONGEST_NAME - 1)
