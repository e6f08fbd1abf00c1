"""Create a programme and change its settings."""

from typing import Any

from django.db import IntegrityError, transaction
from django.utils.translation import gettext as _

from documents import pipeline
from policy.machine import NotNow, record
from policy.models import Participation, Space
from policy.permissions import Action, Role, require

from .models import Programme

DIARY = "diary"


def create(programme: Programme, *, by: Any) -> Programme:
    """Save a new programme with its space; whoever creates it is its first manager.

    The same programme (same id) created a second time is the first one: a form sent twice makes one programme.
    """
    require(by, Action.FOUND, Space.organisation())
    sent_before = Programme.objects.visible_to(by).filter(pk=programme.pk)
    if existing := sent_before.first():
        return existing
    try:
        return _create(programme, by)
    except IntegrityError:  # sent twice at the same moment
        if existing := sent_before.first():
            return existing
        raise


def _create(programme: Programme, by: Any) -> Programme:
    with transaction.atomic():
        programme.space = Space.objects.create(kind=Space.Kind.PROGRAMME)
        programme.save(force_insert=True)
        Participation.objects.create(space=programme.space, person=by, role=Role.MANAGER)
        record(programme, Action.FOUND, by=by)
    return programme


def change(programme: Programme, *, by: Any, readers_before: str) -> None:
    """Save changed settings. Who reads diaries is narrowed at once, and never widened for what people wrote before.

    Raises ``NotNow`` when managers would read diaries of groups that signed otherwise (design 3).
    """
    require(by, Action.RUN, programme)
    readers = Programme.DiaryReaders
    widens = readers_before == readers.GROUP and programme.diary_readers == readers.MANAGERS
    if widens and programme.groups.exists():
        raise NotNow(
            _("The groups agreed that only they read their diaries. A new contract, signed by all, is needed.")
        )
    with transaction.atomic():
        programme.save()
        if programme.withholds_diaries_from:
            spaces = programme.groups.values("space")
            pipeline.withhold(DIARY, spaces, programme.withholds_diaries_from)
