"""What changed between two versions of a document."""

from uuid import UUID

from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render

from policy.permissions import Action

from .. import comparing
from ..models import Version
from .page import load


def changes(request: HttpRequest, pk: UUID) -> HttpResponse:
    """This version beside the one before it, or beside the one that is asked for with ``?with=number``."""
    version = load(request, pk, Action.READ)
    others = comparing.readable_beside(version, request.user)
    other = _asked_for(request, others) or comparing.before(version, request.user)
    old, new = sorted((other or version, version), key=lambda one: one.number)
    context = {
        "version": version,
        "other": other,
        "others": list(others.values_list("number", flat=True)),
        "old": old,
        "new": new,
        "changes": comparing.since(old, new) if other else None,
    }
    return render(request, "documents/changes.html", context)


def _asked_for(request: HttpRequest, others: QuerySet[Version]) -> Version | None:
    said = request.GET.get("with")
    if said is None:
        return None
    other = others.filter(number=int(said)).first() if said.isdecimal() and len(said) < 10 else None
    if other is None:
        raise Http404
    return other
