"""Each signed-in person reads the site in their own language and time zone, and finds where they are signed in."""

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils import timezone, translation
from django.utils.cache import patch_cache_control

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
