"""Pages of the selection: the applications, one application."""

from typing import Any
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action, may, require

from .. import papers, selection, without_group
from ..accepting import answering
from ..forms.selecting import FilterForm, WithdrawForm
from ..forms.selection import DecisionForm
from ..models import Application, Programme, SelectionRules
from ..selecting import choosing, deciding, interviews, scoring, table
from ..writing import broken
from .programmes import load


def load_application(request: HttpRequest, pk: UUID, action: Action) -> Application:
    """An application its reader may know of, and may do ``action`` on."""
    rows = Application.objects.visible_to(request.user)
    rows = rows.select_related("person", "programme__space", "programme__selection_rules", "space", "noted_by")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, action, row)
    return row


def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everyone who applied, with the decision on each; several can be decided at once."""
    programme = load(request, pk, Action.RUN)
    rules = SelectionRules.of(programme)
    form = DecisionForm(request.POST or None, programme=programme, waits=rules.waits())
    if request.method == "POST" and form.is_valid():
        _decide(request, form, rules)
        return redirect(request.get_full_path())
    again = form["applications"].value() or []  # what was ticked stays ticked in a form that comes back
    context = {"programme": programme, "rules": rules, "waits": rules.waits(), "form": form, "again": again}
    return render(request, "programmes/people.html", {**context, **_asked_for(request, programme)})


def _asked_for(request: HttpRequest, programme: Programme) -> dict[str, Any]:
    asked = FilterForm(request.GET)
    chosen = asked.said()
    page = table.page_of(programme, chosen, request.GET.get("page"), by=request.user)
    return {
        "asked": FilterForm(initial=chosen),
        "page": page,
        "broken": broken.among(page),
        "chosen": chosen,
        "query": f"&{urlencode(chosen)}" if chosen else "",
        "states": Application.State.choices,
        "ticked": request.GET.get("tick") == "1",
        "forgotten": programme.forgotten_applications.count(),
        "in_no_group": without_group.mentees(programme).count(),
        "spare_mentors": without_group.mentors(programme).count(),
    }


def _decide(request: HttpRequest, form: DecisionForm, rules: SelectionRules) -> None:
    said = form.cleaned_data
    told = {"reason": said["reason"], "rank": said.get("rank"), "rules": rules, "seen": form.seen}
    outcome = choosing.choose(said["applications"], form.action, by=request.user, **told)
    if outcome.is_worth_saying:
        messages.success(request, outcome.words)
    if outcome.moved:
        messages.success(request, _("The place on the reserve list is changed. Nobody is told."))
    if outcome.left:
        messages.info(request, outcome.words_left)
    for words in outcome.overtaken:
        messages.warning(request, words)


def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One application: the applicant's own page, and the manager's, who decides here."""
    row = load_application(request, pk, Action.READ)
    rules = SelectionRules.of(row.programme)
    context: dict[str, Any] = {"application": row, "papers": papers.of_application(row, request.user)}
    context |= {"interview": (talk := interviews.of(row)), "kept_until": row.kept_until}
    context["interview_when"] = interviews.when(talk) if talk else ""
    if request.method == "POST" or may(request.user, Action.SELECT, row):
        require(request.user, Action.SELECT, row)
        data = request.POST if request.method == "POST" else None
        form = DecisionForm(data, programme=row.programme, waits=rules.waits(), alone=row)
        if data is not None and form.is_valid():
            _decide(request, form, rules)
            return redirect(row)
        context |= {"decision": form, "rules": rules, "waits": rules.waits(), "manages": True}
        context |= {"in_no_group": without_group.in_words(row.programme, [row]).get(row.pk, "")}
        context["scores"] = scoring.seen_by(row, request.user)
    else:
        context["offer"] = answering.offer_to(row)
        context["can_withdraw"] = row.is_open and not deciding.has_seat(row)
    return render(request, "programmes/application.html", context)


def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The applicant withdraws: what it means, then yes."""
    row = load_application(request, pk, Action.WITHDRAW)
    if row.state != Application.State.WITHDRAWN:
        if why_not := row.machine.why_not(row, Action.WITHDRAW) or deciding.why_placed(row):
            raise NotNow(why_not)
        form = WithdrawForm(request.POST if request.method == "POST" else None)
        if not form.is_valid():
            return render(request, "programmes/withdraw.html", {"application": row, "form": form})
        selection.withdraw(row, by=request.user, reason=form.cleaned_data["reason"])
    messages.success(request, _("Your application is withdrawn."))
    return redirect(row)
