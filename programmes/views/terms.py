"""On which terms people are matched, what is settled about two of them, and two proposals side by side."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.permissions import Action

from .. import boards, proposing
from ..forms.matching import TermsForm, TieForm
from ..models import Tie
from .programmes import load

ROWS = 50


def terms(request: HttpRequest, pk: UUID) -> HttpResponse:
    """How much each criterion counts, and which rules hold."""
    programme = load(request, pk, Action.RUN)
    initial = TermsForm.initial_of(proposing.terms_of(programme))
    initial["asks_both_sides"] = proposing.asks_both_sides(programme)
    form = TermsForm(request.POST or None, programme=programme, initial=initial)
    if request.method == "POST" and form.is_valid():
        proposing.set_terms(programme, form.told, by=request.user)
        messages.success(request, _("Saved. The next proposal is made on these terms."))
        return redirect("programmes:matching", programme.pk)
    context = {"programme": programme, "form": form, "ties": programme.ties.count()}
    return render(request, "programmes/terms.html", context, status=422 if form.errors else 200)


def ties(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Who comes into one group, and who never does."""
    programme = load(request, pk, Action.RUN)
    form = TieForm(request.POST or None, programme=programme)
    if request.method == "POST" and form.is_valid():
        said = form.cleaned_data
        proposing.tie(programme, said["one"], said["other"], said["kind"], by=request.user)
        messages.success(request, _("Saved. The next proposal is made on these terms."))
        return redirect("programmes:ties", programme.pk)
    rows = programme.ties.select_related("one__person", "other__person").order_by("one__person__name")
    context = {"programme": programme, "form": form, "rows": rows[: proposing.TIES]}
    return render(request, "programmes/ties.html", context, status=422 if form.errors else 200)


@require_POST
def untie(request: HttpRequest, pk: UUID, tie: UUID) -> HttpResponse:
    """Take out what was settled about two."""
    programme = load(request, pk, Action.RUN)
    proposing.untie(get_object_or_404(Tie, pk=tie, programme=programme), by=request.user)
    messages.success(request, _("Taken out."))
    return redirect("programmes:ties", programme.pk)


def compare(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Two proposals side by side: their figures, and who is placed differently."""
    programme = load(request, pk, Action.RUN)
    one = boards.newest(programme, request.GET.get("one", ""))
    others = programme.proposals.exclude(pk=one.pk) if one else programme.proposals.none()
    other = others.filter(number=boards.number_in(request.GET.get("other", ""))).first() or others.first()
    if one is None or other is None:
        messages.info(request, _("There is only one proposal. Have another one made, then compare them."))
        return redirect("programmes:matching", programme.pk)
    page = Paginator(boards.compared(one, other), ROWS).get_page(request.GET.get("page"))
    pair = [(row, boards.counts(row)) for row in (one, other)]
    context = {"programme": programme, "one": one, "other": other, "pair": pair, "page": page}
    context["query"] = f"&one={one.number}&other={other.number}"
    return render(request, "programmes/compare.html", context)
