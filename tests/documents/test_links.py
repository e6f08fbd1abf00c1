"""The personal link: it lets one person read and sign one version, until it ends, and opens nothing else."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from documents import signing
from documents.models import Question, Signatory, Version
from documents.signing import asking, links, reminding
from people.models import Letter, User
from policy.checks import every_address
from policy.doors import DOORS
from policy.models import Event, Participation
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db
NEVER = "/d/sign/never-was-one/"


@pytest.fixture
def contract(group: Group, mara: User) -> Version:
    return stories.offered_contract(group, by=mara)


@pytest.fixture
def link(contract: Version, nia: User) -> str:
    """The address in Nia's letter."""
    return stories.personal_link(nia)


def line(contract: Version, who: User) -> Signatory:
    return contract.signatories.get(person=who)


def words(answer) -> str:
    return " ".join(answer.content.decode().split())


def without_token(answer, link: str) -> str:
    """What a page says, but for the address itself and the form's own secret."""
    text = answer.content.decode().replace(link, "LINK")
    return re.sub(r'name="(csrfmiddlewaretoken|next)"\s+value="[^"]*"', "", text)


def test_the_link_shows_the_words_who_has_signed_and_the_forms(link, contract, tomas, nia) -> None:
    signing.sign(contract, by=tomas, name=tomas.name)
    page = words(Client().get(link))
    assert "This page is for <strong>Nia Berg</strong> (mentee) alone" in page
    assert "1 of 4 have signed. Awaited:" in page and "Confidentiality" in page
    assert "Sign this document" in page and "Decline to sign" in page and "Send the question" in page
    assert contract.get_absolute_url() not in page and "Add a signed paper" not in page and "Take back" not in page


def test_its_address_is_told_to_nobody(link) -> None:
    for address, status in ((link, 200), (NEVER, 410)):
        answer = Client().get(address)
        assert answer.status_code == status
        # not "no-referrer": browsers would send the form's origin as "null", and it would be refused as forged
        assert answer["Referrer-Policy"] == "strict-origin"
        assert "no-store" in answer["Cache-Control"] and "noindex" in answer["X-Robots-Tag"]


def test_looking_at_it_changes_nothing(link, contract, nia) -> None:
    before = (list(Signatory.objects.values()), Event.objects.count(), Letter.objects.count(), Question.objects.count())
    for ask in (Client().get, Client().head, Client().get):
        assert ask(link).status_code == 200
    assert Client().put(link).status_code == 405
    assert (
        list(Signatory.objects.values()),
        Event.objects.count(),
        Letter.objects.count(),
        Question.objects.count(),
    ) == before


def test_signing_by_link_is_a_signature_of_its_person_and_leaves_a_receipt(link, contract, nia) -> None:
    browser, told = Client(), stories.signature_form(contract, nia)
    assert browser.post(link, told).status_code == 302
    row = line(contract, nia)
    assert (row.way, row.name_typed, row.digest) == ("link", "Nia Berg", contract.digest)
    assert Event.objects.get(action="sign").by == nia
    for answer in (browser.get(link), browser.post(link, told), Client().get(link)):
        page = words(answer)
        assert answer.status_code == 200 and "You have signed" in page and row.digest in page
        assert "Confidentiality" not in page and "Sign this document" not in page
    assert Event.objects.filter(action="sign").count() == 1
    assert Client().get(reverse("home")).status_code == browser.get(reverse("home")).status_code == 302


@pytest.mark.parametrize("told", [{"signature-name": "Ela Žukaitė"}, {"signature-agree": ""}, {"signature-seen": "x"}])
def test_what_is_not_right_is_no_signature_and_what_was_typed_stays(told: dict, link, contract, nia) -> None:
    answer = Client().post(link, {**stories.signature_form(contract, nia), **told})
    assert answer.status_code == 422
    assert told.get("signature-name", "Nia Berg") in words(answer)
    assert line(contract, nia).is_awaited
    again = answer.context["signature_form"]
    assert again["seen"].value() == contract.digest, "the next attempt is about the words that are shown now"


def test_declining_by_link_leaves_a_receipt_too(link, contract, nia, mara) -> None:
    browser = Client()
    assert browser.post(link, {"decline": "1", "refusal-reason": ""}).status_code == 422
    assert browser.post(link, {"decline": "1", "refusal-reason": "Too many sessions."}).status_code == 302
    assert line(contract, nia).reason == "Too many sessions."
    page = words(browser.get(link))
    assert "You have declined to sign" in page and "Too many" not in page
    assert browser.post(link, stories.signature_form(contract, nia)).status_code == 200
    assert line(contract, nia).signed_at is None


def test_a_question_by_link_is_read_there_with_its_answer_by_who_asked_alone(link, contract, mara, nia, ela) -> None:
    browser = Client()
    assert browser.post(link, {"ask": "1", "question-text": "May I bring my sister?"}).status_code == 302
    question = Question.objects.get()
    assert (question.by, question.text) == (nia, "May I bring my sister?")
    assert "my sister?" in words(browser.get(link))
    assert "my sister?" not in words(Client().get(stories.personal_link(ela)))
    asking.answer(question, by=mara, text="Once, yes.")
    assert "Once, yes." in words(Client().get(stories.personal_link(nia)))


def test_whoever_is_signed_in_it_signs_for_its_own_person(link, contract, nia, oto, tomas, signed_in) -> None:
    for somebody in (oto, tomas):
        page = words(signed_in(somebody).get(link))
        assert f"You are signed in as {somebody.name}, but this is the personal link of Nia Berg." in page
    assert signed_in(tomas).post(link, stories.signature_form(contract, tomas)).status_code == 422
    assert signed_in(tomas).post(link, stories.signature_form(contract, nia)).status_code == 302
    assert [(row.person, row.way) for row in contract.signatories.exclude(signed_at=None)] == [(nia, "link")]


ENDINGS = {
    "taken back": lambda contract, mara, nia: signing.recall(contract, by=mara),
    "offered anew": lambda contract, mara, nia: (
        signing.recall(contract, by=mara), signing.offer(Version.objects.get(pk=contract.pk), by=mara)
    ),
    "reminded": lambda contract, mara, nia: reminding.remind(contract, by=mara),
    "two weeks": lambda contract, mara, nia: Signatory.objects.update(link_until=timezone.now()),
    "left": lambda contract, mara, nia: Participation.objects.filter(person=nia).update(ends_at=timezone.now()),
    "switched off": lambda contract, mara, nia: User.objects.filter(pk=nia.pk).update(is_active=False),
    "signed, two weeks later": lambda contract, mara, nia: (
        signing.sign(contract, by=nia, name=nia.name), Signatory.objects.update(link_until=timezone.now())
    ),
    "signed and left": lambda contract, mara, nia: (
        signing.sign(contract, by=nia, name=nia.name),
        Participation.objects.filter(person=nia).update(ends_at=timezone.now()),
    ),
}  # fmt: skip


@pytest.mark.parametrize("why", ENDINGS)
def test_a_link_that_has_ended_says_what_one_says_that_never_was(why: str, link, contract, mara, nia) -> None:
    assert Client().get(link).status_code == 200
    told = stories.signature_form(contract, nia)
    ENDINGS[why](contract, mara, nia)
    before = list(contract.signatories.order_by("pk").values())
    nothing = without_token(Client().get(NEVER), NEVER)
    for answer in (Client().get(link), Client().post(link, told), Client().post(link, {"decline": "1", "ask": "1"})):
        assert answer.status_code == 410 and without_token(answer, link) == nothing
    assert list(contract.signatories.order_by("pk").values()) == before


@pytest.mark.parametrize("why", ["two weeks", "taken back", "signed, two weeks later", "left", "switched off"])
def test_a_new_link_goes_to_the_same_address_only_if_it_is_still_awaited(
    why: str, link, contract, mara, nia, run_jobs
) -> None:
    run_jobs()
    mail.outbox.clear()
    ENDINGS[why](contract, mara, nia)
    assert Client().get(f"{link}again/").status_code == 405
    nothing = without_token(Client().post(f"{NEVER}again/"), NEVER)
    for _click in range(3):
        answer = Client().post(f"{link}again/")
        assert (answer.status_code, without_token(answer, link)) == (200, nothing)
    if why == "two weeks":
        assert Client().get(stories.personal_link(nia)).status_code == 200
        assert Client().get(link).status_code == 410
    run_jobs()
    letters = [letter.to for letter in mail.outbox if letter.subject.startswith("Please sign")]
    assert letters == ([["nia@example.org"]] if why == "two weeks" else [])


def test_it_lives_for_two_weeks_and_only_its_digest_is_kept(link, contract, nia) -> None:
    row, token = line(contract, nia), link.split("/")[-2]
    assert abs(row.link_until - timezone.now() - timedelta(days=14)) < timedelta(minutes=1)
    assert links.of_token(token) == row and len(token) >= 43
    assert token not in str(list(Signatory.objects.values())) and token not in str(list(Event.objects.values()))
    assert token not in " ".join(Letter.objects.values_list("subject", flat=True))
    assert links.of_token("") is None and links.of_token(row.link_digest) is None


def test_its_bearer_reaches_nothing_else(link, contract, group, nia) -> None:
    """Every address of the house that asks for somebody sends the bearer to the sign-in page, also with known ids."""
    browser = Client()
    assert browser.get(link).status_code == 200
    browser.post(link, stories.signature_form(contract, nia))
    token, asked = link.split("/")[-2], 0
    ids = [str(row.pk) for row in (contract, contract.document, contract.space, group, line(contract, nia), nia)]
    for name, route in every_address():
        if DOORS[name].rule.startswith(("anyone", "link", "site")):
            continue
        for known in ids:
            address = with_ids(route, known, token)
            for answer in (browser.get(address), browser.post(address, {"token": token})):
                is_led = answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
                assert is_led or b"<h1>You are signed out</h1>" in answer.content, (name, address)
                asked += 1
    assert asked > 500


def with_ids(route: str, known: str, token: str) -> str:
    """An address with an id that the bearer may have come across in every place that asks for one."""
    words = {"uuid": known, "int": "1", "slug": "contract"}
    return "/" + re.sub(r"<(\w+):\w+>", lambda part: words.get(part[1], token), route)
