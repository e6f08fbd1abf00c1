"""No token of a personal link stands in a log."""

import logging

import pytest
from django.test import Client

from mentoring.logs import WithoutSecrets

TOKEN = "Zx9_-abcDEF"


@pytest.mark.parametrize(
    "start",
    [
        "/d/sign/",
        "/me/invitation/",
        "/password/reset/0-",
        "/calendar/",
        "/report/",
        "/asked/",
        "/afterwards/l/",
        "/me/address/confirm/",
        "/me/address/stop/",
        "/me/letters/stop/",
    ],
)
def test_a_line_about_a_personal_address_holds_no_token(start: str) -> None:
    arguments = ("127.0.0.1:5000", "GET", f"{start}{TOKEN}/?x=1", "1.1", 200)  # as uvicorn logs a request
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 1, '%s - "%s %s HTTP/%s" %d', arguments, None)
    assert TOKEN in record.getMessage()
    assert WithoutSecrets().filter(record)
    assert TOKEN not in record.getMessage()
    assert record.getMessage().startswith(f'127.0.0.1:5000 - "GET {start.removesuffix("0-")}…/?x=1')


def test_a_line_about_coming_back_from_single_sign_on_holds_no_code() -> None:
    asked = f"/sign-in/with/organisation/back/?code={TOKEN}&state={TOKEN}"
    record = logging.LogRecord("uvicorn.access", logging.INFO, "", 1, '"%s %s"', ("GET", asked), None)
    assert WithoutSecrets().filter(record)
    assert record.getMessage() == '"GET /sign-in/with/organisation/back/?…"'


def test_the_servers_own_log_goes_through_it() -> None:
    handlers = [*logging.getLogger("uvicorn.access").handlers, *logging.getLogger().handlers]
    ours = [handler for handler in handlers if type(handler) is logging.StreamHandler]
    assert ours and all(any(isinstance(one, WithoutSecrets) for one in handler.filters) for handler in ours)


@pytest.mark.django_db
def test_what_django_says_of_a_refusal_holds_no_token(caplog) -> None:
    assert Client().get(f"/d/sign/{TOKEN}/").status_code == 410
    assert Client(enforce_csrf_checks=True).post(f"/d/sign/{TOKEN}/").status_code == 403
    assert "/d/sign/…/" in caplog.text and len(caplog.records) >= 2
    assert TOKEN not in caplog.text
