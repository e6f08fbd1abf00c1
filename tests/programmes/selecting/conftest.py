"""A selection with two managers and three who applied."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from django.utils import timezone

from people.models import User
from policy.models import Participation
from policy.permissions import Action, Role
from programmes.models import Application, Programme, SelectionRules
from programmes.selecting import rules
from tests import stories

Fresh = Callable[[Application], Application]


@pytest.fixture
def rasa(programme: Programme) -> User:
    """Rasa manages the programme with Mara."""
    who = stories.person("rasa@example.org", "Rasa Orb")
    Participation.objects.create(space=programme.space, person=who, role=Role.MANAGER)
    return who


@pytest.fixture
def nia_row(programme, nia, mara) -> Application:
    return stories.application(programme, nia, Role.MENTEE, by=mara, select=False)


@pytest.fixture
def ela_row(programme, ela, mara) -> Application:
    return stories.application(programme, ela, Role.MENTEE, by=mara, select=False)


@pytest.fixture
def in_selection(programme, mara) -> Programme:
    stories.move(programme, Action.OPEN_SELECTION, by=mara)
    return programme


@pytest.fixture
def waiting(in_selection, mara) -> SelectionRules:
    """People are told in three days."""
    told = {"announce_at": timezone.now() + timedelta(days=3), "reserve_moves_up": "click", "keep_declined_days": 90}
    return rules.change(in_selection, told, by=mara)


@pytest.fixture
def fresh() -> Fresh:
    """An application as it stands in the database."""
    rows = Application.objects.select_related("person", "space", "programme__space", "programme__selection_rules")
    return lambda row: rows.get(pk=row.pk)
