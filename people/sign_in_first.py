"""Whoever is not signed in is asked to sign in; what they had typed is handed back to them, to be sent afterwards."""

from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .typed import texts, typed


class SignInFirst(LoginRequiredMiddleware):
    """Leads to the sign-in page, as Django's own does, except where that would throw a text away."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        """A page that holds what was sent, where anything was: a session may end while somebody writes."""
        fields = list(typed(request))
        if not any(value.strip() for _name, value in fields):
            return super().handle_no_permission(request, view_func)
        context = {"typed": fields, "texts": texts(request), "has_files": bool(request.FILES)}
        context["address"] = request.get_full_path()
        return _private(render(request, "people/signed_out.html", context, status=403))


def forged(request: HttpRequest, reason: str = "") -> HttpResponse:
    """The page for a form without a good token, most often one that was open while its writer signed in anew.

    It shows what was typed only where the browser says that it was typed on a page of ours, and never sends it on.
    """
    is_ours = request.headers.get("Sec-Fetch-Site") == "same-origin"
    return _private(render(request, "403_csrf.html", {"texts": texts(request) if is_ours else ()}, status=403))


def _private(response: HttpResponse) -> HttpResponse:
    response["Cache-Control"] = "private, no-store"
    return response
