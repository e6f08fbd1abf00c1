"""The second step: set up with an app, asked for at the door, taken off again; codes on paper for the day it is lost."""

import json
import re
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests import phones
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db
APP, CODES = "mfa_activate_totp", "mfa_view_recovery_codes"


@pytest.fixture
def browser(nia, signed_in) -> Client:
    """Nia's browser, in which she has just said that it is her."""
    opened = signed_in(nia)
    phones.confirm(opened)
    return opened


def secret_on(page: str) -> str:
    return re.search(r"<code>([A-Z2-7]{32})</code>", page).group(1)


def subjects(run_jobs) -> list[str]:
    mail.outbox.clear()
    run_jobs()
    return [letter.subject for letter in mail.outbox]


def sign_in(email: str = "nia@example.org") -> Client:
    opened = Client()
    told = {"login": email, "password": PASSWORD}
    assert opened.post(reverse("account_login"), told).url == reverse("mfa_authenticate")
    return opened


def test_the_page_says_what_is_on_and_has_one_main_button(nia, signed_in):
    opened = signed_in(nia)
    for words in ("You sign in with your password alone.", "Signing in takes a second step."):
        page = opened.get(reverse("mfa_index")).content.decode()
        assert words in page and page.count("button--primary") == page.count("<h1") == 1
        if not phones.has(nia):
            phones.set_up(nia)


def test_an_app_is_set_up_by_its_first_code_and_a_letter_says_so(
    nia, browser, run_jobs, django_capture_on_commit_callbacks
):
    page = browser.get(reverse(APP)).content.decode()
    secret = secret_on(page)
    assert 'class="qr"' in page and "data:" not in page
    again = browser.post(reverse(APP), {"code": "000000"}).content.decode()
    assert "This code is not right." in again and secret_on(again) == secret and phones.has(nia) == []
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(reverse(APP), {"code": phones.code(secret)}).url == reverse(CODES)
    assert phones.has(nia) == ["recovery_codes", "totp"]
    assert browser.post(reverse(APP), {"code": phones.code(secret)}).url == reverse("mfa_index"), "sent twice"
    assert subjects(run_jobs) == ["Two-step sign-in: an app is set up"]
    assert secret not in str(Authenticator.objects.values()), "a backup does not tell it"


def test_whoever_finds_an_open_browser_changes_nothing_without_the_password(nia, signed_in):
    phones.set_up(nia)
    opened = signed_in(nia)
    for name in ("mfa_deactivate_totp", "mfa_add_webauthn", "mfa_generate_recovery_codes", CODES):
        assert opened.get(reverse(name)).url.startswith(reverse("account_reauthenticate")), name
    page = opened.post(reverse("account_reauthenticate"), {"password": "wrong"}).content.decode()
    assert "This password is not right." in page
    opened.post(reverse("mfa_deactivate_totp"))
    assert phones.has(nia) == ["recovery_codes", "totp"]


def test_the_second_step_is_asked_for_after_the_password_and_a_code_works_once(nia):
    secret, _codes = phones.set_up(nia)
    opened = sign_in()
    assert opened.get(reverse("home")).status_code == 302, "not in yet"
    assert "This code is not right." in opened.post(reverse("mfa_authenticate"), {"code": "000000"}).content.decode()
    code = phones.code(secret)
    assert opened.post(reverse("mfa_authenticate"), {"code": code}).url == reverse("home")
    assert "This code is not right." in sign_in().post(reverse("mfa_authenticate"), {"code": code}).content.decode()


def test_a_code_from_a_letter_does_not_replace_the_second_step(nia, run_jobs):
    phones.set_up(nia)
    opened = Client()
    opened.post(reverse("account_request_login_code"), {"email": nia.email})
    run_jobs()
    code = re.search(r"\d{4}-\d{4}", mail.outbox[0].body).group()
    answer = opened.post(reverse("account_confirm_login_code"), {"code": code})
    assert answer.url == reverse("mfa_authenticate")
    assert opened.get(reverse("home")).status_code == 302


def test_codes_are_guessed_five_times_and_then_not_even_the_right_one_is_taken(nia):
    secret, _codes = phones.set_up(nia)
    opened = sign_in()
    for _guess in range(5):
        opened.post(reverse("mfa_authenticate"), {"code": "000000"})
    page = opened.post(reverse("mfa_authenticate"), {"code": phones.code(secret)}).content.decode()
    assert "That was too often." in page


def test_a_recovery_code_lets_in_once(nia):
    _secret, codes = phones.set_up(nia)
    typed = f"{codes[0][:4]} {codes[0][4:]}"
    assert sign_in().post(reverse("mfa_authenticate"), {"code": typed}).url == reverse("home")
    assert sign_in().post(reverse("mfa_authenticate"), {"code": typed}).status_code == 200
    assert sign_in().post(reverse("mfa_authenticate"), {"code": codes[1]}).url == reverse("home")


def test_recovery_codes_are_shown_when_they_are_made_and_not_later(
    nia, browser, run_jobs, django_capture_on_commit_callbacks
):
    phones.set_up(nia)
    Authenticator.objects.update(created_at=timezone.now() - timedelta(minutes=11))
    page = browser.get(reverse(CODES)).content.decode()
    assert "10 codes are left." in page and not re.search(r"\d{4} \d{4}</code>", page)
    assert browser.get(reverse("mfa_download_recovery_codes")).status_code == 404
    with django_capture_on_commit_callbacks(execute=True):
        assert browser.post(reverse("mfa_generate_recovery_codes")).url == reverse(CODES)
    shown = re.findall(r"\d{4} \d{4}", browser.get(reverse(CODES)).content.decode())
    assert len(shown) == 10
    file = browser.get(reverse("mfa_download_recovery_codes"))
    assert file["Content-Disposition"] == 'attachment; filename="recovery-codes.txt"'
    assert re.findall(r"\d{4} \d{4}", file.content.decode()) == shown and nia.email in file.content.decode()
    assert subjects(run_jobs) == ["Two-step sign-in: new recovery codes"]


def test_without_the_app_the_password_alone_lets_in_and_the_paper_is_void(nia, browser, run_jobs):
    phones.set_up(nia)
    assert browser.post(reverse("mfa_deactivate_totp")).url == reverse("mfa_index")
    assert phones.has(nia) == []
    assert subjects(run_jobs) == ["Two-step sign-in: the app is turned off"]
    told = {"login": nia.email, "password": PASSWORD}
    assert Client().post(reverse("account_login"), told).url == reverse("home")


PARTS = ("clientDataJSON", "attestationObject", "authenticatorData", "signature", "userHandle")
NO_PASSKEYS = [
    *("", "{}", "[]", "null", '"x"', "\x00", "[" * 100_000, '{"a":' * 2000, "x" * 30_000),
    *('{"id": 1}', '{"response": []}', '{"response": {"userHandle": 5}}', '{"id": "AA", "rawId": "AA"}'),
    *(
        json.dumps({"id": "AA", "rawId": "AA", "type": "public-key", "response": dict.fromkeys(PARTS, part)})
        for part in ("AA", "e30", "oA", "gg", "ä", 5, None)
    ),
]


def test_what_is_no_passkey_lets_nobody_in_and_breaks_nothing(nia, browser):
    opened = Client()
    for number, said in enumerate(NO_PASSKEYS):
        assert browser.get(reverse("mfa_add_webauthn")).status_code == 200
        assert browser.post(reverse("mfa_add_webauthn"), {"credential": said, "name": "x"}).status_code == 200, said
        opened.get(reverse("mfa_login_webauthn"), headers={"Accept": "application/json"})
        answer = opened.post(reverse("mfa_login_webauthn"), {"credential": said}, REMOTE_ADDR=f"10.0.2.{number}")
        assert answer.url == reverse("account_login"), said
    assert phones.has(nia) == [] and opened.get(reverse("home")).status_code == 302


def test_a_passkey_that_is_none_is_no_second_step_either(nia):
    phones.set_up(nia)
    opened = sign_in()
    for said in NO_PASSKEYS[:4]:
        assert opened.post(reverse("mfa_authenticate"), {"credential": said}).status_code == 200
    assert opened.get(reverse("home")).status_code == 302


def test_one_cannot_touch_the_passkey_of_somebody_else(nia, oto, browser):
    theirs = Authenticator.objects.create(user=oto, type="webauthn", data={"name": "key", "credential": {}})
    address = reverse("mfa_remove_webauthn", args=(theirs.pk,))
    assert (browser.get(address).status_code, browser.post(address).status_code) == (404, 404)
    assert phones.has(oto) == ["webauthn"]
