"""Let somebody in again who lost phone and recovery codes: a manager who knows them takes the second step off."""

from typing import Any

from django.db import transaction
from django.db.models import Q, QuerySet

from people.models import User
from people.two_step import steps
from policy.models import Event, Participation
from policy.permissions import Action, require

from .models import Programme


def with_second_step(programme: Programme, *, but: Any) -> QuerySet[User]:
    """Those who take part in the programme or one of its groups and sign in with a second step; not ``but``.

    Nor who looks after accounts: more hangs on theirs than this programme. The house lets them in again.
    """
    here = Q(space=programme.space) | Q(space__within=programme.space)
    theirs = Participation.objects.running().filter(here).values("person")
    return steps.with_one(User.objects.filter(pk__in=theirs, is_active=True, is_staff=False).exclude(pk=but.pk))


def let_in(programme: Programme, person: User, *, by: Any) -> bool:
    """Take the second step of ``person`` off; they are told by letter, and it is recorded. False when nothing was on."""
    require(by, Action.LET_IN, programme)
    with transaction.atomic():
        if not steps.take_off(person, by=by):
            return False
        Event.objects.create(
            space=programme.space, by=by, action=Action.LET_IN, thing="people.user", thing_id=person.pk
        )
    return True
