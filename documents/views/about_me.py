"""The page on who can read what about me."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from .. import about_me as telling


@require_safe
def about_me(request: HttpRequest) -> HttpResponse:
    """By my roles, from the same tables that decide it."""
    context = {"chapters": telling.chapters(request.user), "law": telling.law()}
    return render(request, "documents/about_me.html", context)
