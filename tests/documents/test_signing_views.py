"""Signing through its pages: what each person is offered there, what is sent, and what comes back when it is not right."""

import io
import re

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from PIL import Image

from documents import kinds, pipeline, signing
from documents.models import Question, Version
from documents.signing import asking
from people.models import User
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db
BUTTONS = {
    "mara": {"Sign this document", "Send the question", "Decline to sign this", "Remind who is awaited",
             "Take back to change it", "Print to sign by hand", "Add the signed paper"},
    "nia": {"Sign this document", "Send the question", "Decline to sign this", "Print to sign by hand",
            "Add the signed paper"},
    "tomas": set(),
}  # fmt: skip


@pytest.fixture
def contract(group: Group, mara: User, tomas: User) -> Version:
    """Offered by Mara to Tomas, Nia and Ela; Tomas has signed."""
    version = stories.offered_contract(group, by=mara)
    signing.sign(version, by=tomas, name=tomas.name)
    return version


def page(name: str, version: Version, *more: object) -> str:
    return reverse(f"documents:{name}", args=(version.pk, *more))


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def buttons(text: str) -> set[str]:
    main = text[text.index("<main") : text.index("</main")]
    return {re.sub(r"<[^>]+>", "", found).strip() for found in re.findall(r"<button[^>]*>(.*?)</button>", main)}


def paper(name: str = "signed.png") -> SimpleUploadedFile:
    out = io.BytesIO()
    Image.new("RGB", (60, 80), "white").save(out, "PNG")
    return SimpleUploadedFile(name, out.getvalue())


@pytest.mark.parametrize("who", BUTTONS)
def test_each_is_offered_what_they_may_do(who: str, contract: Version, request, signed_in) -> None:
    text = words(signed_in(request.getfixturevalue(who)).get(page("read", contract)))
    assert buttons(text) == BUTTONS[who]
    assert "1 of 4 have signed. Awaited: Mara Vilks, Ela Žukaitė, Nia Berg." in text
    assert ('<a href="#sign">Go to signing</a>' in text) is (who != "tomas")


def test_an_author_looks_over_whom_a_draft_will_ask(group: Group, mara: User, signed_in) -> None:
    version = pipeline.start(kinds.get("contract"), group.space, by=mara)
    text = words(signed_in(mara).get(page("read", version)))
    assert buttons(text) == {"Offer for signature"} and text.count("gets a letter with a personal link") == 3
    pipeline.write(version, {}, by=mara)
    text = words(signed_in(mara).get(page("read", version)))
    assert buttons(text) == set() and "Some answers are missing" in text


def test_an_amendment_shows_what_changed_to_who_offers_and_who_signs(
    working_group: Group, mara: User, nia: User, signed_in
) -> None:
    first = Version.objects.get(document__kind_slug="contract")
    second = pipeline.amend(first, by=mara)
    frame = {**second.answers["frame"], "purpose": "Find work, and keep it."}
    pipeline.write(second, {**second.answers, "frame": frame}, by=mara)
    said = "What changed since version 1, which is in force"
    assert said in words(signed_in(mara).get(page("read", second)))
    signing.offer(second, by=mara)
    text = words(signed_in(nia).get(page("read", second)))
    assert said in text and "and keep it" in text
    assert said in words(signed_in(nia).get(stories.personal_link(nia)))
    assert said not in words(signed_in(nia).get(page("read", first)))


def test_declining_asks_for_a_reason_and_keeps_what_was_typed(contract: Version, nia: User, signed_in) -> None:
    browser = signed_in(nia)
    answer = browser.post(page("refuse", contract), {"refusal-reason": "No. " * 300})
    assert answer.status_code == 422 and "No. No. No." in words(answer) and "at most 1000 characters" in words(answer)
    answer = browser.post(page("refuse", contract), {"refusal-reason": "Too many sessions."}, follow=True)
    assert "You have declined to sign. The author has been told." in words(answer)
    assert not {"Sign this document", "Decline to sign this"} & buttons(words(answer))
    assert browser.post(page("refuse", contract), {"refusal-reason": "Again."}).status_code == 409


def test_a_question_and_its_answer_through_the_pages(contract: Version, mara: User, nia: User, signed_in) -> None:
    assert signed_in(nia).post(page("ask", contract), {"question-text": " "}).status_code == 422
    answer = signed_in(nia).post(page("ask", contract), {"question-text": "May I bring my sister?"}, follow=True)
    assert "my sister?" in words(answer) and "Not answered yet." in words(answer)
    question = Question.objects.get()
    asking.ask(contract, by=nia, text="Another one?")
    address = page("answer", contract, question.pk)
    answer = signed_in(mara).post(address, {f"answer-{question.pk}-text": f"Well {2_000 * 'x'}"})
    assert answer.status_code == 422 and words(answer).count("Well xxx") == 1
    assert signed_in(mara).post(address, {f"answer-{question.pk}-text": "Once, yes."}).status_code == 302
    assert signed_in(mara).post(address, {f"answer-{question.pk}-text": "No."}).status_code == 409
    assert "Once, yes." in words(signed_in(nia).get(page("read", contract)))


def test_a_reminder_says_how_many_it_reached(contract: Version, mara: User, signed_in) -> None:
    first, second = (signed_in(mara).post(page("remind", contract), follow=True) for _twice in range(2))
    assert "2 people were reminded." in words(first) and "Remind who is awaited" not in words(first)
    assert "Everyone who is awaited was reminded within the last day." in words(second)


def test_a_signed_paper_is_added_by_its_person_or_the_author(
    contract: Version, mara: User, nia: User, ela: User, signed_in
) -> None:
    mine, hers = (contract.signatories.get(person=who) for who in (nia, ela))
    theirs = signed_in(nia).post(page("sign_on_paper", contract), {"paper-who": hers.pk, "paper-file": paper()})
    assert theirs.status_code == 422 and "Select a valid choice" in words(theirs)
    told = {"paper-who": mine.pk, "paper-file": SimpleUploadedFile("x.png", b"no picture")}
    answer = signed_in(nia).post(page("sign_on_paper", contract), told)
    assert answer.status_code == 422 and "neither a PDF nor a PNG or JPEG" in words(answer)
    assert signed_in(nia).post(page("sign_on_paper", contract), {"paper-who": mine.pk, "paper-file": paper()}).url
    picture = reverse("documents:file", args=(mine.scans.get(purpose="page").pk,))
    shown = signed_in(ela).get(picture)
    assert shown.status_code == 200 and b"".join(shown.streaming_content)
    assert picture in words(signed_in(ela).get(page("read", contract)))
    by_link = words(Client().get(stories.personal_link(ela)))
    assert "The paper signed by Nia Berg" in by_link and picture not in by_link
    told = {"paper-who": hers.pk, "paper-file": paper()}
    answer = signed_in(mara).post(page("sign_on_paper", contract), told, follow=True)
    assert "The paper signed by Ela Žukaitė was added." in words(answer)
    assert set(contract.signatories.exclude(signed_at=None).values_list("person__name", "way")) == {
        ("Tomas Lind", "account"), ("Nia Berg", "paper"), ("Ela Žukaitė", "paper"),
    }  # fmt: skip
