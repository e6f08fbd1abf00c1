"""What of the selection waits for its managers: on their own page, and on the page of the programme."""

from collections.abc import Iterator
from typing import Any

from django.db.models import Case, Count, Exists, OuterRef, Q, Subquery, When
from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from people.moments import date_format
from policy.permissions import Role
from policy.standing import Standing
from policy.tasks import Task

from ..lines import Line, Part
from ..models import Application, FreePlace, Programme, SelectionRules
from ..writing import broken
from . import reserve

AT_MOST = 20


def tasks_for_manager(standing: Standing) -> list[Task]:
    """Places that can be filled from the reserve list, decisions and letters that did not arrive. One query."""
    listed = Application.objects.filter(
        programme=OuterRef("programme"), role=OuterRef("role"), state=Application.State.RESERVE
    )
    free = FreePlace.objects.filter(Exists(listed), programme=OuterRef("pk"), closed_at=None)
    stuck = Application.objects.filter(programme=OuterRef("pk")).exclude(noted_problem="")
    rows = Programme.objects.filter(space__in=standing.spaces(Role.MANAGER)).annotate(
        free=Case(When(state__in=reserve.BEFORE_GROUPS, then=Subquery(free.values("pk")[:1]))),
        stuck=Exists(stuck),
        lost=broken.in_a_programme(),
    )
    found = rows.filter(Q(free__isnull=False) | Q(stuck=True) | Q(lost=True))[:AT_MOST]
    return [task for row in found for task in _tasks(row)]


def _tasks(programme: Any) -> Iterator[Task]:
    if programme.stuck:
        url = reverse("programmes:announce", args=(programme.pk,))
        yield Task(_("Look at the decisions"), programme.name, url, _("Some could not be told."), harm=3)
    if programme.free:
        url, why = reverse("programmes:free_place", args=(programme.pk, programme.free)), _("Somebody has withdrawn.")
        yield Task(_("Fill a free place"), programme.name, url, why, harm=2)
    if programme.lost:
        yield broken.task(programme)


def lines(programme: Programme) -> list[Line]:
    """The lines for those who run a programme: what waits first, then how people are selected."""
    rules, url = SelectionRules.of(programme), reverse("programmes:announce", args=(programme.pk,))
    told: Any = programme.applications.exclude(noted="")
    told = told.aggregate(noted=Count("pk"), stuck=Count("pk", filter=~Q(noted_problem="")))
    first = [Line("", _stuck(told["stuck"]), url, is_first=True)] if told["stuck"] else []
    rest = [
        Line(
            _("How people are selected"),
            _rules_in_words(rules),
            reverse("programmes:rules", args=(programme.pk,)),
            part=Part.SELECTION,
        )
    ]
    if told["noted"]:
        rest.append(Line(_("Tell people"), _noted_in_words(told["noted"]), url, part=Part.SELECTION))
    return [*first, *_free(programme), *rest]


def _free(programme: Programme) -> list[Line]:
    if programme.state not in reserve.BEFORE_GROUPS:
        return []
    words = {
        Role.MENTOR: _("A place as a mentor is free. %(name)s is first on the reserve list."),
        Role.MENTEE: _("A place as a mentee is free. %(name)s is first on the reserve list."),
    }
    found = []
    for place in reserve.free_places(programme)[:AT_MOST]:
        if following := reserve.list_of(programme, place.role).first():
            told = words[Role(place.role)] % {"name": following.person.name}
            found.append(Line("", told, place.get_absolute_url(), is_first=True))
    return found


def _stuck(n: int) -> str:
    words = ngettext("%(n)d decision could not be told", "%(n)d decisions could not be told", n)
    return words % {"n": n}


def _noted_in_words(n: int) -> str:
    return ngettext("%(n)d decision is noted", "%(n)d decisions are noted", n) % {"n": n}


def _rules_in_words(rules: SelectionRules) -> str:
    if rules.announce_at is not None and rules.waits():
        when = date_format(timezone.localtime(rules.announce_at), "D j F, H:i")
        return _("decisions are told on %(when)s; until then they are only noted") % {"when": when}
    return _("when they are told, by which criteria, the reserve list")
