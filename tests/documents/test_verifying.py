"""The page on which anybody can ask whether a PDF is genuine; it tells nobody what they may not read."""

import io
from typing import Any

import pypdf
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from documents import pipeline, printing, signing
from documents.models import Version
from documents.seal import sealing
from people.models import User
from programmes.models import Group
from tests import stories
from tests.documents.test_seal import made

pytestmark = pytest.mark.django_db
SECRETS = ("Nia", "Ela", "Tomas", "contract", "Step into work")


@pytest.fixture
def contract(working_group: Group, run_jobs) -> Version:
    """In force and printed."""
    run_jobs()
    return Version.objects.get(document__space=working_group.space)


def check(browser: Client, data: bytes) -> str:
    file = SimpleUploadedFile("any name.pdf", data, "application/pdf")
    answer = browser.post(reverse("documents:verify"), {"file": file})
    assert answer.status_code == 200
    page = answer.content.decode()
    return " ".join(page[page.index("<h1>") : page.index("Check another file")].split())


def edited(data: bytes) -> bytes:
    """With a line added at the end, as an editor does it."""
    writer = pypdf.PdfWriter(io.BytesIO(data), incremental=True)
    writer.add_metadata({"/Title": "Twice as much"})
    out = io.BytesIO()
    writer.write(out)
    return out.getvalue()


def test_a_contract_is_genuine_until_something_is_changed_in_it(
    contract: Version, nia: User, oto: User, signed_in
) -> None:
    data = printing.file_of(contract).read_bytes()
    anyone, reader = check(Client(), data), check(signed_in(nia), data)
    for page in (anyone, reader, check(signed_in(oto), data)):
        assert "Genuine and unchanged." in page and "Mentoring sealed this file on" in page
        assert str(contract.document_id)[:8] in page and "No, this is the newest." in page
        assert (contract.get_absolute_url() in page) is (page is reader)
    assert "in force, signed by all" in reader and contract.document.title in reader
    assert [word for word in SECRETS if word in anyone.replace("such as a contract", "")] == []
    changed = check(Client(), edited(data))
    assert "Changed after it was sealed." in changed and "Genuine" not in changed and "newest" not in changed
    assert f"{str(contract.document_id)[:8]}, version 1" in changed


def test_a_file_of_another_print_is_known_by_its_seal_and_by_its_words(
    contract: Version, mara: User, signed_in, run_jobs, settings, tmp_path
) -> None:
    """After a change of keys the file here is another one; what was handed out before stays genuine."""
    before = printing.file_of(contract).read_bytes()
    settings.SEAL_CERTIFICATE, settings.SEAL_PASSWORD = str(tmp_path / "own.p12"), "secret"
    (tmp_path / "own.p12").write_bytes(made("Gera pradžia"))
    printing.print_again(contract, by=mara)
    run_jobs()
    pipeline.amend(contract, by=mara)
    following = contract.document.versions.open().get()
    signing.offer(following, by=mara)
    for row in following.signatories.select_related("person"):
        signing.sign(following, by=row.person, name=row.person.name)
    contract.refresh_from_db()
    after = printing.file_of(contract).read_bytes()
    assert before != after and contract.state == "superseded"
    for data, organisation in ((before, "Mentoring"), (after, settings.ORGANISATION)):
        page = check(Client(), data)
        assert "Genuine and unchanged." in page and f"{organisation} sealed this file on" in page
        assert "Yes, a newer one has replaced it." in page
    forged = sealing._signed(
        before[: before.index(b"%%EOF\n") + 6],
        sealing._signer(made("Mentoring"), b"secret"),
        contract.sealed_at,
        sealing.ROOM,
    )
    assert "Changed after it was sealed." in check(Client(), forged)  # it has our words and no seal of ours


def test_a_file_without_a_seal_is_genuine_byte_for_byte_or_nothing_certain_is_said(
    working_group: Group, tomas: User, nia: User, ela: User, signed_in, run_jobs
) -> None:
    diary = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    pipeline.publish(diary, by=tomas)
    run_jobs()
    diary.refresh_from_db()
    data = printing.file_of(diary).read_bytes()
    page = check(Client(), data)
    assert "Genuine and unchanged." in page and "sealed this file" not in page and "byte for byte" in page
    page = check(Client(), edited(data))
    assert "This is not the file that was made here." in page and "cannot be told" in page
    assert [word for word in (*SECRETS, "Diary") if word in page] == []


def test_what_is_not_ours_is_said_plainly(contract: Version) -> None:
    blank = pypdf.PdfWriter()
    blank.add_blank_page(200, 200)
    out = io.BytesIO()
    blank.write(out)
    assert "Not sealed by this organisation." in check(Client(), out.getvalue())
    assert "This file cannot be read." in check(Client(), b"hello")


def test_the_page_asks_for_a_file_of_a_bearable_size_and_not_too_often(contract: Version, settings: Any) -> None:
    address, browser = reverse("documents:verify"), Client()
    assert "Is this document genuine?" in browser.get(address).content.decode()
    assert browser.post(address).status_code == 422
    settings.UPLOAD_MAX_BYTES = 100
    large = SimpleUploadedFile("a.pdf", b"%PDF" * 30)
    answer = browser.post(address, {"file": large})
    assert answer.status_code == 422 and "This file is too large" in answer.content.decode()
    settings.UPLOAD_MAX_BYTES = 10_000_000
    data = printing.file_of(contract).read_bytes()
    codes = [browser.post(address, {"file": SimpleUploadedFile("a.pdf", data)}).status_code for _time in range(32)]
    assert codes == [200] * 30 + [429] * 2
