"""How the account library is used here: people come in by invitation only."""

from allauth.account.adapter import DefaultAccountAdapter
from django.http import HttpRequest


class InvitationOnly(DefaultAccountAdapter):
    """No sign-up form: an account exists because somebody was invited or imported."""

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Never."""
        return False
