"""Pages of selecting: scores, the interview, criteria, when people are told, telling them, a place that became free."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from policy.permissions import Action

from ..forms.criteria import CriteriaForms
from ..forms.selecting import AgreementForm, InterviewForm, RulesForm, ScoreForm
from ..models import SelectionRules
from ..selecting import announcing, criteria, interviews, reserve, rules, scoring
from .programmes import load
from .selection import load_application

ROWS = 100


def scores(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Score one application: on one's own first, then together."""
    row = load_application(request, pk, Action.SELECT)
    seen = scoring.seen_by(row, request.user)
    step = request.POST.get("step", "own") if request.method == "POST" else ""
    named = criteria.of(SelectionRules.of(row.programme), row.role)
    own = ScoreForm(request.POST if step == "own" else None, criteria=named, own=seen.own)
    agreed = AgreementForm(request.POST if step == "agree" else None, agreed=seen.agreement)
    if own.is_valid():
        scoring.give(row, own.points, note=own.cleaned_data["note"], by=request.user)
        messages.success(request, _("Your score is saved."))
        return redirect("programmes:scores", row.pk)
    if agreed.is_valid():
        scoring.agree(row, agreed.hundredths, note=agreed.cleaned_data["note"], by=request.user)
        messages.success(request, _("What you agreed on is saved."))
        return redirect(row)
    context = {"application": row, "seen": seen, "form": agreed if step == "agree" else own}
    return render(request, "programmes/scores.html", {**context, "own": own, "agreed": agreed})


def interview(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Arrange the interview, change it, or call it off."""
    row = load_application(request, pk, Action.SELECT)
    there = interviews.of(row)
    if request.POST.get("step") == "off":
        interviews.call_off(row, by=request.user)
        messages.success(request, _("The interview is called off. The applicant is told by mail."))
        return redirect(row)
    data = request.POST if request.method == "POST" else None
    form = InterviewForm(data, programme=row.programme, there=there, host=str(request.user))
    if form.is_valid():
        interviews.arrange(row, form.told(), by=request.user)
        messages.success(request, _("The interview is arranged. The applicant is told by mail."))
        return redirect(row)
    return render(request, "programmes/interview.html", {"application": row, "there": there, "form": form})


def change_criteria(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The criteria of a programme; those of a role in which somebody has scored stay as they are."""
    programme = load(request, pk, Action.RUN)
    forms = CriteriaForms(request.POST if request.method == "POST" else None, programme=programme)
    if forms.is_valid():
        criteria.change(programme, forms.chosen(), by=request.user)
        messages.success(request, _("The criteria are saved."))
        return redirect("programmes:rules", programme.pk)
    return render(request, "programmes/criteria.html", {"programme": programme, "criteria": forms})


def change_rules(request: HttpRequest, pk: UUID) -> HttpResponse:
    """When people are told, how the reserve list moves up, for how long declined applications are kept."""
    programme = load(request, pk, Action.RUN)
    there = SelectionRules.of(programme)
    form = RulesForm(request.POST if request.method == "POST" else None, programme=programme, instance=there)
    if form.is_valid():
        rules.change(programme, form.cleaned_data, by=request.user)
        messages.success(request, _("Saved."))
        return redirect("programmes:people", programme.pk)
    noted = announcing.noted(programme).count()
    return render(request, "programmes/rules.html", {"programme": programme, "form": form, "noted": noted})


def announce(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How it will stand, and the letters that go out; a POST has them sent now."""
    programme = load(request, pk, Action.RUN)
    noted = announcing.noted(programme)
    if request.method == "POST":
        announcing.announce_now(programme, by=request.user)
        messages.success(request, _("The letters are going out. Whoever could not be told stays in this list."))
        return redirect("programmes:announce", programme.pk)
    context: dict[str, Any] = {"programme": programme, "overview": announcing.overview(programme)}
    context |= {"rules": SelectionRules.of(programme), "problems": noted.exclude(noted_problem="")[:ROWS]}
    context["page"] = Paginator(noted, ROWS).get_page(request.GET.get("page"))
    return render(request, "programmes/announce.html", context)


def free_place(request: HttpRequest, pk: UUID, place: UUID) -> HttpResponse:
    """A place that became free: who is first on the reserve list, and whether they move up."""
    programme = load(request, pk, Action.RUN)
    row = get_object_or_404(programme.free_places.select_related("filled_by__person"), pk=place)
    row.programme = programme
    if request.method == "POST" and request.POST.get("step") == "leave":
        reserve.leave_free(row, by=request.user)
        messages.success(request, _("The place stays free."))
        return redirect("programmes:people", programme.pk)
    if request.method == "POST":
        who = reserve.move_up(row, by=request.user)
        messages.success(request, _("%(name)s is selected and is told by mail.") % {"name": who.person.name})
        return redirect(who)
    context = {"programme": programme, "place": row, "next": reserve.list_of(programme, row.role)[:5]}
    return render(request, "programmes/free_place.html", context)
