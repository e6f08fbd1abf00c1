"""Who needs the manager: all of it on one page, remind, put off, bring back, and when signals are raised."""

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from people.moments import date_format
from policy.permissions import Action, Role
from policy.standing import Standing
from programmes.models import Group
from programmes.views.groups import load_group
from programmes.views.programmes import load

from .. import attention, reminding, signals, watching
from ..forms.watching import LaterForm, WatchForm

ROWS = 50


def everything(request: HttpRequest) -> HttpResponse:
    """Every signal of the groups one manages, of one kind where one is chosen; and what is put off."""
    morning = attention.for_manager(Standing.of(request.user), now=timezone.now())
    concerns = morning.concerns()
    chosen = signals.BY_SLUG.get(request.GET.get("what", ""))
    rows = [signal for signal in morning.raised if chosen in (None, signal.rule)]
    context = {
        "concerns": concerns,
        "chosen": chosen,
        "in_all": len(morning.raised),
        "page": Paginator(rows, ROWS).get_page(request.GET.get("page")),
        "query": f"&what={chosen.slug}" if chosen else "",
        "put_off": morning.put_off[:ROWS],
    }
    return render(request, "monitoring/attention.html", context)


def remind(request: HttpRequest, slug: str) -> HttpResponse:
    """Whom a reminder would reach in which groups; sent, it reaches them."""
    rule = _rule(slug, signals.REMIND)
    chosen = request.POST.getlist("group") if request.method == "POST" else request.GET.getlist("group")
    groups = _groups(request, rule, chosen)
    if request.method == "POST":
        told = reminding.remind(rule, groups, by=request.user)
        messages.success(request, told_words(told))
        return redirect("home")
    reached, before = reminding.whom(rule, groups), reminding.last_reminded(rule, groups)
    rows = [(group, reached.get(group.space_id, []), before.get(group.space_id)) for group in groups]
    return render(request, "monitoring/remind.html", {"rule": rule, "rows": rows, "at_most": reminding.AT_MOST})


def told_words(told: int) -> str:
    """How many were reminded, for whoever has reminded them."""
    if not told:
        return _("Nobody was written to: who owes something has been reminded today already.")
    words = ngettext("%(n)d person is reminded.", "%(n)d people are reminded.", told)
    return words % {"n": told}


def _rule(slug: str, act: str = "") -> signals.Rule:
    rule = signals.BY_SLUG.get(slug)
    if rule is None or act not in ("", rule.act):
        raise Http404
    return rule


def _groups(request: HttpRequest, rule: signals.Rule, chosen: list[str]) -> list[Group]:
    """The groups in which the signal is raised, the longest first; of these the chosen ones, where some are."""
    morning = attention.for_manager(Standing.of(request.user), now=timezone.now())
    pks = [signal.group for signal in morning.raised if signal.rule == rule]
    pks = [pk for pk in pks if not chosen or str(pk) in chosen][: reminding.AT_MOST]
    found = Group.objects.where(request.user, Role.MANAGER).select_related("space", "programme").in_bulk(pks)
    return [found[pk] for pk in pks]


def later(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """Put a signal of a group off, with the reason."""
    group, rule = load_group(request, pk, Action.MONITOR), _rule(slug)
    form = LaterForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        row = watching.put_off(group, rule, by=request.user, **form.cleaned_data)
        told: dict[str, Any] = {"day": date_format(row.until, "l j F"), "group": group}
        messages.success(request, _("%(group)s is put off until %(day)s.") % told)
        return redirect("home")
    return render(request, "monitoring/later.html", {"form": form, "group": group, "rule": rule})


@require_POST
def back(request: HttpRequest, pk: UUID, slug: str) -> HttpResponse:
    """Have a signal in the list again."""
    group = load_group(request, pk, Action.MONITOR)
    watching.bring_back(group, _rule(slug), by=request.user)
    messages.success(request, _("%(group)s is in the list again.") % {"group": group})
    return redirect("monitoring:attention")


def watch(request: HttpRequest, pk: UUID) -> HttpResponse:
    """After how many days each signal is raised in a programme."""
    programme = load(request, pk, Action.RUN)
    form = WatchForm(request.POST or None, days=watching.days_of(programme))
    if request.method == "POST" and form.is_valid():
        watching.set_days(programme, form.cleaned_data, by=request.user)
        messages.success(request, _("Saved. It counts from now on, for every manager of the programme."))
        return redirect(programme)
    return render(request, "monitoring/watch.html", {"form": form, "programme": programme})
