"""Setting a programme up: where to start from, and what is still to be done."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.models import Space
from policy.permissions import Action, Role, require

from .. import founding, setting_up, starting_points
from ..forms.programmes import ProgrammeForm
from ..forms.starting import StartForm
from ..models import Programme
from ..starting_points import BY_SLUG, STARTING_POINTS, StartingPoint
from .programmes import load

EARLIER = 5  # programmes that are offered to start from


def new(request: HttpRequest) -> HttpResponse:
    """Choose where to start from; then name and days are enough, or everything is said in an empty form."""
    require(request.user, Action.FOUND, Space.organisation())
    chosen = request.GET.get("from", "")
    if chosen in BY_SLUG:
        return _from_point(request, BY_SLUG[chosen])
    if request.method == "POST" or chosen == "empty":
        return _from_nothing(request)
    earlier = Programme.objects.where(request.user, Role.MANAGER)[:EARLIER]
    return render(request, "programmes/start.html", {"points": STARTING_POINTS, "earlier": earlier})


def _from_point(request: HttpRequest, point: StartingPoint) -> HttpResponse:
    form = StartForm(request.POST if request.method == "POST" else None, point=point)
    if request.method == "POST" and form.is_valid():
        more = {"time_zone": timezone.get_current_timezone_name(), **starting_points.languages_of(request.user)}
        return _created(request, form.programme(**more))
    return render(request, "programmes/start_point.html", {"form": form, "point": point})


def _from_nothing(request: HttpRequest) -> HttpResponse:
    zone = {"time_zone": timezone.get_current_timezone_name(), "languages": ["en"]}
    form = ProgrammeForm(request.POST or None, initial=zone)
    if request.method == "POST" and form.is_valid():
        return _created(request, form.save(commit=False))
    return render(request, "programmes/settings.html", {"form": form})


def _created(request: HttpRequest, fresh: Programme) -> HttpResponse:
    programme = founding.create(fresh, by=request.user)
    messages.success(request, _("The programme is set up as a draft that only you see."))
    return redirect("programmes:setup", programme.pk)


def setup(request: HttpRequest, pk: UUID) -> HttpResponse:
    """What is to be done before the selection opens, in any order."""
    programme = load(request, pk, Action.RUN)
    tasks = setting_up.tasks_of(programme)
    context = {
        "programme": programme,
        "tasks": tasks,
        "open": sum(task.status != setting_up.DONE for task in tasks),
        "next": setting_up.first_open(tasks),
        "is_draft": programme.state == Programme.State.DRAFT,
    }
    return render(request, "programmes/setup.html", context)
