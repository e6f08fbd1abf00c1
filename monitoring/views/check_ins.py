"""The page from which a manager calls: who is to be called, why, and under which number."""

from uuid import UUID, uuid4

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from policy.permissions import Role
from policy.standing import Standing
from programmes.models import Group
from sessions import calls

from .. import check_ins as room

ROWS = 50


def check_ins(request: HttpRequest) -> HttpResponse:
    """Whom to call now; or, asked for, everybody of a group or of all groups with when they were called last."""
    managed = Standing.of(request.user).spaces(Role.MANAGER)
    wishes, now = calls.waiting_for(request.user), timezone.now()
    group = _group(request)
    if group or "all" in request.GET:
        page = Paginator(room.contacts(managed, group=group.pk if group else None), ROWS).get_page(
            request.GET.get("page")
        )
        contacts = sorted(room.of(page, wishes), key=lambda contact: not contact.is_due(now))
    else:
        page = Paginator(room.due(managed, wishes=wishes, now=now), ROWS).get_page(request.GET.get("page"))
        contacts = room.some(page, managed, wishes)
    context = {
        "contacts": [(contact, contact.is_due(now), uuid4()) for contact in contacts],
        "page": page,
        "chosen": group,
        "everybody": "all" in request.GET,
        "manages": bool(managed),
        "query": "&all=1" if "all" in request.GET else "",
    }
    return render(request, "monitoring/check_ins.html", context)


def _group(request: HttpRequest) -> Group | None:
    """The group whose people are asked for; 404 for one that its reader does not manage."""
    chosen = request.GET.get("group")
    if not chosen:
        return None
    try:
        found = Group.objects.where(request.user, Role.MANAGER).filter(pk=UUID(chosen)).first()
    except ValueError:
        found = None
    if found is None:
        raise Http404
    return found
