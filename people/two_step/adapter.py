"""How the account library's second step is used here: our names and words, and secrets that a backup does not tell."""

import base64
import secrets

import segno
from allauth.mfa.adapter import DefaultMFAAdapter
from django.conf import settings
from django.utils.crypto import salted_hmac
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext

from ..models import User


class SecondStep(DefaultMFAAdapter):
    """The library's second step in our words."""

    error_messages = DefaultMFAAdapter.error_messages | {
        "incorrect_code": _("This code is not right. Codes change every half a minute: try the one you see now."),
        "cannot_generate_recovery_codes": _("Recovery codes are for two-step sign-in. Set that up first."),
    }

    def get_totp_issuer(self) -> str:
        """The name beside the code in the app."""
        return str(settings.ORGANISATION)

    def build_totp_svg(self, url: str) -> str:
        """The QR code as a picture of lines in the page; white around it, so that a phone reads it in the dark too."""
        code = segno.make(url, error="m", micro=False)
        return str(code.svg_inline(scale=4, light="white", svgclass="qr", lineclass=None, omitsize=True))

    def generate_authenticator_name(self, user: User, type: str) -> str:
        """What a passkey is called until somebody names it."""
        return pgettext("name of a key to sign in with", "Passkey")

    def get_public_key_credential_rp_entity(self) -> dict[str, str]:
        """Whose passkey it is, as the device shows it."""
        return super().get_public_key_credential_rp_entity() | {"name": str(settings.ORGANISATION)}

    def encrypt(self, text: str) -> str:
        """Lock a secret before it is kept."""
        return _boxes().encrypt(text.encode()).decode()

    def decrypt(self, encrypted_text: str) -> str:
        """Open what ``encrypt`` locked. Where the key is another one now, no code fits any more: it has to be reset."""
        from cryptography.fernet import InvalidToken

        try:
            return _boxes().decrypt(encrypted_text.encode()).decode()
        except InvalidToken:
            return base64.b32encode(secrets.token_bytes(20)).decode()


def _boxes():  # type: ignore[no-untyped-def]  # its library is loaded when it is needed
    from cryptography.fernet import Fernet, MultiFernet

    keys = (settings.SECRET_KEY, *settings.SECRET_KEY_FALLBACKS)
    digests = [salted_hmac("second step", "box", secret=key, algorithm="sha256").digest() for key in keys]
    return MultiFernet([Fernet(base64.urlsafe_b64encode(digest)) for digest in digests])
