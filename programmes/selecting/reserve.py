"""The reserve list: when somebody selected withdraws before the groups are confirmed, the first on it moves up, once."""

from typing import Any

from django.db import transaction
from django.db.models import F, QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _

from policy.machine import NotNow
from policy.permissions import Action, require

from ..models import Application, FreePlace, Programme, SelectionRules
from . import criteria
from .deciding import settle

BEFORE_GROUPS = (Programme.State.SELECTION, Programme.State.TRAINING, Programme.State.MATCHING)
TRIED = 10
ITSELF = SelectionRules.MovesUp.ITSELF


def list_of(programme: Programme, role: str) -> QuerySet[Application]:
    """Who is on the reserve list, the first first: by place, then by score, then by the day they applied.

    Of whom a decision is noted is not asked: that one will be told.
    """
    rows = programme.applications.filter(role=role, state=Application.State.RESERVE, noted="")
    order = (F("rank").asc(nulls_last=True), F("score").desc(nulls_last=True), "created_at", "pk")
    return rows.select_related("person", "space", "programme__space").order_by(*order)


def put_at(application: Application, rank: int, *, by: Any) -> bool:
    """Give somebody on the reserve list another place on it; false for who is not on it."""
    require(by, Action.RESERVE, application)
    rows = Application.objects.filter(pk=application.pk, state=Application.State.RESERVE, noted="")
    return bool(rows.update(rank=rank))


def free_places(programme: Programme) -> QuerySet[FreePlace]:
    """The places that became free and are not settled; none once the groups are confirmed."""
    rows = programme.free_places.filter(closed_at=None)
    return rows if programme.state in BEFORE_GROUPS else rows.none()


def place_is_free(application: Application) -> None:
    """Somebody selected has withdrawn, inside the current transaction: keep that, and move up where that goes by itself."""
    programme = application.programme
    if programme.state in BEFORE_GROUPS:
        FreePlace.objects.create(programme=programme, role=application.role)
        if not SelectionRules.of(programme).waits():  # else those who are to be told at one moment are told first
            fill_by_itself(programme)


def fill_by_itself(programme: Programme) -> None:
    """Fill what is free, where the programme lets the list move up by itself and somebody stands on it."""
    if SelectionRules.of(programme).reserve_moves_up == ITSELF:
        for place in free_places(programme):
            try:
                move_up(place, by=None)
            except NotNow:
                continue


def move_up(place: FreePlace, *, by: Any) -> Application:
    """Select the first on the reserve list for this place and tell them; returns who it is. ``by`` is ``None`` where it
    goes by itself. Raises ``NotNow`` when the place is settled or nobody is on the list; then nothing has changed.
    """
    if by is not None:
        require(by, Action.RUN, place.programme)
    with transaction.atomic():
        _close(place)
        for candidate in list_of(place.programme, place.role)[:TRIED]:
            try:
                settle(candidate, Action.SELECT, by=by)
            except NotNow:  # has withdrawn, or was decided on, at this moment
                continue
            FreePlace.objects.filter(pk=place.pk).update(filled_by=candidate)
            return candidate
        raise NotNow(_("Nobody is on the reserve list for this place."))


def leave_free(place: FreePlace, *, by: Any) -> None:
    """Settle it without anybody moving up."""
    require(by, Action.RUN, place.programme)
    _close(place)


def _close(place: FreePlace) -> None:
    criteria.hold(place.programme)  # whoever else fills places here waits
    if place.programme.state not in BEFORE_GROUPS:
        raise NotNow(_("The groups are confirmed. Nobody moves up any more."))
    if not FreePlace.objects.filter(pk=place.pk, closed_at=None).update(closed_at=timezone.now()):
        raise NotNow(_("This place is settled already."))
