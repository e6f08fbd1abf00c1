"""Two mentees and a mentor, selected and proposed, and one who manages beside Mara."""

import pytest
from django.test import Client

from people.models import User
from policy.models import Participation
from policy.permissions import Role
from programmes import proposing
from programmes.models import Application, Asking, MatchingTerms, Proposal
from tests import stories
from tests.programmes.accepting import ask_again


@pytest.fixture
def tomas_row(programme, tomas, mara) -> Application:
    return stories.application(programme, tomas, Role.MENTOR, by=mara, capacity=2)


@pytest.fixture
def nia_row(programme, nia, mara) -> Application:
    return stories.application(programme, nia, Role.MENTEE, by=mara)


@pytest.fixture
def ela_row(programme, ela, mara) -> Application:
    return stories.application(programme, ela, Role.MENTEE, by=mara)


@pytest.fixture
def proposal(programme, tomas_row, nia_row, ela_row, mara, run_jobs) -> Proposal:
    """Nia and Ela with Tomas, proposed by the application."""
    stories.in_matching(programme, by=mara)
    proposing.ask_for_proposal(programme, by=mara)
    run_jobs()
    return Proposal.objects.get(programme=programme)


@pytest.fixture
def other_manager(programme) -> User:
    who = stories.person("jan@example.org", "Jan Novak")
    Participation.objects.create(space=programme.space, person=who, role=Role.MANAGER)
    return who


@pytest.fixture
def browser(mara: User, signed_in) -> Client:
    """The manager's browser."""
    return signed_in(mara)


@pytest.fixture
def asked(proposal, programme, mara) -> Asking:
    """Nia, Ela and Tomas are asked."""
    MatchingTerms.objects.create(programme=programme, weights={}, asks_both_sides=True)
    assert ask_again(proposal, mara) == 3
    return Asking.objects.select_related("programme__space", "proposal").get()
