"""Printing: safe to do twice, never lost; a damaged file heals, a failed one can be tried again."""

import hashlib
import io
import json
from pathlib import Path

import pypdf
import pytest
from django.conf import settings
from django.urls import reverse

from documents import printing, signing
from documents.models import Version
from documents.seal.verdict import State, verify
from documents.sheet import digest_of
from jobs import queue
from jobs.models import Job
from people.models import User
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db


@pytest.fixture
def contract(working_group: Group, run_jobs) -> Version:
    """In force and printed."""
    run_jobs()
    return Version.objects.get(document__space=working_group.space)


def reworded(version: Version, **words) -> None:
    """Other words, as if they had been sealed like this."""
    sheet = {**version.sheet, **words}
    Version.objects.filter(pk=version.pk).update(sheet=sheet, digest=digest_of(sheet))


def reprinted(version: Version, run_jobs) -> bytes:
    run_jobs()
    version.refresh_from_db()
    assert printing.is_intact(version)
    return printing.file_of(version).read_bytes()


def job_of(version: Version) -> Job:
    job = printing.job_of(version)
    assert job is not None
    return job


def test_the_file_lies_under_its_digest(contract: Version) -> None:
    data = printing.file_of(contract).read_bytes()
    assert data.startswith(b"%PDF")
    assert contract.pdf_digest == hashlib.sha256(data).hexdigest() == Path(contract.pdf).stem
    assert [path.suffix for path in Path(settings.MEDIA_ROOT).rglob("*") if path.is_file()] == [".pdf"]


def test_done_twice_it_is_one_file(contract: Version) -> None:
    written = printing.file_of(contract).stat().st_mtime_ns
    printing.print_version(None, thing=str(contract.pk))
    assert printing.file_of(contract).stat().st_mtime_ns == written


@pytest.mark.parametrize("damage", [lambda path: path.unlink(), lambda path: path.write_bytes(b"%PDF something else")])
def test_a_missing_or_altered_file_is_printed_anew_with_the_same_bytes(
    damage, contract: Version, nia: User, signed_in, run_jobs
) -> None:
    before = printing.file_of(contract).read_bytes()
    damage(printing.file_of(contract))
    assert not printing.is_intact(contract)
    address = reverse("documents:pdf", args=(contract.pk,))
    answer = signed_in(nia).get(address)
    assert answer.status_code == 202 and "being prepared" in answer.content.decode()
    assert reprinted(contract, run_jobs) == before
    assert b"".join(signed_in(nia).get(address).streaming_content) == before


def test_what_is_only_offered_is_not_printed(group: Group, mara: User, nia: User, signed_in, run_jobs) -> None:
    """Else the file of the contract in force would be the one without signatures."""
    version = stories.offered_contract(group, by=mara)
    assert signed_in(nia).post(reverse("documents:print", args=(version.pk,))).status_code == 403
    printing.print_again(version, by=nia)
    run_jobs()
    version.refresh_from_db()
    assert (version.pdf, version.pdf_digest) == ("", "")
    for row in version.signatories.select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)
    reprinted(version, run_jobs)


def test_words_that_were_changed_behind_our_back_are_neither_handed_out_nor_printed(
    contract: Version, nia: User, signed_in, run_jobs
) -> None:
    browser, address = signed_in(nia), reverse("documents:pdf", args=(contract.pk,))
    assert b"".join(browser.get(address).streaming_content).startswith(b"%PDF")
    contract.sheet["blocks"][0]["title"] = "Something else"
    contract.save()
    answer = browser.get(address)
    assert answer.status_code == 409 and "changed outside this application" in answer.content.decode()
    printing.print_again(contract, by=nia)
    run_jobs()
    contract.refresh_from_db()
    assert contract.pdf == "" and "not the words that were sealed" in job_of(contract).error


def test_a_contract_carries_the_seal_and_its_answers(contract: Version) -> None:
    data = printing.file_of(contract).read_bytes()
    verdict = verify(data)
    assert (verdict.state, verdict.at) == (State.UNCHANGED, contract.sealed_at.replace(microsecond=0))
    told = json.loads(pypdf.PdfReader(io.BytesIO(data)).attachments["answers.json"][0])
    assert told == {
        "kind": "contract",
        "document": str(contract.document_id),
        "version": 1,
        "digest": contract.digest,
        "answers": contract.answers,
    }


@pytest.fixture
def unprintable(working_group: Group, run_jobs) -> Version:
    """Its words are of a shape that no printer gets through."""
    version = Version.objects.get(document__space=working_group.space)
    reworded(version, blocks=7)
    Job.objects.exclude(name=printing.JOB).delete()
    for _attempt in range(5):
        run_jobs()
        Job.objects.filter(state="waiting").update(not_before=version.created_at)
    version.refresh_from_db()
    return version


def test_a_failed_print_says_why_and_loses_nothing(unprintable: Version, nia: User, signed_in) -> None:
    assert (job_of(unprintable).state, unprintable.pdf, unprintable.state) == ("failed", "", "sealed")
    assert job_of(unprintable).error.startswith("It failed five times")
    answer = signed_in(nia).get(reverse("documents:pdf", args=(unprintable.pk,)))
    assert answer.status_code == 202
    page = answer.content.decode()
    assert "It failed five times" in page and "Try again" in page and "The document itself is safe" in page


def test_a_failed_print_can_be_tried_again(unprintable: Version, nia: User, signed_in, run_jobs) -> None:
    reworded(unprintable, blocks=[])
    browser = signed_in(nia)
    browser.post(reverse("documents:print", args=(unprintable.pk,)))
    browser.post(reverse("documents:print", args=(unprintable.pk,)))
    assert Job.objects.filter(name=printing.JOB, state="waiting").count() == 1
    assert reprinted(unprintable, run_jobs).startswith(b"%PDF")


def test_a_version_that_has_gone_is_no_fault(run_jobs) -> None:
    job = queue.enqueue(printing.JOB, thing="00000000-0000-4000-8000-000000000000")
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error) == ("done", "")
