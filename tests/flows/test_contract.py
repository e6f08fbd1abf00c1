"""The contract's whole life: drafted, offered, asked about, signed by session, link and paper, sealed, verified, amended."""

import io
import re
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils.datastructures import MultiValueDict
from PIL import Image
from pypdf import PdfReader, PdfWriter

from documents.forms import posted
from documents.models import Question, Version
from people.models import Letter, User
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db


def post(browser: Client, address: str, data: Any = None, *, to: int = 302) -> Any:
    answer = browser.post(address, data or {})
    assert answer.status_code == to, (address, answer.status_code, answer.content.decode()[:2000])
    return answer


def words(browser: Client, address: str, status: int = 200) -> str:
    answer = browser.get(address)
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def signature(version: Version, name: str) -> dict[str, str]:
    version.refresh_from_db()
    return {"signature-name": name, "signature-agree": "on", "signature-seen": version.digest}


def drafted(browser: Client, version: Version, **clause: str) -> None:
    """The manager opens the form, adds a clause of the group's own, and asks for the preview."""
    assert version.kind is not None
    answers = {**version.answers, "clauses": [*version.answers["clauses"], clause]}
    data: MultiValueDict = posted(version.kind, answers)
    data["hand-on"] = "1"
    post(browser, reverse("documents:write", args=(version.pk,)), data)


def the_pdf(browser: Client, version: Version, run_jobs) -> bytes:
    run_jobs()
    answer = browser.get(reverse("documents:pdf", args=(version.pk,)))
    assert answer.status_code == 200
    return b"".join(answer.streaming_content)


def verdict(data: bytes) -> str:
    """What the public page says about a file to somebody who has no account."""
    answer = Client().post(reverse("documents:verify"), {"file": SimpleUploadedFile("contract.pdf", data)})
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def picture() -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (600, 800), "white").save(out, "PNG")
    return SimpleUploadedFile("signed.png", out.getvalue())


def test_a_contract_lives_from_its_draft_to_its_amendment(
    group: Group, mara: User, tomas: User, nia: User, ela: User, signed_in, run_jobs
) -> None:
    manager, mentor, mentee = signed_in(mara), signed_in(tomas), signed_in(nia)

    # drafted from clauses, previewed, offered
    post(manager, reverse("documents:start", args=(group.space_id, "contract")))
    first = Version.objects.get()
    drafted(manager, first, title="Snacks", text="Whoever comes last brings the biscuits.")
    page = reverse("documents:read", args=(first.pk,))
    preview = words(manager, page)
    assert "Whoever comes last brings the biscuits." in preview
    assert all(person.name in preview for person in (tomas, nia, ela))
    assert mentor.get(page).status_code == 404  # a draft is its author's own
    post(manager, reverse("documents:offer", args=(first.pk,)))

    # a question first, by the one who has no account yet
    link = stories.personal_link(ela)
    anyone = Client()
    assert "Whoever comes last brings the biscuits." in words(anyone, link)
    post(anyone, link, {"ask": "1", "question-text": "May it be fruit?"})
    question = Question.objects.get()
    answer = {f"answer-{question.pk}-text": "Of course."}
    post(manager, reverse("documents:answer", args=(first.pk, question.pk)), answer)
    link = stories.personal_link(ela)  # the letter that there is an answer brings a fresh one
    assert "Of course." in words(anyone, link) and "May it be fruit?" not in words(mentor, page)

    # signed: three in their accounts, the last by her link
    for browser, person in ((manager, mara), (mentor, tomas), (mentee, nia)):
        post(browser, reverse("documents:sign", args=(first.pk,)), signature(first, person.name))
    waiting = words(mentor, page)
    assert "3 of 4 have signed. Awaited: Ela Žukaitė" in waiting
    post(anyone, link, signature(first, ela.name))
    first.refresh_from_db()
    assert first.state == "sealed"
    assert "Whoever comes last" not in words(anyone, link)  # a receipt now

    # sealed: one file with every signature, and any later change of it is found
    sealed = the_pdf(mentor, first, run_jobs)
    printed = re.sub(r"\s+", " ", " ".join(sheet.extract_text() for sheet in PdfReader(io.BytesIO(sealed)).pages))
    for person in (mara, tomas, nia, ela):
        assert person.name in printed
    assert "by personal link" in printed and printed.count("signed in") >= 3
    assert "Genuine and unchanged." in verdict(sealed) and "Nia" not in verdict(sealed)
    copy = PdfWriter(io.BytesIO(sealed), incremental=True)
    copy.add_metadata({"/Title": "Another contract"})
    out = io.BytesIO()
    copy.write(out)
    assert "Changed after it was sealed." in verdict(out.getvalue())

    # amended: the first stays in force until all have signed the second
    post(manager, reverse("documents:amend", args=(first.pk,)))
    second = Version.objects.get(number=2)
    drafted(manager, second, title="Fruit", text="Fruit counts as biscuits.")
    post(manager, reverse("documents:offer", args=(second.pk,)))
    asked = words(mentee, reverse("documents:read", args=(second.pk,)))
    assert "What changed" in asked and "<ins" in asked
    first.refresh_from_db()
    assert first.state == "sealed"
    post(mentee, reverse("documents:refuse", args=(second.pk,)), {"refusal-reason": "I am allergic to apples."})
    second_page = reverse("documents:read", args=(second.pk,))
    assert "allergic" in words(manager, second_page) and "allergic" not in words(mentor, second_page)

    # taken back, changed, offered again: everyone signs anew, one of them on paper
    old_link = stories.personal_link(ela)
    post(manager, reverse("documents:recall", args=(second.pk,)))
    assert Client().get(old_link).status_code == 410
    second.refresh_from_db()
    drafted(manager, second, title="Apples", text="No apples.")
    post(manager, reverse("documents:offer", args=(second.pk,)))
    for browser, person in ((manager, mara), (mentor, tomas), (mentee, nia)):
        post(browser, reverse("documents:sign", args=(second.pk,)), signature(second, person.name))
    row = second.signatories.get(person=ela)
    post(
        manager,
        reverse("documents:sign_on_paper", args=(second.pk,)),
        {"paper-who": str(row.pk), "paper-file": picture()},
    )
    first.refresh_from_db()
    second.refresh_from_db()
    assert (first.state, second.state) == ("superseded", "sealed")
    assert "Genuine and unchanged." in verdict(the_pdf(mentee, second, run_jobs))
    assert "a newer one has replaced it" in verdict(sealed)
    assert "A newer version has replaced this one." in words(mentee, page)
    told = Letter.objects.filter(person=ela).values_list("subject", flat=True)
    assert not [subject for subject in told if "allergic" in subject or "biscuits" in subject]
