"""Signing in with the organisation's account: only who is known here by a verified address, and nobody is created."""

from collections.abc import Iterator
from urllib.parse import urlsplit

import pytest
import requests
from django.test import Client
from django.urls import reverse

from people.models import User
from tests import phones
from tests.people import provider as openid
from tests.people.provider import Provider
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db
BEGIN = "/sign-in/with/organisation/"


@pytest.fixture
def provider(settings) -> Iterator[Provider]:
    """The organisation's sign-in, set up here."""
    with openid.running() as found:
        found.who = {"sub": "7", "email": "Nia@example.org", "email_verified": True, "name": "N. Berg"}
        app = {"provider_id": "organisation", "name": "Town of Lund", "client_id": "mentoring", "secret": "secret"}
        settings.SOCIALACCOUNT_PROVIDERS = {
            "openid_connect": {"OAUTH_PKCE_ENABLED": True, "APPS": [{**app, "settings": {"server_url": found.url}}]}
        }
        yield found


def walk(browser: Client, begin: str = BEGIN):
    """From our button to the other page, which sends back at once; what we say in the end."""
    there = browser.get(begin)
    assert there.status_code == 302, there.content.decode()
    back = requests.get(there.url, allow_redirects=False, timeout=5).headers["Location"]
    return browser.get(urlsplit(back)._replace(scheme="", netloc="").geturl())


def is_in(browser: Client) -> bool:
    return browser.get(reverse("home")).status_code == 200


def test_the_button_stands_on_the_sign_in_page_when_it_is_set_up(provider):
    page = Client().get(reverse("account_login"), {"next": "/me/profile/"}).content.decode()
    assert "Sign in with Town of Lund" in page and f'href="{BEGIN}?next=/me/profile/"' in page


def test_without_the_setting_there_is_no_button_and_no_door(db):
    assert "/sign-in/with/" not in Client().get(reverse("account_login")).content.decode()
    assert Client().get(BEGIN).url == Client().get(f"{BEGIN}back/").url == reverse("account_login")


def test_who_is_known_by_the_address_comes_in_and_nothing_of_the_other_account_is_kept(provider, nia):
    browser = Client()
    answer = walk(browser, f"{BEGIN}?next=/me/profile/&process=connect")
    assert answer.url == "/me/profile/" and browser.get(reverse("home")).context["user"] == nia
    nia.refresh_from_db()
    assert nia.name == "Nia Berg" and nia.check_password(PASSWORD)
    assert not nia.socialaccount_set.exists() and not nia.emailaddress_set.exists()
    assert walk(Client(), f"{BEGIN}?next=https://evil.example/").url == reverse("home")


def test_who_was_invited_comes_in_too(provider):
    User.objects.create_user("nia@example.org", name="Nia")
    browser = Client()
    walk(browser)
    assert is_in(browser)


@pytest.mark.parametrize(
    ("claims", "sentence"),
    [
        ({"email": "stranger@example.org"}, "nobody with the e-mail address of that account was invited here"),
        ({"email_verified": False}, "did not say that your e-mail address there is confirmed"),
        ({"email_verified": None}, "did not say that your e-mail address there is confirmed"),
        ({"email": ""}, "did not say that your e-mail address there is confirmed"),
        ({"email": ["nia@example.org"]}, "did not say that your e-mail address there is confirmed"),
        ({"sub": ""}, "Something did not fit together"),
    ],
)
def test_who_is_not_known_or_not_verified_gets_a_sentence_and_no_account(provider, nia, claims, sentence):
    provider.who |= claims
    browser = Client()
    answer = walk(browser)
    assert sentence in answer.content.decode() and answer.status_code == 403
    assert not is_in(browser) and User.objects.count() == 1


def test_an_account_that_is_switched_off_stays_closed(provider, nia):
    User.objects.update(is_active=False)
    browser = Client()
    assert walk(browser).url == reverse("account_inactive")
    assert not is_in(browser)


def test_the_second_step_is_asked_for_all_the_same(provider, nia):
    phones.set_up(nia)
    browser = Client()
    assert walk(browser).url == reverse("mfa_authenticate")
    assert not is_in(browser)


@pytest.mark.parametrize("path", ["/.well-known/openid-configuration", "/token", "/userinfo"])
def test_a_provider_that_is_away_or_talks_nonsense_gets_a_sentence(provider, nia, path):
    browser = Client()
    there = browser.get(BEGIN)
    provider.broken = path
    if path.startswith("/.well"):
        answer = browser.get(BEGIN)
    else:
        back = requests.get(there.url, allow_redirects=False, timeout=5).headers["Location"]
        answer = browser.get(urlsplit(back)._replace(scheme="", netloc="").geturl())
    assert answer.status_code == 403 and "You are not signed in" in answer.content.decode()
    assert not is_in(browser)


@pytest.mark.parametrize(
    ("query", "sentence"),
    [
        ("", "Something did not fit together"),
        ("?code=a-code&state=of-somebody-else", "Something did not fit together"),
        ("?error=access_denied&state={state}", "You stopped on the other page."),
        ("?error=server_error&state={state}", "Something did not fit together"),
    ],
)
def test_an_answer_that_was_not_asked_for_lets_nobody_in(provider, nia, query, sentence):
    browser = Client()
    state = browser.get(BEGIN).url.partition("state=")[2].partition("&")[0]
    answer = browser.get(f"{BEGIN}back/{query.format(state=state)}")
    assert sentence in answer.content.decode() and not is_in(browser)
