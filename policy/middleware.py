"""Turn refusals into pages: not you (403), not now (409)."""

from collections.abc import Callable

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .machine import NotNow


class Refusals:
    """One handler for ``PermissionDenied`` and ``NotNow``, so that no view has to catch them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a page that says why, and what to do."""
        if isinstance(exception, NotNow):
            return render(request, "409.html", {"reason": str(exception)}, status=409)
        if isinstance(exception, PermissionDenied):
            return render(request, "403.html", {"reason": str(exception)}, status=403)
        return None
