"""Whoever is not signed in is asked to sign in; what they had typed is handed back to them, to be sent afterwards."""

from collections.abc import Iterator
from typing import Any

from django.contrib.auth.middleware import LoginRequiredMiddleware
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

NEVER_KEPT = ("csrfmiddlewaretoken", "password", "code")


class SignInFirst(LoginRequiredMiddleware):
    """Leads to the sign-in page, as Django's own does, except where that would throw a text away."""

    def handle_no_permission(self, request: HttpRequest, view_func: Any) -> HttpResponse:  # type: ignore[override]
        """A page that holds what was sent, where anything was: a session may end while somebody writes."""
        typed = list(_typed(request)) if request.method == "POST" else []
        if not any(value.strip() for _name, value in typed):
            return super().handle_no_permission(request, view_func)
        texts = [value for _name, value in typed if " " in value.strip()]
        context = {"typed": typed, "texts": texts, "has_files": bool(request.FILES), "address": request.get_full_path()}
        response = render(request, "people/signed_out.html", context, status=403)
        response["Cache-Control"] = "private, no-store"
        return response


def _typed(request: HttpRequest) -> Iterator[tuple[str, str]]:
    """Names and values in the order in which they came; nothing that is a secret."""
    for name, values in request.POST.lists():
        if not any(word in name for word in NEVER_KEPT):
            yield from ((name, str(value)) for value in values)
