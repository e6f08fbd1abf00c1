"""Two managers at the same moment, and the pages of the matching: one set of groups, whatever is sent."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from people.models import Letter, User
from policy.machine import NotNow
from policy.permissions import Role
from programmes import grouping, proposing, selection
from programmes.models import Application, Group, Proposal, Seat
from tests import stories
from tests.races import at_once, meanwhile
from tests.stories import newcomer, placement

pytestmark = pytest.mark.django_db


# the same moment


def one_set_of_groups(outcomes: list) -> None:
    made = [one for one in outcomes if isinstance(one, list)]
    refused = [one for one in outcomes if isinstance(one, NotNow)]
    assert (len(made), len(refused)) == (1, 1), outcomes
    assert (Group.objects.count(), Seat.objects.count()) == (1, 2)
    invited = Letter.objects.exclude(subject__contains="selected").values_list("person__name", flat=True)
    assert sorted(invited) == ["Ela Žukaitė", "Nia Berg", "Tomas Lind"]


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("seen", [0, None])
def test_two_managers_who_confirm_at_the_same_moment_make_one_set_of_groups(proposal, mara, other_manager, seen):
    def confirm(by: User):
        return grouping.confirm(Proposal.objects.select_related("programme__space").get(), by=by, seen=seen)

    one_set_of_groups(at_once(lambda: confirm(mara), lambda: confirm(other_manager)))


@pytest.mark.django_db(transaction=True)
def test_the_second_manager_waits_for_the_first_and_is_told(proposal, mara, other_manager):
    def confirm(by: User):
        return grouping.confirm(Proposal.objects.select_related("programme__space").get(), by=by, seen=0)

    one_set_of_groups(list(meanwhile(lambda: confirm(mara), lambda: confirm(other_manager))))


@pytest.mark.django_db(transaction=True)
def test_nobody_confirms_a_place_that_is_being_moved(proposal, nia_row, mara, other_manager):
    seen = Proposal.objects.select_related("programme__space").get()
    _moved, confirmed = meanwhile(
        lambda: grouping.place(placement(proposal, nia_row), None, by=mara),
        lambda: grouping.confirm(seen, by=other_manager, seen=0),
    )
    assert isinstance(confirmed, NotNow)
    assert not Group.objects.exists()


@pytest.mark.django_db(transaction=True)
def test_a_proposal_that_is_ready_too_late_replaces_nothing(proposal, programme, mara):
    made, late = meanwhile(
        lambda: grouping.confirm(proposal, by=mara, seen=0),
        lambda: proposing.propose(None, programme=str(programme.pk)),
    )
    assert (len(made), str(late)) == (1, "The programme is not in the matching stage any more.")
    assert Proposal.objects.get() == proposal


@pytest.mark.django_db(transaction=True)
def test_who_withdraws_while_the_groups_are_confirmed_has_a_place_or_is_out_never_both(proposal, nia_row, nia, mara):
    row = Application.objects.select_related("programme__space", "space").get(pk=nia_row.pk)
    made, withdrawn = meanwhile(
        lambda: grouping.confirm(proposal, by=mara, seen=0), lambda: selection.withdraw(row, by=nia)
    )
    assert len(made) == 1
    assert isinstance(withdrawn, NotNow)
    nia_row.refresh_from_db()
    assert (nia_row.state, nia in made[0].mentees()) == ("selected", True)


# the pages


def test_the_board_shows_groups_with_reasons_and_moves_by_button(proposal, programme, nia_row, mara, signed_in):
    manager = signed_in(mara)
    page = manager.get(reverse("programmes:matching", args=(programme.pk,))).content.decode()
    assert (
        "Nia Berg" in page
        and "Both speak English" in page
        and "Shared goals: digital skills" in page
        and "Proven:" in page
    )
    row = placement(proposal, nia_row)
    address = reverse("programmes:place", args=(programme.pk, row.pk))
    answer = manager.post(address, {"mentor": ""}, follow=True)
    assert "Nia Berg was moved." in answer.content.decode()
    answer = manager.post(address, {"mentor": nia_row.pk}, follow=True)
    assert "Choose a mentor from the list." in answer.content.decode()
    assert placement(proposal, nia_row).mentor is None


@pytest.mark.parametrize("revision", ["7", "", "²", "1" * 5000, "-1", "9" * 9])
def test_the_page_confirms_only_what_it_showed(proposal, programme, mara, signed_in, revision):
    manager, address = signed_in(mara), reverse("programmes:confirm", args=(programme.pk,))
    answer = manager.post(address, {"revision": revision})
    assert answer.status_code == 409
    assert "has changed since you opened it" in answer.content.decode()
    assert not Group.objects.exists()


def test_confirming_sent_twice_leads_to_the_programme(proposal, programme, mara, signed_in):
    manager, address = signed_in(mara), reverse("programmes:confirm", args=(programme.pk,))
    assert 'name="revision" value="0"' in manager.get(address).content.decode()
    answer = manager.post(address, {"revision": "0"})
    assert (answer.status_code, answer.url) == (302, reverse("programmes:groups"))
    answer = manager.post(address, {"revision": "0"})
    assert (answer.status_code, answer.url) == (302, programme.get_absolute_url())
    assert Group.objects.count() == 1


def test_the_board_asks_the_database_the_same_whatever_the_number_of_people(programme, mara, signed_in):
    counts = []
    for names in (["Ula", "Ina"], ["Ada", "Bea", "Cia", "Dea", "Eva", "Fia"]):
        for n, name in enumerate(names):
            newcomer(name, programme, Role.MENTEE if n % 2 else Role.MENTOR, by=mara, capacity=3)
        stories.in_matching(programme, by=mara)
        proposing.propose(None, programme=str(programme.pk))
        manager = signed_in(mara)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            manager.get(reverse("programmes:matching", args=(programme.pk,)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
