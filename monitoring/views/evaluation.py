"""Pages of the evaluation of a programme: how it stands, what it is to reach, beside which others, on paper."""

from uuid import UUID

from django.contrib import messages
from django.http import FileResponse, Http404, HttpRequest, HttpResponse
from django.http.response import HttpResponseBase
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.text import slugify
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from jobs.models import Job
from policy.permissions import Action
from programmes.views.programmes import load

from .. import evaluating, executive, reports, scorecard
from ..forms.evaluation import TargetsForm
from ..models import Benchmark


def evaluation(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What the programme is to reach, and every measure with its definition, value and target."""
    programme = load(request, pk, Action.RUN)
    card = scorecard.card(programme, now=timezone.now())
    context = {"programme": programme, "card": card, "answers": reports.sentences(card)}
    return render(request, "monitoring/evaluation.html", context)


def targets(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Set objectives and targets, and keep values of others to compare with."""
    programme = load(request, pk, Action.RUN)
    known = Benchmark.objects.filter(space=programme.space)
    form = TargetsForm(request.POST or None, initial=evaluating.set_already(programme), benchmarks=known)
    if request.method == "POST" and form.is_valid():
        evaluating.settle(programme, form.cleaned_data, form.wanted, by=request.user)
        messages.success(request, _("What the programme is to reach is saved."))
        return redirect("monitoring:evaluation", programme.pk)
    status = 422 if form.errors else 200
    return render(request, "monitoring/targets.html", {"programme": programme, "form": form}, status=status)


def comparison(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This programme beside earlier ones of the same manager, and beside what others reached."""
    programme = load(request, pk, Action.RUN)
    compared = scorecard.compare(programme, by=request.user, now=timezone.now())
    return render(request, "monitoring/comparison.html", {"programme": programme, "compared": compared})


@require_POST
def print_executive(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Have the report for a director made."""
    programme = load(request, pk, Action.RUN)
    return redirect("jobs:progress", executive.ask(programme, by=request.user).pk)


def executive_pdf(request: HttpRequest, pk: UUID, job: UUID) -> HttpResponseBase:
    """The report, or the page of a question, that I asked for, as long as it is kept."""
    programme = load(request, pk, Action.RUN)
    row = get_object_or_404(Job.objects.visible_to(request.user), pk=job)
    made = executive.file_of(row, programme)
    if made is None:
        raise Http404
    name = f"{slugify(programme.name) or 'programme'}-{row.arguments.get('question') or _('report')}.pdf"
    response = FileResponse(made.open("rb"), filename=name, content_type="application/pdf")
    response["X-Content-Type-Options"] = "nosniff"
    response["Content-Security-Policy"] = "default-src 'none'; sandbox"
    return response
