"""Pages of the rhythm: the monitoring of a programme's groups at a glance, and of one group planned as a series."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.permissions import Action
from programmes.views.groups import ROWS, load_group
from programmes.views.programmes import load
from sessions import planning, series

from .. import rhythm
from ..forms.rhythm import RhythmForm


def of_programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Every running group of a programme: its rhythm, and which monitoring sessions were and will be."""
    programme = load(request, pk, Action.RUN)
    page = Paginator(rhythm.groups(programme), ROWS).get_page(request.GET.get("page"))
    context = {"programme": programme, "page": page, "rows": rhythm.in_words(page)}
    return render(request, "monitoring/rhythms.html", context)


def plan(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a rhythm, show its days as a preview, plan them."""
    group = load_group(request, pk, Action.MONITOR)
    planning.require_running(group)
    form = RhythmForm(request.POST or None, group=group, initial=rhythm.proposal(group))
    step = request.POST.get("step", "preview")
    context = {"form": form, "group": group, "there": rhythm.there(group)}
    if request.method != "POST" or not form.is_valid() or step == "change":
        return render(request, "monitoring/rhythm.html", context)
    if step != "plan" and form.dates:
        rows = series.preview(group, form.wish, by=request.user)
        context |= {"rows": rows, "is_in_doubt": any(row.error for row in rows), "is_monitoring": True}
        return render(request, "sessions/series_preview.html", context)
    said = form.cleaned_data
    planned = rhythm.plan(group, form.wish, every=said["every"], agreed_on=said["agreed_on"], by=request.user)
    messages.success(request, _told(len(planned)))
    return redirect(group)


def _told(n: int) -> str:
    if not n:
        return _("The rhythm is kept. Its sessions were planned already.")
    words = ngettext("%(n)d monitoring session is planned.", "%(n)d monitoring sessions are planned.", n) % {"n": n}
    return f"{words} {_('The group gets one invitation with all of them.')}"
