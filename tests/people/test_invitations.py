"""An invitation lets one person in, once, until it ends."""

import re
from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people import invitations
from people.models import Invitation, Letter, User
from tests import phones
from tests.pages import read
from tests.races import at_once
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db

SAID = {"name": "Ina Mäkelä", "password": PASSWORD}


@pytest.fixture
def ina(db) -> User:
    """Ina has been imported and cannot sign in yet."""
    return User.objects.create_user("ina@example.org", name="Ina M.")


def invite(person: User, by: User | None, about: str = "invitation 1 mentee") -> Invitation | None:
    return invitations.invite(person, to_what="Step into work", as_what="mentee", about=about, by=by)


def link_in(letter: Letter) -> str:
    return re.search(r"/me/invitation/[\w-]+/", letter.body).group()


@pytest.fixture
def link(ina, mara) -> str:
    """The address in Ina's letter."""
    invite(ina, mara)
    return link_in(Letter.objects.get(person=ina))


def end_all() -> None:
    Invitation.objects.update(ends_at=timezone.now() - timedelta(seconds=1))


def is_in(browser: Client) -> bool:
    return browser.get(reverse("home")).status_code == 200


def test_somebody_new_gets_a_letter_with_a_link_that_ends_after_two_weeks(ina, mara, run_jobs):
    invitation = invite(ina, mara)
    run_jobs()
    (letter,) = mail.outbox
    assert (letter.to, letter.subject) == (["ina@example.org"], "Invitation to Step into work")
    assert "Mara Vilks invites you to take part in Step into work as a mentee." in letter.body
    assert "The link works once, for 14 days." in letter.body
    assert abs(invitation.ends_at - timezone.now() - timedelta(days=14)) < timedelta(minutes=1)
    token = re.search(r"/me/invitation/([\w-]+)/", letter.body).group(1)
    assert invitations.find(token) == invitation
    assert token not in str(Invitation.objects.values()), "only its digest is kept"


def test_somebody_with_an_account_gets_a_letter_that_leads_home(nia, mara, run_jobs):
    assert invite(nia, mara) is None
    run_jobs()
    (letter,) = mail.outbox
    assert letter.subject == "You take part in Step into work"
    assert "/me/invitation/" not in letter.body and letter.body.rstrip().endswith("http://127.0.0.1:8000/")
    assert not Invitation.objects.exists()


def test_being_invited_to_the_same_thing_twice_is_one_letter(ina, mara):
    assert invite(ina, mara) is not None
    assert invite(ina, mara) is None
    assert (Letter.objects.count(), Invitation.objects.count()) == (1, 1)


def test_looking_at_an_invitation_accepts_nothing(link, ina):
    browser = Client()
    for ask in (browser.get, browser.head, browser.get):
        assert ask(link).status_code == 200
    page = browser.get(link).content.decode()
    assert "Mara Vilks invites you to take part as a mentee." in page and 'value="Ina M."' in page
    assert Invitation.objects.get().accepted_at is None
    assert not is_in(browser)
    ina.refresh_from_db()
    assert not ina.has_usable_password()


def test_accepting_sets_name_and_password_and_signs_in(link, ina):
    browser = Client()
    answer = browser.post(link, SAID)
    assert (answer.status_code, answer.url) == (302, reverse("home"))
    assert is_in(browser)
    ina.refresh_from_db()
    assert (ina.name, ina.check_password(PASSWORD)) == ("Ina Mäkelä", True)
    assert Client().login(email="ina@example.org", password=PASSWORD)


def test_a_link_works_once(link, ina):
    Client().post(link, SAID)
    thief = Client()
    answer = thief.post(link, {"name": "Thief", "password": "another quiet walk"})
    assert answer.status_code == 410
    assert "It was used already." in answer.content.decode()
    assert not is_in(thief)
    ina.refresh_from_db()
    assert (ina.name, ina.check_password(PASSWORD)) == ("Ina Mäkelä", True)


def test_accepting_sent_twice_in_the_same_browser_stays_signed_in(link):
    browser = Client()
    browser.post(link, SAID)
    assert browser.post(link, SAID).status_code == 410
    assert is_in(browser)


@pytest.mark.django_db(transaction=True)
def test_of_two_browsers_at_the_same_moment_one_is_let_in(link):
    browsers = [Client(), Client()]
    answers = at_once(*[lambda browser=browser: browser.post(link, SAID) for browser in browsers])
    # who is late is sent back to the link, or sees at once that it is used
    assert sorted(getattr(answer, "url", link) for answer in answers) == sorted([reverse("home"), link])
    assert sorted(is_in(browser) for browser in browsers) == [False, True]


def test_who_is_signed_in_as_somebody_else_is_asked_to_switch_and_comes_back(link, ina, oto, signed_in):
    browser = signed_in(oto)
    for answer in (browser.get(link), browser.post(link, SAID)):
        page = answer.content.decode()
        assert "This invitation is for Ina M." in page and "You are signed in as Oto Falk." in page
    ina.refresh_from_db()
    assert (ina.has_usable_password(), Invitation.objects.get().accepted_at) == (False, None)
    assert browser.post(reverse("account_logout"), {"next": link}).url == link
    browser.post(link, SAID)
    assert browser.get(reverse("home")).context["user"] == ina
    oto.refresh_from_db()
    assert (oto.name, oto.check_password(PASSWORD)) == ("Oto Falk", True)


def test_accepting_one_invitation_uses_up_the_others(link, ina, mara):
    invite(ina, mara, about="invitation 2 mentee")
    other = link_in(Letter.objects.get(person=ina, about="invitation 2 mentee"))
    assert Client().get(other).status_code == 200
    Client().post(link, SAID)
    assert Client().get(other).status_code == 410
    assert Client().post(other, {"name": "Thief", "password": "another quiet walk"}).status_code == 410
    ina.refresh_from_db()
    assert ina.name == "Ina Mäkelä"


def test_an_ended_link_offers_a_new_one(link, ina, run_jobs):
    end_all()
    page = Client().get(link)
    assert page.status_code == 410
    assert "Send me a new one" in page.content.decode() and "It worked until" in page.content.decode()
    assert Client().post(link, SAID).status_code == 410
    assert Client().get(f"{link}again/").status_code == 405
    answer = Client().post(f"{link}again/")
    assert "a new one is on its way to the same address" in answer.content.decode()
    newest = Letter.objects.exclude(body__contains=link).get(person=ina)
    assert Client().get(link_in(newest)).status_code == 200
    run_jobs()
    assert [letter.to for letter in mail.outbox] == [["ina@example.org"]] * 2


def test_a_new_link_is_sent_at_most_once_a_day(link, ina):
    end_all()
    for _click in range(3):
        assert Client().post(f"{link}again/").status_code == 200
    assert Letter.objects.filter(person=ina).count() == 2


def test_sending_again_says_the_same_whatever_the_link_was(link, ina):
    end_all()
    there = read(Client().post(f"{link}again/").content)
    letters = Letter.objects.count()
    assert read(Client().post("/me/invitation/never-was-one/again/").content) == there
    Invitation.objects.update(accepted_at=timezone.now())
    assert read(Client().post(f"{link}again/").content) == there
    assert Letter.objects.count() == letters


def test_a_link_that_never_was_one_has_ended_too(db):
    answer = Client().get("/me/invitation/never-was-one/")
    assert answer.status_code == 410
    assert "This link has ended" in answer.content.decode()


def test_nobody_is_let_into_an_account_that_was_switched_off(link, ina):
    User.objects.update(is_active=False)
    browser = Client()
    assert browser.get(link).status_code == 410
    assert browser.post(link, SAID).status_code == 410
    assert not is_in(browser)
    ina.refresh_from_db()
    assert not ina.has_usable_password()


@pytest.mark.parametrize(
    ("said", "sentence"),
    [
        ({"password": "short"}, "This password is too short. It must contain at least 10 characters."),
        ({"password": "1234567890"}, "This password is too common."),
        ({"password": "ina@example.org"}, "The password is too similar to the E-mail address."),
        ({"name": "x" * 320}, "Ensure this value has at most 150 characters (it has 320)."),
        ({"name": "   "}, "This field is required."),
        ({"password": "x" * 201}, "Ensure this value has at most 200 characters (it has 201)."),
    ],
)
def test_what_cannot_be_taken_gets_a_sentence_and_the_name_stays(link, ina, said, sentence):
    answer = Client().post(link, {**SAID, **said})
    page = answer.content.decode()
    assert answer.status_code == 200
    assert sentence in page
    assert said.get("name", "Ina Mäkelä").strip() in page
    assert Invitation.objects.get().accepted_at is None


def test_who_comes_in_without_ticking_to_stay_is_out_when_the_browser_closes(link):
    browser = Client()
    browser.post(link, SAID)
    assert is_in(browser) and not browser.cookies["sessionid"]["max-age"]


def test_whose_sign_in_takes_a_second_step_does_not_get_around_it_by_an_invitation(ina, link):
    """Ina came in by single sign-on and set up an app before she opened the letter."""
    phones.set_up(ina)
    browser = Client()
    assert browser.post(link, SAID).url == reverse("mfa_authenticate")
    assert not is_in(browser)
    ina.refresh_from_db()
    assert ina.check_password(PASSWORD), "it is accepted all the same"
