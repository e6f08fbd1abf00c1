"""Turn refusals into pages: not you (403), not this way (405), not now (409)."""

from collections.abc import Callable
from typing import Any

from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.shortcuts import render

from people.typed import texts

from .doors import DOORS
from .machine import NotNow


class Refusals:
    """One handler for ``PermissionDenied`` and ``NotNow``, so that no view has to catch them."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        """Pass on."""
        return self.get_response(request)

    def process_view(self, request: HttpRequest, view: Any, args: Any, kwargs: Any) -> HttpResponse | None:
        """Let in only by the methods that the door's row names; ``HEAD`` is a ``GET`` without its body."""
        match = request.resolver_match
        door = DOORS.get("admin" if match and "admin" in match.namespaces else match.view_name if match else "")
        if door is None or request.method in door.methods or (request.method == "HEAD" and "GET" in door.methods):
            return None
        return HttpResponseNotAllowed(door.methods)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """Answer with a page that says why, and what to do; what was typed stands on it."""
        if isinstance(exception, NotNow):
            return _page(request, exception, 409)
        if isinstance(exception, PermissionDenied):
            return _page(request, exception, 403)
        return None


def _page(request: HttpRequest, why: Exception, status: int) -> HttpResponse:
    return render(request, f"{status}.html", {"reason": str(why), "texts": texts(request)}, status=status)
