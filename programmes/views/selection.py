"""Pages of the selection: the applications, one application."""

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from policy.permissions import Action, may, require

from .. import papers, selection
from ..forms.selection import DecisionForm
from ..models import Application, Programme
from .programmes import load

ROWS = 100


def people(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Everyone who applied, with the decision on each; several can be decided at once."""
    programme = load(request, pk, Action.RUN)
    form = DecisionForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        _decide(request, form)
        return redirect(request.get_full_path())
    again = form["applications"].value() or []  # what was ticked stays ticked in a form that comes back
    return render(request, "programmes/people.html", {**_filtered(request, programme), "form": form, "again": again})


def _filtered(request: HttpRequest, programme: Programme) -> dict:
    rows = programme.applications.select_related("person")
    chosen = {}
    for name, allowed in (("role", ("mentor", "mentee")), ("state", Application.State.values)):
        if (value := request.GET.get(name, "")) in allowed:
            chosen[name] = value
    page = Paginator(rows.filter(**chosen), ROWS).get_page(request.GET.get("page"))
    return {
        "programme": programme,
        "page": page,
        "chosen": chosen,
        "query": f"&{urlencode(chosen)}" if chosen else "",
        "states": Application.State.choices,
        "ticked": request.GET.get("tick") == "1",
    }


def _decide(request: HttpRequest, form: DecisionForm) -> None:
    said = form.cleaned_data
    decided, refused = selection.decide(
        said["applications"], Action(said["decision"]), by=request.user, reason=said["reason"]
    )
    done = ngettext(
        "%(n)d application decided. The person is told by mail.",
        "%(n)d applications decided. The people are told by mail.",
        decided,
    )
    messages.success(request, done % {"n": decided})
    if refused:
        kept = ngettext(
            "%(n)d was left as it is: decided so already, or in a group.",
            "%(n)d were left as they are: decided so already, or in a group.",
            refused,
        )
        messages.info(request, kept % {"n": refused})


def application(request: HttpRequest, pk: UUID) -> HttpResponse:
    """One application: the applicant's own page, and the manager's."""
    rows = Application.objects.visible_to(request.user).select_related("person", "programme__space", "space")
    row = get_object_or_404(rows, pk=pk)
    require(request.user, Action.READ, row)
    decides = may(request.user, Action.SELECT, row) and row.state != Application.State.WITHDRAWN
    decision = DecisionForm(programme=row.programme) if decides else None
    shelves = papers.of_application(row, request.user)
    return render(request, "programmes/application.html", {"application": row, "decision": decision, "papers": shelves})


@require_POST
def withdraw(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The applicant withdraws."""
    row = get_object_or_404(Application.objects.visible_to(request.user).select_related("space", "programme"), pk=pk)
    require(request.user, Action.WITHDRAW, row)
    if row.state != Application.State.WITHDRAWN:
        selection.withdraw(row, by=request.user)
    messages.success(request, _("Your application is withdrawn."))
    return redirect(row)
