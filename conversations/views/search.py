"""Search in what one may read."""

from typing import Any

from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from .. import looking_for, search
from ..posts import beside

ROWS, FOUND_AT_MOST = 20, 400


def look_for(request: HttpRequest) -> HttpResponse:
    """Messages with all the words, and people, sessions and documents by their name."""
    question = request.GET.get("q", "").replace("\0", "")[: search.ASKED_AT_MOST].strip()
    asked = search.asked_words(question)
    context: dict[str, Any] = {"question": question, "asked": asked}
    if asked:
        rows = search.find(request.user, asked).select_related(
            "by", "thread__space__group__programme", "thread__space__programme", "thread__meeting"
        )
        page = Paginator(rows[:FOUND_AT_MOST], ROWS).get_page(request.GET.get("page"))
        context["page"] = page
        context["found"] = [(row, search.marked(row.text, asked), beside(row)) for row in page]
        if page.number == 1:
            context |= {name: getattr(looking_for, name)(request.user, asked) for name in looking_for.ROOMS}
        context["n"] = page.paginator.count + sum(len(context.get(name, ())) for name in looking_for.ROOMS)
    return render(request, "conversations/search.html", context)
