"""Whatever fails says the same and costs the same; who guesses too often waits, and is told for how long."""

import re
import time
from datetime import timedelta

import pytest
from django.contrib.auth.hashers import MD5PasswordHasher
from django.core import mail
from django.core.cache import cache
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people import invitations
from people.models import Letter, User
from tests.stories import PASSWORD

pytestmark = pytest.mark.django_db
HASHED: list[str] = []
WRONG = "The e-mail address or the password is not right."
TOO_OFTEN = "That was too often. Wait 5 minutes, then try again, or have a code sent to you."


class Counting(MD5PasswordHasher):
    """Hashes, and says so."""

    def encode(self, password, salt):
        HASHED.append(password)
        return super().encode(password, salt)


@pytest.fixture
def counted(settings) -> list[str]:
    """The passwords that were hashed since."""
    settings.PASSWORD_HASHERS = ["tests.people.test_adapter.Counting"]
    HASHED.clear()
    return HASHED


@pytest.fixture
def everybody(nia, oto, mara) -> list[tuple[str, str]]:
    """Who cannot come in, each for another reason, with the password that is tried."""
    ina = User.objects.create_user("ina@example.org", name="Ina")
    invitations.invite(ina, to_what="Step into work", as_what="mentee", about="i", by=mara)
    User.objects.filter(pk=oto.pk).update(is_active=False)
    return [
        ("nia@example.org", "wrong"),
        ("nobody@example.org", PASSWORD),
        ("ina@example.org", PASSWORD),
        ("oto@example.org", PASSWORD),
        ("oto@example.org", "wrong"),
    ]


def sign_in(email: str, password: str = PASSWORD, *, address: str = "10.0.0.1"):
    told = {"login": email, "password": password}
    return Client(REMOTE_ADDR=address).post(reverse("account_login"), told)


def plain(answer, email: str) -> str:
    """The page without the form's token and the address that was typed."""
    page = re.sub(r'(name="csrfmiddlewaretoken" value=")\w+', r"\1", answer.content.decode())
    return page.replace(email, "…")


def test_whatever_fails_is_the_same_page_after_the_same_work(everybody, counted):
    seen = set()
    for number, (email, password) in enumerate(everybody):
        counted.clear()
        with CaptureQueriesContext(connection) as queries:
            answer = sign_in(email, password, address=f"10.0.1.{number}")
        assert WRONG in answer.content.decode() and "sessionid" not in answer.cookies
        sent = [re.sub(r"'[^']*'", "?", one["sql"]) for one in queries if "people_user" in one["sql"]]
        seen.add((answer.status_code, plain(answer, email), len(counted), tuple(sent)))
    ((_status, _page, hashed, _sent),) = seen
    assert hashed == 1


def test_after_five_failures_nothing_is_hashed_and_the_wait_is_said(nia, counted):
    for email in ("nia@example.org", "nobody@example.org"):
        for _guess in range(5):
            assert WRONG in sign_in(email, "wrong").content.decode()
        counted.clear()
        page = sign_in(email).content.decode()
        assert TOO_OFTEN in page and counted == []
    assert sign_in("oto@example.org", "wrong").status_code == 200, "another address is not held up"


def test_the_wait_grows_shorter_and_ends(nia, monkeypatch):
    for _guess in range(5):
        sign_in("nia@example.org", "wrong")
    clock = time.time
    monkeypatch.setattr("time.time", lambda: clock() + 250)
    assert "Wait 1 minute," in sign_in("nia@example.org").content.decode()
    monkeypatch.setattr("time.time", lambda: clock() + 301)
    assert sign_in("nia@example.org").url == reverse("home")


@pytest.mark.parametrize("page", ["account_reset_password", "account_request_login_code"])
def test_nobody_is_flooded_with_letters_that_others_ask_for(nia, page, monkeypatch):
    clock = time.time
    for minute in range(12):
        monkeypatch.setattr("time.time", lambda minute=minute: clock() + 61 * minute)
        for _time in range(3):
            Client().post(reverse(page), {"email": "nia@example.org"})
    assert Letter.objects.count() == 20


def test_a_network_that_guesses_waits_before_anything_is_hashed_and_others_do_not(nia, counted):
    for number in range(100):
        sign_in(f"guess{number}@example.org", "wrong", address="10.0.0.7")
    counted.clear()
    assert "That was too often." in sign_in("nia@example.org", address="10.0.0.7").content.decode()
    assert counted == []
    assert sign_in("nia@example.org", address="10.0.0.8").url == reverse("home")


def test_sixty_people_of_one_school_come_in_in_one_minute(nia):
    for _one in range(60):
        assert sign_in("nia@example.org").status_code == 302


def test_limits_live_in_the_shared_cache(nia):
    for _guess in range(6):
        sign_in("nia@example.org", "wrong")
    assert TOO_OFTEN in sign_in("nia@example.org").content.decode()
    cache.clear()
    assert sign_in("nia@example.org").url == reverse("home")


def test_asking_often_for_a_new_password_is_a_page_in_words(nia):
    for _ask in range(5):
        assert Client().post(reverse("account_reset_password"), {"email": "nia@example.org"}).status_code == 302
    answer = Client().post(reverse("account_reset_password"), {"email": "nia@example.org"})
    assert answer.status_code == 429 and "Wait one minute" in answer.content.decode()


def ask(name: str, email: str) -> tuple[str, int]:
    """What is answered in the end, and how many rows were written for it."""
    with CaptureQueriesContext(connection) as queries:
        answer = Client().post(reverse(name), {"email": email}, follow=True)
    jobs = sum("INSERT INTO" in one["sql"] and "jobs_job" in one["sql"] for one in queries)
    return plain(answer, email), jobs


@pytest.mark.parametrize("name", ["account_request_login_code", "account_reset_password"])
def test_asking_for_a_letter_says_and_does_the_same_for_everybody(everybody, name, settings, run_jobs):
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"  # away: nothing listens there
    settings.EMAIL_PORT = 1
    assert {ask(name, email) for email in dict(everybody)} == {ask(name, "late@example.org")}
    assert ask(name, "late@example.org")[1] == 1


def test_who_has_not_accepted_gets_the_invitation_again_in_place_of_a_code(everybody, run_jobs):
    Letter.objects.all().delete()
    for name in ("account_request_login_code", "account_reset_password"):
        ask(name, "ina@example.org")
    ina = User.objects.get(email="ina@example.org")
    (letter,) = Letter.objects.all()
    assert letter.person == ina and "/me/invitation/" in letter.body
    ina.invitations.update(ends_at=timezone.now() - timedelta(days=1))
    run_jobs()
    assert [(one.to, one.subject) for one in mail.outbox] == [(["ina@example.org"], "Invitation to Step into work")]
