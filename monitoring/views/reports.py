"""The five questions: each a sentence, a chart and its table, on screen, on paper and as a file."""

from uuid import UUID

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.views.decorators.http import require_POST

from policy.permissions import Action
from programmes.models import Programme
from programmes.views.programmes import load

from .. import executive, reports, spreadsheet
from ..measures import BY_SLUG
from ..questions import QUESTION, QUESTIONS, Answer


def report(request: HttpRequest, pk: UUID, question: str) -> HttpResponse:
    """One question about a programme; ``as=csv`` gives its table as a file."""
    programme = load(request, pk, Action.RUN)
    asked = QUESTION.get(question)
    if asked is None:
        raise Http404
    answer = reports.answer(asked, programme, now=timezone.now())
    if answer is not None and answer.rows and request.GET.get("as") == "csv":
        return _file(programme, question, answer)
    context = {
        "programme": programme,
        "asked": asked,
        "answer": answer,
        "chart": answer.chart("chart") if answer is not None and answer.drawn else None,
        "measure": BY_SLUG[asked.measure],
        "questions": QUESTIONS,
    }
    return render(request, "monitoring/report.html", context)


@require_POST
def print_report(request: HttpRequest, pk: UUID, question: str) -> HttpResponse:
    """Have one question made as a PDF."""
    programme = load(request, pk, Action.RUN)
    if question not in QUESTION:
        raise Http404
    return redirect("jobs:progress", executive.ask(programme, by=request.user, question=question).pk)


def _file(programme: Programme, question: str, answer: Answer) -> HttpResponse:
    response = HttpResponse(spreadsheet.as_csv([answer.columns, *answer.rows]), content_type="text/csv; charset=utf-8")
    name = f"{slugify(programme.name) or 'programme'}-{question}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["X-Content-Type-Options"] = "nosniff"
    return response
