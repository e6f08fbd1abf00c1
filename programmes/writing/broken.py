"""Addresses that do not work: who of a programme cannot be reached by mail, for its managers."""

from typing import Any
from uuid import UUID

from django.db.models import Count, Exists, Max, OuterRef, Q, QuerySet
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people import bounces
from people.models import User
from policy.models import Participation, Space
from policy.tasks import Task

from ..lines import Line
from ..models import Application, Programme

SHOWN = 100
GONE = ("declined", "withdrawn", "ended")


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
    """What stands first on the page of the programme while letters come back."""
    n = people(programme).count()
    url = reverse("programmes:broken", args=(programme.pk,))
    words = ngettext("%(n)d person's letters come back", "The letters of %(n)d people come back", n) % {"n": n}
    return [Line("", words, url, is_first=True)] if n else []


def in_a_programme() -> Exists:
    """Whether letters to somebody of a programme came back for good; to annotate programmes with."""
    applied = Application.objects.filter(programme=OuterRef(OuterRef("pk"))).exclude(state__in=GONE)
    held = Participation.objects.running().filter(space__within=OuterRef(OuterRef("space")))
    theirs = Q(letter__person__in=applied.values("person")) | Q(letter__person__in=held.values("person"))
    return Exists(bounces.for_good().filter(theirs, letter__person__is_active=True))


def task(programme: Programme) -> Task:
    """What a manager has to do about it."""
    why = _("Letters came back. Ask these people for an address that works.")
    return Task(_("See to addresses"), programme.name, reverse("programmes:broken", args=(programme.pk,)), why, harm=1)
