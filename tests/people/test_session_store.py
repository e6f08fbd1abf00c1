"""A session is looked for under a key that can be one, whatever a cookie holds."""

import pytest
from django.conf import settings
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.session_store import SessionStore


@pytest.mark.django_db
@pytest.mark.parametrize(
    "cookie", ['"abcdefghij\\000abc"', "a" * 4000, "abcdefg", "ABCDEFGHIJ", '"\\345\\277\\203abcdefgh"']
)
def test_a_cookie_that_holds_no_key_is_nobodys_and_asks_the_database_nothing(client, cookie) -> None:
    with CaptureQueriesContext(connection) as asked:
        answer = client.get(reverse("home"), headers={"Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}"})
    assert answer.status_code == 302 and answer.url.startswith(reverse("account_login"))
    assert not [one for one in asked if "django_session" in one["sql"]]


@pytest.mark.django_db
def test_a_key_of_ours_is_found_again() -> None:
    kept = SessionStore()
    kept["word"] = "here"
    kept.save()
    assert SessionStore(kept.session_key)["word"] == "here"
