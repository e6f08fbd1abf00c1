"""How the account library is used here: people come in by invitation only, and its letters go through our one door."""

import time
import uuid
from math import ceil
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.stagekit import clear_login
from allauth.core.internal import ratelimit
from django.conf import settings
from django.contrib import messages
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext_lazy as _
from django.utils.translation import ngettext

from . import devices, invitations
from .mail import post, pretend, speaking_to
from .models import User

# Letters of no use to somebody who was invited and has not come in yet.
ONCE_INSIDE = frozenset({
    "account/email/login_code", "account/email/unknown_account", "account/email/password_reset_key",
})  # fmt: skip


class InvitationOnly(DefaultAccountAdapter):
    """No sign-up form: an account exists because somebody was invited or imported."""

    error_messages = DefaultAccountAdapter.error_messages | {
        "email_password_mismatch": _(
            "The e-mail address or the password is not right. Check both and try again, or have a code sent to you."
        ),
        "incorrect_code": _("This code is not right. Check it and try again; a code is good for a short time only."),
        "incorrect_password": _("This password is not right. Try again."),
        "enter_current_password": _("This is not your password now. Try again."),
        "too_many_login_attempts": _("That was too often. Wait a few minutes, then try again."),
        "rate_limited": _("That was too often. Wait a few minutes, then try again."),
    }

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def pre_authenticate(self, request: HttpRequest, **credentials: Any) -> None:
        """Refuse whoever has guessed too often, before any password is hashed; say for how long."""
        try:
            super().pre_authenticate(request, **credentials)
        except ValidationError as refused:
            raise ValidationError(self._wait(request, credentials), code="too_many_login_attempts") from refused

    def authenticate(self, request: HttpRequest, **credentials: Any) -> User | None:
        """The person with this address and password; ``None`` for an account that is switched off, like any other."""
        person = super().authenticate(request, **credentials)
        if person is None or person.is_active:
            return person
        self.pre_authenticate(request, **credentials)  # counts as a failure, which the library takes back
        return None

    def pre_login(self, request: HttpRequest, user: User, **how: Any) -> HttpResponse | None:
        """Let nobody in by an address that is not the person's any more: a code may have been sent there before."""
        if how["email"] and how["email"].lower() != user.email.lower():
            clear_login(request)
            messages.error(request, str(self.error_messages["incorrect_code"]))
            return redirect("account_login")
        return super().pre_login(request, user, **how)

    def get_reauthentication_methods(self, user: User) -> list[dict[str, Any]]:
        """How ``user`` can show that it is them; who came by single sign-on alone is led to choose a password first."""
        ways: list[dict[str, Any]] = super().get_reauthentication_methods(user)
        return ways or [{"id": "choose_password", "url": reverse("account_change_password")}]

    def get_reset_password_from_key_url(self, key: str) -> str:
        """The link in a letter leads to the address of the house, whatever the request called itself."""
        path = reverse("account_reset_password_from_key", kwargs={"uidb36": "0", "key": "0"})
        return f"{settings.SITE_URL}{path.replace('0-0', key)}"

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter into the outbox: a mail server that is away costs nobody an answer.

        Only accounts are written to, in their own language; for an address without one the same work is done for
        nothing. Whoever has not accepted the invitation yet gets that again, in place of what would be of no use.
        """
        person = User.objects.filter(email__iexact=email).first()
        if person and template_prefix in ONCE_INSIDE and invitations.send_newest_again(person):
            return
        with speaking_to(person or User()):
            letter = self.render_mail(template_prefix, email, {"email": email, **context})
        if person is None:
            pretend()
        else:
            post(person, letter.subject, str(letter.body), about=f"account {uuid.uuid4()}", is_secret=True)

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every session but the one in which it was chosen; by a link from a letter that one, too."""
        super().set_password(user, password)
        match = self.request.resolver_match if self.request else None
        goes_on = match is not None and match.view_name == "account_change_password"
        devices.sign_out_everywhere(user, but=devices.this_one(self.request) if goes_on else None)

    def _wait(self, request: HttpRequest, credentials: dict[str, Any]) -> str:
        """In words, how long it is until the next try counts; by address and by network, whichever is longer."""
        key = self._get_login_attempts_cache_key(request, **credentials)
        minutes = max(1, ceil(_seconds_left(request, "login_failed", key) / 60))
        return ngettext(
            "That was too often. Wait %(n)d minute, then try again, or have a code sent to you.",
            "That was too often. Wait %(n)d minutes, then try again, or have a code sent to you.",
            minutes,
        ) % {"n": minutes}


def _seconds_left(request: HttpRequest, action: str, key: str) -> float:
    """Until every limit of the action lets one more through (the library keeps the moments, newest first)."""
    app, now, left = "allauth.account", time.time(), 0.0
    for rate in ratelimit.get_rates(app=app, action=action):
        kept = ratelimit.cache.get(ratelimit.get_cache_key(request, app=app, action=action, rate=rate, key=key), [])
        if len(kept) >= rate.amount:
            left = max(left, kept[rate.amount - 1] + rate.duration - now)
    return left
