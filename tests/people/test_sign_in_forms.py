"""Signing in with a code from a letter; forms in our words."""

import re
import time

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.models import Letter, User
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db
ASK, ENTER = "account_request_login_code", "account_confirm_login_code"


def is_in(browser: Client) -> bool:
    return browser.get(reverse("home")).status_code == 200


def code_for(email: str, browser: Client, run_jobs, *, field: str = "email") -> str:
    """Ask for a code and read it in the letter."""
    mail.outbox.clear()
    answer = browser.post(reverse(ASK), {field: email})
    assert answer.url == reverse(ENTER)
    run_jobs()
    (letter,) = mail.outbox
    assert letter.subject == "Your code to sign in" and letter.to == ["nia@example.org"]
    return re.search(r"^\d{4}-\d{4}$", letter.body, re.M).group()


@pytest.mark.parametrize("field", ["email", "login"])  # from the page of its own; from the sign-in page
def test_a_code_from_a_letter_lets_in_once(nia, run_jobs, field):
    browser = Client()
    code = code_for("NIA@example.org", browser, run_jobs, field=field)
    assert code.replace("-", "") not in str(Letter.objects.values()).replace("-", ""), "it is not kept"
    assert browser.post(reverse(ENTER), {"code": code.replace("-", " ")}).url == reverse("home")
    assert is_in(browser)
    thief = Client()
    thief.post(reverse(ASK), {"email": "nia@example.org"})
    assert thief.post(reverse(ENTER), {"code": code}).status_code == 200
    assert not is_in(thief)


def test_a_code_leads_to_where_one_wanted_to_go(nia, run_jobs):
    browser, wanted = Client(), reverse("people:profile")
    browser.post(reverse(ASK), {"email": "nia@example.org", "next": wanted})
    run_jobs()
    code = re.search(r"\d{4}-\d{4}", mail.outbox[0].body).group()
    assert browser.post(reverse(ENTER), {"code": code, "next": wanted}).url == wanted
    assert browser.session.get_expire_at_browser_close(), "as with the password, unless it is ticked"


def test_a_code_is_good_for_three_tries_and_ten_minutes(nia, run_jobs, monkeypatch):
    browser = Client()
    code = code_for("nia@example.org", browser, run_jobs)
    for _try in range(2):
        assert "This code is not right." in browser.post(reverse(ENTER), {"code": "0000-0000"}).content.decode()
    assert browser.post(reverse(ENTER), {"code": "0000-0000"}).url == reverse(ASK)
    assert browser.post(reverse(ENTER), {"code": code}).status_code == 302
    assert not is_in(browser)

    code = code_for("nia@example.org", browser, run_jobs)
    now = time.time()
    monkeypatch.setattr("time.time", lambda: now + 601)
    browser.post(reverse(ENTER), {"code": code})
    assert not is_in(browser)


def test_nobody_comes_in_where_there_is_no_account_or_it_is_switched_off(oto):
    User.objects.filter(pk=oto.pk).update(is_active=False)
    for email in ("oto@example.org", "nobody@example.org"):
        browser = Client()
        browser.post(reverse(ASK), {"email": email})
        for code in ("", "0", "None", "\x00", "x" * 5000):
            browser.post(reverse(ENTER), {"code": code})
        assert not is_in(browser)
    assert not Letter.objects.filter(body__contains="Type this code").exclude(person=oto).exists()


def test_one_can_start_again_with_the_password(nia):
    browser = Client()
    browser.post(reverse(ASK), {"email": "nia@example.org"})
    assert browser.get(reverse("account_login")).url == reverse(ENTER)
    assert browser.post(reverse("account_logout"), {"next": reverse("account_login")}).url == reverse("account_login")
    told = {"login": "nia@example.org", "password": PASSWORD}
    assert browser.post(reverse("account_login"), told).url == reverse("home")


def test_asking_without_an_address_asks_for_it_and_blames_nobody(db):
    page = Client().post(reverse(ASK), {"login": "", "password": ""}).content.decode()
    assert "There is a problem" not in page and 'name="email"' in page
    assert "There is a problem" in Client().post(reverse(ASK), {"email": "nia at home"}).content.decode()


@pytest.mark.parametrize("name", ["account_login", ASK, "account_reset_password"])
def test_forms_say_e_mail_address_and_let_browsers_fill_in(name, db):
    page = Client().get(reverse(name)).content.decode()
    assert "E-mail address" in page and "Email" not in page
    assert 'autocomplete="username"' in page and "placeholder" not in page
    assert ("Show</button>" in page) == ('autocomplete="current-password"' in page) == (name == "account_login")


@pytest.mark.parametrize("password", ["x" * 201, "\x00" * 10])
def test_a_password_that_can_be_none_is_refused_in_words(nia, password):
    answer = Client().post(reverse("account_login"), {"login": "nia@example.org", "password": password})
    assert answer.status_code == 200 and "There is a problem" in answer.content.decode()
