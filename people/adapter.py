"""How the account library is used here: people come in by invitation only, and its letters go through our one door."""

import uuid
from typing import Any

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest

from . import devices
from .mail import post, speaking_to
from .models import User


class InvitationOnly(DefaultAccountAdapter):
    """No sign-up form: an account exists because somebody was invited or imported."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Write the letter into the outbox: a mail server that is away costs nobody an answer.

        Only accounts are written to; the page says the same whether there is one or not.
        """
        person = User.objects.filter(email__iexact=email).first()
        if person is None:
            return
        with speaking_to(person):
            letter = self.render_mail(template_prefix, email, {"email": email, **context})
        post(person, letter.subject, str(letter.body), about=f"account {uuid.uuid4()}", is_secret=True)

    def set_password(self, user: User, password: str) -> None:
        """A new password ends every session but the one in which it was chosen."""
        super().set_password(user, password)
        is_own = self.request is not None and self.request.user.pk == user.pk
        devices.sign_out_everywhere(user, but=devices.this_one(self.request) if is_own else None)
