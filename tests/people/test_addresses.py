"""Another address: asked for with the password, confirmed from there, stopped from here; nobody learns who is known."""

import re
from datetime import timedelta
from functools import partial

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.db import IntegrityError, transaction
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from people import addresses
from people.models import AddressChange, Letter, User
from tests import phones
from tests.races import at_once
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db

ADDRESS = "/me/profile/address/"


def ask(browser: Client, address: str = "nia@new.example", password: str = PASSWORD):
    return browser.post(ADDRESS, {"address": address, "password": password}, follow=True)


def link_in(address: str) -> str:
    """The path of the link in the latest letter to an address."""
    letter = next(one for one in reversed(mail.outbox) if one.to == [address])
    found = re.search(r"http://127\.0\.0\.1:8000(\S+)", letter.body)
    assert found
    return found[1]


def can_sign_in(email: str, password: str = PASSWORD) -> bool:
    told = {"login": email, "password": password}
    return Client().post(reverse("account_login"), told).status_code == 302


def test_an_address_counts_when_it_is_confirmed_by_who_asked(nia, ela, signed_in, run_jobs):
    browser = signed_in(nia)
    page = ask(browser, " Nia@New.example ").content.decode()
    run_jobs()
    assert "nia@new.example" in page and "Waits to be confirmed" in page
    assert {(letter.to[0], letter.subject) for letter in mail.outbox} == {
        ("nia@new.example", "Is this your address?"),
        ("nia@example.org", "Your address is being changed"),
    }
    assert not [letter for letter in mail.outbox if "Nia" in letter.body and letter.to == ["nia@new.example"]]
    link = link_in("nia@new.example")
    assert browser.get(link).status_code == 200 and can_sign_in("nia@example.org")
    assert Client().post(link).url.startswith(reverse("account_login"))
    assert signed_in(ela).post(link).status_code == 410
    nia.refresh_from_db()
    assert nia.email == "nia@example.org", "asked, looked at and tried by others: nothing has changed"
    assert "From now on you sign in with nia@new.example." in browser.post(link, follow=True).content.decode()
    assert (can_sign_in("nia@new.example"), can_sign_in("nia@example.org")) == (True, False)
    assert browser.post(link).status_code == 410, "once"


def test_a_taken_address_looks_the_same_and_its_owner_hears_of_it(nia, ela, signed_in, run_jobs):
    browser = signed_in(nia)
    pages = []
    for address in ("free@example.org", "ela@example.org", "ELA@example.org"):
        page = ask(browser, address).content.decode().lower()
        assert "waits to be confirmed" in page
        pages.append(re.sub(r"(value=\")\w+|by \w+ \d.*?\.|\b(free|ela)@", "", page))
    assert len(set(pages)) == 1
    run_jobs()
    told = [(letter.to[0], letter.subject) for letter in mail.outbox]
    assert told.count(("ela@example.org", "Somebody tried to use your address")) == 1, "once a day"
    assert told.count(("nia@example.org", "Your address is being changed")) == 2
    assert not [letter for letter in mail.outbox if letter.to[0] == "ela@example.org" and "nia" in letter.body.lower()]
    assert nia.address_changes.filter(ended_at=None).count() == 1


@pytest.mark.parametrize(
    ("address", "password", "sentence"),
    [
        ("nia@new.example", "wrong", "This is not your password. Try again."),
        ("nia@new.example", "", "This field is required."),
        ("no address", PASSWORD, "Enter a valid email address."),
        ("NIA@example.org", PASSWORD, "You sign in with this address already. Write another one."),
        ("x" * 250 + "@example.org", PASSWORD, "Ensure this value has at most 254 characters"),
    ],
)
def test_what_cannot_be_gets_a_sentence(nia, signed_in, address, password, sentence):
    page = ask(signed_in(nia), address, password).content.decode()
    assert sentence in page and f'value="{address}"' in page
    assert PASSWORD not in page
    assert not AddressChange.objects.exists() and not Letter.objects.exists()


def test_a_password_cannot_be_guessed_at_an_open_screen(nia, signed_in):
    browser = signed_in(nia)
    for n in range(10):
        assert "This is not your password" in ask(browser, password=f"guess {n}").content.decode()
    page = ask(browser).content.decode()
    assert "That was tried too often." in page and "This is not your password" not in page
    assert not AddressChange.objects.exists()


def test_a_form_sent_twice_asks_once_and_nobody_asks_without_end(nia, signed_in, run_jobs):
    browser = signed_in(nia)
    ask(browser), ask(browser)
    run_jobs()
    assert (nia.address_changes.count(), len(mail.outbox)) == (1, 2)
    first = link_in("nia@new.example")
    for n in range(4):
        assert "several times today" not in ask(browser, f"{n}@new.example").content.decode()
    browser.post(reverse("people:address_keep"))
    assert "You asked for a change several times today." in ask(browser, "x@new.example").content.decode()
    assert browser.post(first).status_code == 410, "only the newest link works"


def test_what_is_taken_back_or_too_old_opens_nothing(nia, signed_in, run_jobs):
    browser = signed_in(nia)
    ask(browser)
    run_jobs()
    link = link_in("nia@new.example")
    AddressChange.objects.update(ends_at=timezone.now())
    assert browser.get(link).status_code == 410
    AddressChange.objects.update(ends_at=timezone.now() + timedelta(hours=1))
    page = browser.post(reverse("people:address_keep"), follow=True).content.decode()
    assert "Your address stays as it is." in page and 'name="address"' in page
    assert browser.post(link).status_code == 410
    nia.refresh_from_db()
    assert nia.email == "nia@example.org"


def test_the_old_address_brings_everything_back_also_afterwards(nia, signed_in, run_jobs):
    """Somebody sits in Nia's account, knows her password, and changes the address twice."""
    thief = signed_in(nia)
    ask(thief, "one@thief.example")
    run_jobs()
    way_back = link_in("nia@example.org")
    thief.post(link_in("one@thief.example"))
    ask(thief, "two@thief.example")
    run_jobs()
    thief.post(link_in("two@thief.example"))
    assert can_sign_in("two@thief.example")
    nobody = Client()
    assert "Was it not you?" in nobody.get(way_back).content.decode() and can_sign_in("two@thief.example")
    assert "It is stopped" in nobody.post(way_back).content.decode()
    nia.refresh_from_db()
    assert nia.email == "nia@example.org"
    assert not can_sign_in("nia@example.org"), "the password is known to somebody"
    assert thief.get(reverse("home")).status_code == 302
    assert Client().post(link_in("one@thief.example")).status_code == 410, "the thief has no way back"
    assert nobody.post(way_back).status_code == 410
    Client().post(reverse("account_reset_password"), {"email": "nia@example.org"})
    run_jobs()
    assert mail.outbox[-1].to == ["nia@example.org"]


def test_neither_a_code_on_its_way_nor_a_key_set_up_since_lets_the_thief_in_again(nia, signed_in, run_jobs):
    own_app = phones.set_up(nia)
    thief, later = signed_in(nia), Client()
    ask(thief, "one@thief.example")
    run_jobs()
    way_back = link_in("nia@example.org")
    thief.post(link_in("one@thief.example"))
    later.post(reverse("account_request_login_code"), {"email": "one@thief.example"})
    run_jobs()
    code = re.search(r"^\d{4}-\d{4}$", mail.outbox[-1].body, re.M).group()
    Authenticator.objects.create(user=nia, type=Authenticator.Type.WEBAUTHN, data={"name": "the thief's phone"})
    Client().post(way_back)
    answer = later.post(reverse("account_confirm_login_code"), {"code": code}, follow=True)
    assert answer.redirect_chain == [(reverse("account_login"), 302)]
    assert "This code is not right." in answer.content.decode() and later.get(reverse("home")).status_code == 302
    assert own_app and phones.has(nia) == ["recovery_codes", "totp"], "Nia's own stay"


def test_a_change_is_stopped_before_it_counts_and_for_a_week(nia, signed_in, run_jobs):
    browser = signed_in(nia)
    ask(browser)
    run_jobs()
    AddressChange.objects.update(stop_until=timezone.now())
    assert Client().get(link_in("nia@example.org")).status_code == 410
    AddressChange.objects.update(stop_until=timezone.now() + timedelta(days=1))
    Client().post(link_in("nia@example.org"))
    browser.force_login(User.objects.get(pk=nia.pk))
    assert browser.post(link_in("nia@new.example")).status_code == 410


def test_who_comes_first_has_the_address_and_the_other_gets_a_sentence(nia, ela, signed_in, run_jobs):
    browser = signed_in(nia)
    ask(browser)
    run_jobs()
    User.objects.filter(pk=ela.pk).update(email="nia@new.example")
    page = browser.post(link_in("nia@new.example"), follow=True).content.decode()
    assert "By now there is another account with this address. Yours has not changed." in page
    nia.refresh_from_db()
    assert (nia.email, nia.address_changes.get().confirmed_at) == ("nia@example.org", None)


def test_one_change_waits_at_a_time(nia):
    now = timezone.now()
    change = addresses.ask(nia, "one@new.example", now=now)
    with pytest.raises(IntegrityError), transaction.atomic():
        AddressChange.objects.create(
            person=nia, old="a", new="b", digest="x", stop_digest="y", ends_at=now, stop_until=now
        )
    AddressChange.objects.filter(pk=change.pk).update(stop_until=now)
    addresses.forget(None)
    assert not AddressChange.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_of_two_who_confirm_the_same_address_at_once_one_has_it(nia, ela):
    now = timezone.now()
    changes = [addresses.ask(person, "both@new.example", now=now) for person in (nia, ela)]
    outcomes = at_once(*[partial(addresses.confirm, change, now=now) for change in changes])
    assert sorted(map(repr, outcomes)) == ["Taken()", "True"]
    assert User.objects.filter(email="both@new.example").count() == 1
    assert AddressChange.objects.exclude(confirmed_at=None).count() == 1


@pytest.mark.django_db(transaction=True)
def test_a_form_sent_twice_at_once_asks_once(nia):
    now = timezone.now()
    first, second = at_once(*[partial(addresses.ask, nia, "nia@new.example", now=now)] * 2)
    assert first == second == AddressChange.objects.get()
    assert Letter.objects.count() == 2
