"""How both sides see it: a group's statements, or a whole programme's."""

from uuid import UUID

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render

from policy.permissions import Action
from programmes.views.groups import load_group
from programmes.views.programmes import load

from .. import both_sides as room


def of_group(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The statements of one group."""
    group = load_group(request, pk, Action.MONITOR)
    lines = room.of_group(group)
    context = {"group": group, "programme": group.programme, "lines": lines, "sentence": room.in_words(lines)}
    return render(request, "monitoring/both_sides.html", context)


def of_programme(request: HttpRequest, pk: UUID) -> HttpResponse:
    """The statements of all groups of a programme taken together."""
    programme = load(request, pk, Action.RUN)
    lines = room.of_programme(programme)
    context = {"programme": programme, "lines": lines, "sentence": room.in_words(lines)}
    return render(request, "monitoring/both_sides.html", context)
