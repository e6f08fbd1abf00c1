"""The library: resources come in, are changed, adopted, put into the archive and brought back, and are looked for."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from django.core.paginator import Page, Paginator
from django.db import IntegrityError, transaction
from django.db.models import Q, QuerySet
from django.utils.translation import gettext as _

from documents import files
from documents.uploads import ENDINGS, Opened
from policy.machine import NotNow, move
from policy.permissions import Action, require

from ..models import Programme, Resource
from ..models.resources import SILENT_AT

ROWS = 30
AT_MOST = 2000  # resources of one programme, so that nobody fills the house
TOLD = ("title", "about", "link", "language", "topic", "level", "minutes", "licence", "licence_words")
STEPS = (Action.ADOPT, Action.SET_ASIDE, Action.BRING_BACK)


def add(resource: Resource, opened: Opened | None, *, by: Any) -> Resource:
    """Take a resource into the library: a link, or a file that was let in. Sent twice, it is there once.

    Raises ``NotNow`` when its link is there already, or the library is full.
    """
    require(by, Action.RUN, resource.programme)
    require_room(resource.programme)
    resource.by = by
    return _save_new(resource, opened)


def bring(programme: Programme, title: str, link: str, *, pk: UUID, by: Any) -> Resource:
    """What a mentor brings: the resource of the library when the link is there, else one that managers may adopt.

    Inside the transaction of the deed; whether ``by`` may suggest is asked there. The same ``pk``, or the same link by
    the same mentor, a second time is the first one. Raises ``NotNow`` when there is no room.
    """
    found = programme.resources.usable_by(by).filter(Q(pk=pk) | Q(link=link)).order_by("state").first()
    if found:
        return found
    require_room(programme)
    told: dict[str, Any] = {"title": title, "link": link, "language": (programme.languages or ["en"])[0]}
    return _save_new(Resource(pk=pk, programme=programme, state=Resource.State.OFFERED, by=by, **told), None)


def change(resource: Resource, opened: Opened | None, *, by: Any) -> None:
    """Save what was changed. Another link has not been asked yet; another file takes the place of the old one.

    Raises ``NotNow`` when the new link is in the library already.
    """
    require(by, Action.RUN, resource.programme)
    before = Resource.objects.get(pk=resource.pk)
    fields = [*TOLD, "file", "file_name", "media_type"]
    if opened is not None:
        _keep(resource, opened)
    if before.link != resource.link:
        resource.looked_at, resource.silent_times, resource.silent_on = None, 0, None
        fields += ["looked_at", "silent_times", "silent_on"]
    try:
        with transaction.atomic():
            resource.save(update_fields=fields)
            if before.file != resource.file:
                transaction.on_commit(lambda: drop_unused(before.file))
    except IntegrityError:
        raise NotNow(_there_already()) from None


def step(resource: Resource, action: Action, *, by: Any) -> None:
    """Adopt, put into the archive or bring back. What was suggested stays suggested. Raises ``NotNow``."""
    try:
        with transaction.atomic():
            move(resource, action, by=by)
    except IntegrityError:  # another with this link came in at the same moment
        raise NotNow(_there_already()) from None


def found(rows: QuerySet[Resource], said: Mapping[str, str]) -> QuerySet[Resource]:
    """Those of ``rows`` that are asked for (see ``LookForm``; what is missing asks for nothing)."""
    asked = Q(**{name: said[name] for name in ("topic", "language", "level") if said.get(name)})
    for word in said.get("q", "").split()[:5]:
        asked &= Q(title__icontains=word) | Q(about__icontains=word) | Q(link__icontains=word)
    return rows.filter(asked)


def page_of(rows: QuerySet[Resource], said: Mapping[str, str], number: Any) -> Page[Resource]:
    """One page of what is asked for, by topic and title."""
    return Paginator(found(rows, said), ROWS).get_page(number)


def silent(programme: Programme) -> QuerySet[Resource]:
    """Those whose link did not answer two weeks in a row (``Resource.is_silent`` says the same of one)."""
    rows = programme.resources.exclude(state=Resource.State.ARCHIVED)
    return rows.filter(silent_times__gte=SILENT_AT)


def require_room(programme: Programme, more: int = 1) -> None:
    """Raise ``NotNow`` unless ``more`` resources find a place."""
    if programme.resources.count() + more > AT_MOST:
        raise NotNow(
            _("A programme has room for %(n)d resources. Use some again instead of adding more.") % {"n": AT_MOST}
        )


def drop_unused(path: str) -> None:
    """Delete a file that no resource has any more; the next programme may have the same."""
    if path and not Resource.objects.filter(file=path).exists():
        files.drop(path)


def _save_new(resource: Resource, opened: Opened | None) -> Resource:
    sent_before = resource.programme.resources.filter(pk=resource.pk)
    if there := sent_before.first():
        return there
    if opened is not None:
        _keep(resource, opened)
    try:
        with transaction.atomic():
            resource.save(force_insert=True)
    except IntegrityError:  # sent twice at the same moment, or the link is there
        if there := sent_before.first():
            return there
        raise NotNow(_there_already()) from None
    return resource


def _keep(resource: Resource, opened: Opened) -> None:
    data, media_type = opened.kept
    resource.file = files.keep(data, f".{ENDINGS[media_type]}", folder="resources")
    resource.file_name, resource.media_type = opened.name, media_type


def _there_already() -> str:
    return _("This link is in the library already.")
