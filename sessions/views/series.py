"""Pages that plan many sessions at once: the series with its preview, and later dates moved together."""

from uuid import UUID

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from policy.permissions import Action
from programmes.views.groups import load_group

from .. import planning
from .. import series as many
from ..forms.series import SeriesForm, ShiftForm
from .meetings import load_meeting


def series(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Ask for a series, show it as a preview, plan it."""
    group = load_group(request, pk, Action.PLAN)
    planning.require_running(group)
    form = SeriesForm(request.POST or None, group=group, initial=planning.propose_next(group))
    step = request.POST.get("step", "preview")
    context = {"form": form, "group": group}
    if request.method != "POST" or not form.is_valid() or step == "change":
        return render(request, "sessions/series.html", context)
    if step != "plan":
        rows = many.preview(group, form.wish, by=request.user)
        context |= {"rows": rows, "is_in_doubt": any(row.error for row in rows)}
        return render(request, "sessions/series_preview.html", context)
    if planned := many.plan(group, form.wish, by=request.user):
        words = ngettext("%(n)d session is planned.", "%(n)d sessions are planned.", len(planned)) % {"n": len(planned)}
        messages.success(request, f"{words} {_('Your group sees them when you publish the plan.')}")
    else:
        messages.info(request, _("This series is planned already. Change its sessions one by one, or all later dates."))
    return redirect("sessions:plan", group.pk)


def shift(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Move a session and all later ones by the same number of days, after a look at the new dates."""
    row = load_meeting(request, pk, Action.PLAN)
    planning.require_running(row.group)
    form = ShiftForm(request.POST or None, meeting=row)
    context = {"form": form, "meeting": row, "group": row.group, "how_many": len(many.from_here_on(row))}
    if request.method != "POST" or not form.is_valid():
        return render(request, "sessions/shift.html", context)
    if (seen := form.seen()) is None:
        rows = many.preview_shift(row, form.days, by=request.user)
        context |= {"rows": rows, "is_in_doubt": any(one.error for one in rows), "token": form.token(rows)}
        return render(request, "sessions/shift.html", context)
    if moved := many.shift(row, form.days, seen, by=request.user):
        words = ngettext("%(n)d session is moved.", "%(n)d sessions are moved.", moved) % {"n": moved}
        messages.success(request, f"{words} {_('Your group sees it when you publish the plan.')}")
    else:
        messages.info(request, _("These sessions are moved already."))
    return redirect("sessions:plan", row.group.pk)
