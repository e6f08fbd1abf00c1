"""Pages of groups as such: the list, name and motto, the end."""

from uuid import UUID

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Prefetch
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from policy.machine import NotNow, move
from policy.models import Participation, Space
from policy.permissions import Action, require

from ..forms.groups import GroupFilter, GroupNameForm
from ..models import Group

ROWS = 50


def load_group(request: HttpRequest, pk: UUID, action: Action) -> Group:
    """A group its reader belongs to, and may do ``action`` on."""
    rows = Group.objects.visible_to(request.user).select_related("space", "programme__space")
    group = get_object_or_404(rows, pk=pk)
    require(request.user, action, group)
    return group


def groups(request: HttpRequest) -> HttpResponse:
    """My groups: running ones first, the archive apart."""
    people = Participation.objects.running().select_related("person").order_by("-role", "person__name")
    rows = Group.objects.visible_to(request.user).select_related("programme", "space")
    rows = rows.prefetch_related(Prefetch("space__participations", people))
    chosen = GroupFilter(request.GET)
    page = Paginator(chosen.narrow(rows), ROWS).get_page(request.GET.get("page"))
    left = Participation.objects.filter(
        person=request.user.pk, ends_at__lte=timezone.now(), space__kind=Space.Kind.GROUP
    )
    context = {"page": page, "chosen": chosen, "query": chosen.query, "has_left": left.exists()}
    context["run_here"] = chosen.programme_run_by(request.user)
    return render(request, "programmes/groups.html", context)


def name(request: HttpRequest, pk: UUID) -> HttpResponse:
    """Choose the group's name and motto."""
    group = load_group(request, pk, Action.NAME)
    if group.has_ended:
        raise NotNow(_("The group has ended. It can only be read."))
    if group.is_pair:
        raise NotNow(_("Name and motto are chosen by groups, not in individual mentoring."))
    form = GroupNameForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Your group is called “%(name)s” now.") % {"name": group.name})
        return redirect(group)
    return render(request, "programmes/group_name.html", {"form": form, "group": group})


@require_POST
def end(request: HttpRequest, pk: UUID) -> HttpResponse:
    """End the group: it becomes a readable archive."""
    group = load_group(request, pk, Action.END)
    if not group.has_ended:
        move(group, Action.END, by=request.user)
    messages.success(request, _("The group has ended. Its documents stay readable."))
    return redirect(group)
