"""The list of those who are in no group, fifty on a page; and what of their trainings stays theirs."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Letter, User
from policy.permissions import Role
from programmes import selection, training, without_group
from programmes.models import Application, Group, Programme, TrainingEvent
from programmes.training import places
from sessions import changing
from tests import stories
from tests.people.test_mail import AWAY
from tests.sessions.changes import WHY, asked, seat

pytestmark = pytest.mark.django_db

LATE = [f"Late {n:02}" for n in range(53)]


@pytest.fixture
def listed(group: Group) -> str:
    """The address of the list, with more who came late than one page holds."""
    told = {"role": Role.MENTEE.value, "time zone": "Europe/Vilnius", "languages": ["en"], "goals": [], "not with": []}
    told |= {"availability": ["Tue evening"], "mode": "online", "capacity": 0}
    told |= dict.fromkeys(("field", "situation", "experience"), "")
    rows = [{**told, "name": name, "email": f"{name[-2:]}@example.org"} for name in LATE]
    late = selection.add_all(group.programme, rows)
    Application.objects.filter(pk__in=[one.pk for one in late]).update(state=Application.State.SELECTED)
    return reverse("sessions:without_group", args=(group.programme_id,))


def names(browser: Client, address: str) -> list[str]:
    answer = browser.get(address)
    assert answer.status_code == 200, address
    return re.findall(r'<h3 id="person-\d+">\s*<a [^>]*>([^<]*)</a>', answer.content.decode())


def test_the_rest_stand_on_the_second_page(listed, mara, signed_in):
    browser = signed_in(mara)
    assert names(browser, listed) == LATE[:50]
    assert 'href="?page=2&amp;mentors=1"' in browser.get(listed).content.decode()
    assert names(browser, f"{listed}?page=2") == LATE[50:]
    proposed = browser.get(f"{listed}?propose=1&page=2").content.decode()
    assert "For 3 people the matching finds a place" in proposed and "Late 00" not in proposed
    assert 'href="?page=1&amp;propose=1&amp;mentors=1"' in proposed, (
        "what was asked for is asked for on the other page, too"
    )


def test_the_other_page_of_mentors_makes_no_proposal_anew(listed, mara, signed_in, monkeypatch):
    monkeypatch.setattr("sessions.views.placing.ROWS", 1)
    programme = Programme.objects.get()
    for name in ("Lea", "Max"):
        stories.newcomer(name, programme, Role.MENTOR, by=mara)
    page = signed_in(mara).get(f"{listed}?propose=1&page=2").content.decode()
    assert 'href="?mentors=2&amp;page=2#mentors"' in page, "it leads on without the proposal"
    assert 'href="?page=3&amp;propose=1&amp;mentors=1"' in page


def test_a_number_that_is_no_page_leads_to_one(listed, mara, signed_in):
    browser = signed_in(mara)
    for first in ("", "x", "1.5", "page", "%00", "²"):
        assert names(browser, f"{listed}?page={first}") == LATE[:50], first
    for last in ("3", "0", "-1", "9" * 30):
        assert names(browser, f"{listed}?page={last}") == LATE[50:], last


@pytest.mark.parametrize("asked_for", ["", "&propose=1"])
def test_a_full_page_costs_as_many_queries_as_one_of_three(asked_for, listed, mara, signed_in):
    browser = signed_in(mara)

    def cost(page: int) -> int:
        with CaptureQueriesContext(connection) as queries:
            browser.get(f"{listed}?page={page}{asked_for}")
        return len(queries)

    cost(1)
    assert cost(1) == cost(2)


# trainings


@pytest.fixture
def mentor_too(programme: Programme, nia: User, mara: User) -> Application:
    """Nia is selected as a mentor, too, before the groups are formed."""
    return stories.application(programme, nia, Role.MENTOR, by=mara)


@pytest.fixture
def of_both(mentor_too: Application, working_group: Group, nia: User, mara: User) -> dict[str, TrainingEvent]:
    """Nia comes to a training for each role, and to one for both."""
    found = {}
    for n, audience in enumerate(TrainingEvent.Audience.values, start=1):
        row = TrainingEvent(programme=mentor_too.programme, title=f"For {audience}", audience=audience)
        row.starts_at, row.places = timezone.now() + timedelta(days=n), 1
        found[audience] = training.arrange(row, by=mara, invites=True)
        places.answer(row, True, by=nia)
    return found


def said(trainings: dict[str, TrainingEvent], who: User) -> dict[str, str]:
    return {name: event.seats.get(person=who).said for name, event in trainings.items()}


KEPT = {"mentors": "comes", "mentees": "cannot", "joint": "comes"}


def invited_to(trainings: dict[str, TrainingEvent], who: User) -> set[str]:
    """To which of them an invitation is still on its way."""
    letters = Letter.objects.filter(person=who, state=Letter.State.WAITING)
    return {name for name, event in trainings.items() if letters.filter(about__startswith=f"training {event.pk} ")}


def test_whoever_leaves_a_group_keeps_the_trainings_of_another_role_also_when_placed_again(
    of_both, working_group, other, nia, mara, run_jobs, settings
):
    settings.EMAIL_BACKEND = AWAY
    run_jobs()
    assert invited_to(of_both, nia) == set(KEPT)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    assert said(of_both, nia) == KEPT and invited_to(of_both, nia) == {"mentors", "joint"}
    one = Application.objects.select_related("person", "programme__space").get(person=nia, role=Role.MENTEE)
    changing.place(one, other, asked=asked(other), by=mara)
    assert nia in other.mentees() and said(of_both, nia) == KEPT


def test_whoever_is_noted_to_have_ended_keeps_the_trainings_of_another_role(of_both, working_group, nia, ela, mara):
    places.answer(of_both["mentees"], True, by=ela)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    assert of_both["mentees"].seats.get(person=ela).said == "comes", "the place of the role that ended goes on"
    one = Application.objects.select_related("person", "programme__space", "space").get(person=nia, role=Role.MENTEE)
    without_group.let_go(one, WHY, by=mara)
    assert said(of_both, nia) == KEPT
