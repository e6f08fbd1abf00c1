"""Pages of a programme as a whole: the list, setting up, its page, moving on."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.models import Space
from policy.permissions import Action, Role, may, require

from .. import founding, lines, papers
from ..forms.programmes import ProgrammeForm
from ..models import Programme
from ..stages import advance as take_step
from ..stages import next_steps, stage_bar

ROWS = 30


def load(request: HttpRequest, pk: UUID, action: Action) -> Programme:
    """A programme its reader takes part in, and may do ``action`` on."""
    programme = get_object_or_404(Programme.objects.visible_to(request.user).select_related("space"), pk=pk)
    require(request.user, action, programme)
    return programme


def programmes(request: HttpRequest) -> HttpResponse:
    """The programmes I take part in, the current ones first."""
    rows = Programme.objects.visible_to(request.user)
    context = {
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "may_found": may(request.user, Action.FOUND, Space.organisation()),
    }
    return render(request, "programmes/programmes.html", context)


def settings(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Change a programme's settings."""
    programme = load(request, pk, Action.RUN)
    readers_before = programme.diary_readers
    form = ProgrammeForm(request.POST or None, instance=programme)
    if request.method == "POST" and form.is_valid():
        founding.change(form.save(commit=False), by=request.user, readers_before=readers_before)
        messages.success(request, _("The settings are saved."))
        if programme.state == Programme.State.DRAFT:
            return redirect("programmes:setup", programme.pk)
        return redirect(programme)
    context = {"form": form, "programme": programme, "lines": lines.lines_of(programme)}
    return render(request, "programmes/settings.html", context)


def programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Where the programme stands, and what its reader can do next."""
    row = load(request, pk, Action.READ)
    runs = may(request.user, Action.RUN, row)
    context = {"programme": row, "runs": runs, "stages": stage_bar(row), "steps": next_steps(row) if runs else []}
    if runs:
        context["waiting"] = row.applications.filter(state="applied").count()
        context["people"] = row.applications.exists()
        context["papers"] = papers.of_programme(row, request.user)
        told = lines.lines_of(row)
        context |= {"lines": told, "parts": lines.by_part(told)}
    else:
        context["mine"] = row.applications.filter(person_id=request.user.pk)
    context["managers"] = row.space.people(Role.MANAGER)
    return render(request, "programmes/programme.html", context)


@require_POST
def advance(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move the programme to its next stage."""
    row = load(request, pk, Action.RUN)
    step = next((step for step in next_steps(row) if step.action == request.POST.get("step")), None)
    if step is None:  # sent twice, or the page was old
        messages.info(request, _("The programme is in “%(state)s” now.") % {"state": row.get_state_display()})
    else:
        take_step(row, step.action, by=request.user)
        messages.success(request, _("The programme is in “%(state)s” now.") % {"state": row.get_state_display()})
    return redirect(row)
