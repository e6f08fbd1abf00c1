"""Each signed-in person reads the site in their own language and time zone, and finds where they are signed in."""

import re
from collections.abc import Callable
from typing import Any

from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control
from django.utils.crypto import salted_hmac

from . import devices

Answer = Callable[[HttpRequest], HttpResponse]


class OwnLanguageAndZone:
    """Switch language and zone for the request; keep personal pages out of shared caches."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer in the person's language; before sign-in, in the browser's."""
        person = request.user
        if not person.is_authenticated:
            with translation.override(translation.get_language_from_request(request)):
                return self.get_response(request)
        with translation.override(person.language), timezone.override(person.zone):
            response = self.get_response(request)
        patch_cache_control(response, private=True, no_store=True)
        return response


class WhoseForms:
    """Marks each page, and the browser, with who is signed in.

    Scripts compare the two before they renew the token of a form that was open while somebody signed in anew: it goes on
    as the person who filled it in, and is refused to anybody else who signed in there.
    """

    NAME = "who"
    FORM = re.compile(r"[0-9a-f]{16}")

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pages of somebody who was signed out bear the mark of who was there last."""
        known = request.COOKIES.get(self.NAME, "")
        last = known if self.FORM.fullmatch(known) else ""
        request.who = self.mark(request.user) or last  # type: ignore[attr-defined]
        response = self.get_response(request)
        if (mark := self.mark(request.user)) and mark != known:
            response.set_cookie(self.NAME, mark, secure=settings.SESSION_COOKIE_SECURE, samesite="Lax")
        return response

    def mark(self, person: Any) -> str:
        """A short word for a person that tells nobody who it is; empty for who is not signed in."""
        return salted_hmac("who fills a form in", str(person.pk)).hexdigest()[:16] if person.is_authenticated else ""


class KnownDevices:
    """Note where people are signed in. A page that only reads costs nothing; once an hour it is one statement."""

    def __init__(self, get_response: Answer) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Answer, and then see who was there: whoever has just signed in counts, whoever signed out does not."""
        response = self.get_response(request)
        if request.user.is_authenticated:
            devices.note(request, now=timezone.now())
        return response
