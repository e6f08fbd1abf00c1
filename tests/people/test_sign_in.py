"""Signing in: by address in whatever case, and nothing ever says whether an address is known."""

import re

import pytest
from django.core import mail
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.pages import read
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db

WRONG = "The e-mail address or the password is not right."


def sign_in(email: str, password: str = PASSWORD, browser: Client | None = None):
    return (browser or Client()).post(reverse("account_login"), {"login": email, "password": password})


def is_in(browser: Client) -> bool:
    return browser.get(reverse("home")).status_code == 200


@pytest.mark.parametrize("email", ["nia@example.org", "NIA@Example.Org", " nia@example.org "])
def test_the_case_of_the_address_does_not_matter(nia, email):
    browser = Client()
    assert sign_in(email, browser=browser).url == reverse("home")
    assert is_in(browser)


def test_an_account_switched_off_is_not_let_in_and_not_kept_in(nia, signed_in):
    browser = signed_in(nia)
    assert is_in(browser)
    User.objects.filter(pk=nia.pk).update(is_active=False)
    assert not is_in(browser)
    assert WRONG in sign_in("nia@example.org", browser=browser).content.decode()
    assert not is_in(browser)


def test_what_was_typed_stays_and_the_password_does_not(nia):
    page = sign_in("nia@example.org", "my wrong password").content.decode()
    assert "nia@example.org" in page
    assert "my wrong password" not in page


def test_signing_out_ends_it_and_needs_a_form(nia, signed_in):
    browser = signed_in(nia)
    browser.get(reverse("account_logout"))
    assert is_in(browser)
    browser.post(reverse("account_logout"))
    assert not is_in(browser)


def test_nobody_signs_up_by_themselves(db):
    answer = Client().get(reverse("account_signup"))
    assert "<form" not in answer.content.decode().partition("<main")[2].partition("</main>")[0]
    told = {"email": "oto@example.org", "password1": PASSWORD, "password2": PASSWORD}
    Client().post(reverse("account_signup"), told)
    assert not User.objects.exists()


def test_after_signing_in_one_lands_where_one_wanted_to_go_but_never_elsewhere(nia):
    wanted = reverse("people:profile")
    answer = Client().get(wanted)
    assert answer.url == f"{reverse('account_login')}?next={wanted}"
    browser = Client()
    told = {"login": "nia@example.org", "password": PASSWORD}
    assert browser.post(answer.url, {**told, "next": wanted}).url == wanted
    assert Client().post(reverse("account_login"), {**told, "next": "https://evil.example"}).url == reverse("home")


def reset(email: str):
    return Client().post(reverse("account_reset_password"), {"email": email}, follow=True)


def test_a_forgotten_password_says_the_same_for_an_unknown_address(nia, run_jobs):
    known, unknown = reset("NIA@example.org"), reset("nobody@example.org")
    run_jobs()
    assert known.redirect_chain == unknown.redirect_chain
    assert read(known.content) == read(unknown.content)
    assert [letter.to for letter in mail.outbox] == [["nia@example.org"]]


def test_a_new_password_is_chosen_by_a_link_that_works_once(nia, run_jobs):
    reset("nia@example.org")
    run_jobs()
    link = re.search(r"/password/reset/\S+", mail.outbox[0].body).group()
    browser = Client()
    form = browser.get(link).url
    told = {"password1": "another quiet walk", "password2": "another quiet walk"}
    browser.post(form, told)
    nia.refresh_from_db()
    assert nia.check_password("another quiet walk")
    second = Client().get(link, follow=True)
    assert 'name="password1"' not in second.content.decode()


def test_the_link_for_a_new_password_leads_to_the_house_whatever_the_request_calls_it(nia, run_jobs, settings):
    settings.ALLOWED_HOSTS, settings.SITE_URL = ["*"], "https://mentoring.example"
    Client(HTTP_HOST="evil.example:99").post(reverse("account_reset_password"), {"email": "nia@example.org"})
    run_jobs()
    body = mail.outbox[0].body
    assert "https://mentoring.example/password/reset/" in body and "evil" not in body


@pytest.mark.parametrize("page", ["account_change_password", "mfa_activate_totp"])
def test_who_has_no_password_yet_is_led_to_choose_one(nia, signed_in, run_jobs, page):
    """Nia came in by single sign-on and never chose one; what needs it confirmed leads there, too."""
    nia.set_unusable_password()
    nia.save()
    browser = signed_in(nia)
    answer = browser.get(reverse(page), follow=True)
    assert answer.redirect_chain[-1] == (reverse("account_reset_password"), 302)
    assert "You have no password here yet." in answer.content.decode()
    browser.post(reverse("account_reset_password"), {"email": nia.email})
    run_jobs()
    link = re.search(r"/password/reset/\S+", mail.outbox[0].body).group()
    browser.post(browser.get(link).url, {"password1": PASSWORD, "password2": PASSWORD})
    assert sign_in(nia.email).status_code == 302


def test_personal_pages_are_kept_by_no_cache(nia, signed_in):
    assert "no-store" in signed_in(nia).get(reverse("home"))["Cache-Control"]
