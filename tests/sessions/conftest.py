"""Who else is there when groups change: Rasa, who could mentor, and the group of Edita and Jan."""

import pytest

from people.models import User
from policy.permissions import Role
from programmes import grouping
from programmes.models import Application, Group
from tests import stories


@pytest.fixture
def rasa(db) -> User:
    """Rasa comes after Tomas."""
    return stories.person("rasa@example.org", "Rasa Petraitytė")


@pytest.fixture
def successor(group: Group, rasa: User, mara: User) -> Application:
    """Rasa, selected, with room for three."""
    return stories.application(group.programme, rasa, Role.MENTOR, by=mara, capacity=3)


@pytest.fixture
def jan(db) -> User:
    """Jan is the mentee of another group."""
    return stories.person("jan@example.org", "Jan Novak")


@pytest.fixture
def other(group: Group, jan: User, mara: User) -> Group:
    """Edita's group with Jan."""
    programme, edita = group.programme, stories.person("edita@example.org", "Edita Kay")
    leader = stories.application(programme, edita, Role.MENTOR, by=mara, capacity=3)
    place = stories.application(programme, jan, Role.MENTEE, by=mara)
    new = grouping.found(programme, leader, number=2, name="Group 2")
    grouping.take_seat(new, place)
    return new
