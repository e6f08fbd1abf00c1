"""The phone of somebody of the cast: an app that shows codes for signing in."""

import time

from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes.internal.auth import RecoveryCodes
from allauth.mfa.totp.internal import auth
from django.test import Client
from django.urls import reverse

from people.models import User
from tests.stories import PASSWORD


def code(secret: str, *, later: int = 0) -> str:
    """What the app shows now, or so many half minutes later."""
    return auth.format_hotp_value(auth.hotp_value(secret, int(time.time()) // 30 + later))


def set_up(person: User) -> tuple[str, list[str]]:
    """Give ``person`` an app and recovery codes; the secret in the app, and the codes."""
    secret = auth.generate_totp_secret()
    auth.TOTP.activate(person, secret)
    return secret, RecoveryCodes.activate(person).get_unused_codes()


def confirm(browser: Client) -> None:
    """Say once more that it is oneself."""
    browser.post(reverse("account_reauthenticate"), {"password": PASSWORD})


def has(person: User) -> list[str]:
    """What ``person`` has for the second step."""
    return sorted(Authenticator.objects.filter(user=person).values_list("type", flat=True))
