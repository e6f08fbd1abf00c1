"""A programme's own questionnaires on the manager's desk: listed, built, looked at, copied, opened, closed."""

import uuid
from dataclasses import replace
from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from documents.forms import Filling
from documents.views.forms import answer
from policy.permissions import Action
from programmes.models import Programme
from programmes.views.programmes import load

from ..models import Questionnaire
from ..questionnaires import answering, ending, keeping, paper, results, together
from ..questionnaires.desk import Desk, LongerForm
from ..suppression import is_enough

ROWS = 50


def find(request: HttpRequest, pk: UUID, questionnaire: UUID) -> Questionnaire:
    """A questionnaire of a programme that its reader manages; 404 for one of another programme."""
    programme = load(request, pk, Action.RUN)
    rows = Questionnaire.objects.visible_to(request.user).filter(space=programme.space)
    return get_object_or_404(rows.select_related("wording", "space__programme", "copied_from"), pk=questionnaire)


def everything(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The questionnaires of a programme: where each stands, how many have answered."""
    programme = load(request, pk, Action.RUN)
    rows = Questionnaire.objects.visible_to(request.user).filter(space=programme.space)
    page = Paginator(rows, ROWS).get_page(request.GET.get("page"))
    counts = answering.counts(programme, list(page.object_list)) if page.object_list else {}
    context = {"programme": programme, "page": page, "rows": [(row, counts[row.pk]) for row in page]}
    return render(request, "monitoring/questionnaires.html", context)


def new(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Build one."""
    programme = load(request, pk, Action.RUN)
    desk = Desk(request.POST if request.method == "POST" else None)
    if request.method != "POST":
        keeping.require_open(programme)
        return _desk_page(request, programme, desk)
    if not desk.is_valid():
        return _desk_page(request, programme, desk, status=422)
    return _next(request, keeping.make(programme, desk.told(), by=request.user, pk=desk.once))


def change(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """Change a draft."""
    row = find(request, pk, questionnaire)
    keeping.require_draft(row)
    desk = Desk(request.POST if request.method == "POST" else None, row)
    programme = row.space.programme
    if request.method != "POST":
        return _desk_page(request, programme, desk)
    if not desk.is_valid():
        return _desk_page(request, programme, desk, status=422)
    try:
        keeping.change(row, desk.told(), by=request.user, seen=desk.seen)
    except keeping.ChangedMeanwhile:
        return _desk_page(request, programme, desk, status=409)
    return _next(request, row)


def _desk_page(request: HttpRequest, programme: Programme, desk: Desk, status: int = 200) -> HttpResponse:
    """The desk with what was typed; where somebody else was faster, theirs stands beside it and mine can still be saved."""
    is_conflict, row = status == 409, desk.questionnaire
    context: dict[str, Any] = {"programme": programme, "desk": desk, "questionnaire": row, "is_conflict": is_conflict}
    context["seen"] = row.revision if row and is_conflict else desk.seen
    context["theirs"] = _filling(row) if row and is_conflict else None
    return render(request, "monitoring/questionnaire_desk.html", context, status=status)


def _next(request: HttpRequest, row: Questionnaire) -> HttpResponse:
    """After saving: more questions, or look at it."""
    if "more" in request.POST:
        messages.success(request, _("Saved. Blank questions stand at the end."))
        return redirect("monitoring:questionnaire_change", row.space.programme.pk, row.pk)
    messages.success(request, _("Saved. Only managers of the programme see it until it is opened."))
    return redirect(row)


def _filling(row: Questionnaire) -> Filling:
    """Its form as whoever answers will see it."""
    texts = row.texts
    kind = row.kind.worded(texts)
    return Filling(kind if texts["questions"] else replace(kind, sections=()))


def one(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """A draft as whoever answers will see it; one that was opened with what was answered."""
    row = find(request, pk, questionnaire)
    context: dict[str, Any] = {"questionnaire": row, "programme": row.space.programme, "filling": _filling(row)}
    context["once"] = uuid.uuid4()
    if row.state == Questionnaire.State.DRAFT:
        return render(request, "monitoring/questionnaire_draft.html", {**context, "why_not": keeping.why_not_open(row)})
    if row.is_nameless:
        return _without_names(request, row, context)
    answers = results.answers_to(row, request.user)
    context |= {"answers": answers, "parts": results.results(row, answers), "missing": answering.missing(row)}
    return render(request, "monitoring/questionnaire_results.html", context)


def _without_names(request: HttpRequest, row: Questionnaire, context: dict[str, Any]) -> HttpResponse:
    """How many have answered, and what may be shown of it; nobody's name."""
    n, asked = answering.counts(row.space.programme, [row])[row.pk]
    context |= {"n": n, "asked": asked, "has_enough": is_enough(n)}
    context["parts"] = together.results(row, by=request.user)
    return render(request, "monitoring/questionnaire_together.html", context)


@require_POST
def copy(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """Begin the next version of it, or another one like it."""
    row = find(request, pk, questionnaire)
    made = keeping.copy(row, by=request.user, pk=_once(request))
    messages.success(request, _("This is a new draft with the same questions. Change what should be different."))
    return redirect("monitoring:questionnaire_change", pk, made.pk)


def _once(request: HttpRequest) -> UUID:
    """The id that the form brings, so that sent twice it makes one."""
    try:
        return UUID(request.POST.get("once", ""))
    except ValueError:
        return uuid.uuid4()


def opening(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """Before it asks anybody: whom, how many, who reads. With a POST it asks."""
    row = find(request, pk, questionnaire)
    said = request.POST.get("seen", "")
    if request.method == "POST" and said.isdecimal() and len(said) < 10:
        keeping.open_(row, by=request.user, seen=int(said))
        messages.success(request, _("It is open. Whoever is asked finds it on their page now."))
        return redirect(row)
    if row.state != Questionnaire.State.DRAFT:
        return redirect(row)
    seats = answering.seats(row)
    context: dict[str, Any] = {"questionnaire": row, "programme": row.space.programme, "seats": seats}
    context |= {"groups": len({seat.space_id for seat in seats}), "why_not": keeping.why_not_open(row)}
    return render(request, "monitoring/questionnaire_open.html", context)


@require_POST
def close(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """Ask nobody any more."""
    row = find(request, pk, questionnaire)
    keeping.close(row, by=request.user)
    messages.success(request, _("It is closed. What is begun can still be sent; nobody else can begin."))
    return redirect(row)


def longer(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponse:
    """Ask until a later day; a closed one is open again."""
    row = find(request, pk, questionnaire)
    if row.state == Questionnaire.State.DRAFT:
        return redirect(row)
    form = LongerForm(request.POST if request.method == "POST" else None, earliest=ending.earliest(row))
    if request.method == "POST" and form.is_valid():
        ending.ask_longer(row, form.cleaned_data["until"], by=request.user)
        messages.success(request, _("It is open until the end of that day."))
        return redirect(row)
    context = {"questionnaire": row, "programme": row.space.programme, "form": form, "forms": [form]}
    return render(request, "monitoring/questionnaire_longer.html", context, status=422 if form.errors else 200)


@require_http_methods(["GET", "POST"])
def on_paper(request: HttpRequest, pk: UUID, questionnaire: UUID) -> HttpResponseBase:
    """The same as a form to print; POST has it made."""
    row = find(request, pk, questionnaire)
    told = {"programme": row.space.programme, "parent": row.get_absolute_url(), "parent_name": row.title}
    return answer(request, row.space, paper.on_paper(row), **told)
