"""Addresses that do not work: who of a programme cannot be reached by mail, for its managers."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Max, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import bounces
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task

from ..lines import Line
from ..models import Programme

SHOWN = 100
AT_MOST = 20
GONE = ("declined", "withdrawn")


def people(programme: Programme) -> QuerySet[User]:
    """Those of a programme whose letters came back for good: ``times`` how often, ``last`` when; the latest first."""
    spaces = Space.objects.filter(Q(pk=programme.space_id) | Q(within=programme.space_id))
    held = Participation.objects.running().filter(space__in=spaces).values("person")
    applied = programme.applications.exclude(state__in=GONE).values("person")
    found = bounces.for_good().filter(Q(letter__person__in=held) | Q(letter__person__in=applied))
    rows = User.objects.filter(pk__in=found.values("letter__person"), is_active=True)
    ours = Q(letters__bounce__in=bounces.for_good())
    return rows.annotate(
        times=Count("letters__bounce", filter=ours), last=Max("letters__bounce__created_at", filter=ours)
    ).order_by("-last", "name")


def among(rows: Any) -> frozenset[UUID]:
    """Ids of the people of these applications whose letters come back. One query."""
    return frozenset(bounces.broken([row.person_id for row in rows]))


def lines(programme: Programme) -> list[Line]:
    """What stands first on the page of the programme while letters come back, and the way to write one."""
    n = people(programme).count()
    url = reverse("programmes:broken", args=(programme.pk,))
    words = ngettext("%(n)d person's letters come back", "The letters of %(n)d people come back", n) % {"n": n}
    return [Line("", words, url, is_first=True)] if n else []


def tasks_for_manager(standing: Standing) -> list[Task]:
    """A task for each programme in which letters came back for good, but one for the same people.

    One query; more only where some came back.
    """
    if not bounces.for_good().exists():
        return []
    rows = Programme.objects.filter(space__in=standing.spaces(Role.MANAGER)).exclude(state="closed")[:AT_MOST]
    why = _("Letters came back. Ask these people for an address that works.")
    found, seen = [], set[UUID]()
    for row in rows:
        there = set(people(row).values_list("pk", flat=True)[:SHOWN])
        if there - seen:
            found.append(
                Task(_("See to addresses"), row.name, reverse("programmes:broken", args=(row.pk,)), why, harm=1)
            )
        seen |= there
    return found
