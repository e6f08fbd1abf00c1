"""The manager's matrix of documents, and all of them in one file."""

from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST

from documents import bundles
from policy.permissions import Action

from ..forms.groups import MatrixFilter
from ..matrix import matrix as matrix_of
from .programmes import load

ROWS = 50


def matrix(request: HttpRequest, pk: UUID) -> HttpResponse:
    """All groups of a programme by all kinds of document."""
    programme = load(request, pk, Action.RUN)
    chosen = MatrixFilter(request.GET)
    groups = chosen.narrow(programme.groups.select_related("space", "programme"))
    number = request.GET.get("page")
    page: Page[Any]
    if chosen.said["missing"]:  # which groups miss something is known when all have been looked at
        found = matrix_of(programme, list(groups), request.user, **chosen.said)
        page = Paginator(found.lines, ROWS).get_page(number)
    else:
        page = Paginator(groups, ROWS).get_page(number)
        found = matrix_of(programme, list(page), request.user, **chosen.said)
        page.object_list = found.lines
    context = {"programme": programme, "chosen": chosen, "columns": found.kinds, "page": page, "query": chosen.query}
    return render(request, "programmes/matrix.html", context)


@require_POST
def bundle_all(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Print what is missing in the whole programme and pack it, a folder for each group."""
    programme = load(request, pk, Action.RUN)
    return redirect("jobs:progress", bundles.ask_all(programme.space, by=request.user).pk)
