"""From selected people to groups, once, whatever two managers do at the same moment."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from jobs.models import Job
from people.models import Letter, User
from policy.machine import NotNow
from policy.permissions import Action, Role
from programmes import grouping, selection
from programmes.models import Application, Group, Placement, Programme, Proposal, Seat
from tests import stories
from tests.races import at_once, meanwhile

pytestmark = pytest.mark.django_db


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
    grouping.ask_for_proposal(programme, by=mara)
    run_jobs()
    return Proposal.objects.get(programme=programme)


def newcomer(name: str, programme: Programme, role: Role, by: User, **more) -> Application:
    """Somebody selected who has not chosen a password yet."""
    who = User.objects.create_user(f"{name.lower()}@example.org", name=name)
    return stories.application(programme, who, role, by=by, **more)


def of(proposal: Proposal, mentee: Application) -> Placement:
    return proposal.placements.select_related("mentee__person", "proposal__programme__space").get(mentee=mentee)


# proposing


def test_a_proposal_places_everyone_who_is_selected(proposal, tomas_row, nia_row, ela_row):
    assert {(row.mentee, row.mentor) for row in proposal.placements.all()} == {
        (nia_row, tomas_row),
        (ela_row, tomas_row),
    }
    assert of(proposal, nia_row).reasons[0] == ["language", ["en"]]
    assert of(proposal, nia_row).score > 0


def test_who_is_not_selected_is_not_proposed(programme, tomas_row, nia_row, ela, mara, run_jobs):
    stories.application(programme, ela, Role.MENTEE, by=mara, select=False)
    stories.in_matching(programme, by=mara)
    grouping.ask_for_proposal(programme, by=mara)
    run_jobs()
    assert [row.mentee for row in Placement.objects.all()] == [nia_row]


def test_a_group_is_never_larger_than_the_programme_allows(programme, tomas, mara, run_jobs):
    Programme.objects.filter(pk=programme.pk).update(group_at_most=2)
    stories.application(programme, tomas, Role.MENTOR, by=mara, capacity=5)
    for name in ("Nia", "Ela", "Ina"):
        newcomer(name, programme, Role.MENTEE, mara)
    stories.in_matching(programme, by=mara)
    grouping.ask_for_proposal(programme, by=mara)
    run_jobs()
    assert Placement.objects.exclude(mentor=None).count() == 2
    assert Placement.objects.filter(mentor=None).count() == 1


def test_a_proposal_is_made_in_the_matching_stage_only(programme, tomas_row, nia_row, mara, run_jobs):
    with pytest.raises(NotNow, match="while the programme is in the matching stage"):
        grouping.ask_for_proposal(programme, by=mara)
    stories.in_matching(programme, by=mara)
    job = grouping.ask_for_proposal(programme, by=mara)
    Programme.objects.filter(pk=programme.pk).update(state="mentoring")
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "The programme is not in the matching stage any more.")
    assert not Proposal.objects.exists()


def test_asking_twice_makes_one_proposal(programme, tomas_row, nia_row, mara, run_jobs):
    stories.in_matching(programme, by=mara)
    assert grouping.ask_for_proposal(programme, by=mara) == grouping.ask_for_proposal(programme, by=mara)
    run_jobs()
    assert Job.objects.filter(name=grouping.JOB).count() == 1


def test_only_a_manager_has_groups_proposed_moved_and_confirmed(proposal, programme, nia_row, tomas, oto):
    for somebody in (tomas, oto):
        with pytest.raises(PermissionDenied):
            grouping.ask_for_proposal(programme, by=somebody)
        with pytest.raises(PermissionDenied):
            grouping.place(of(proposal, nia_row), None, by=somebody)
        with pytest.raises(PermissionDenied):
            grouping.confirm(proposal, by=somebody)
    assert not Group.objects.exists()


# moving by hand


def test_somebody_is_moved_by_hand(proposal, programme, nia_row, mara, run_jobs):
    ula = newcomer("Ula", programme, Role.MENTOR, mara, capacity=1)
    grouping.place(of(proposal, nia_row), ula, by=mara)
    row = of(proposal, nia_row)
    assert (row.mentor, row.by_hand, row.reasons[0]) == (ula, True, ["language", ["en"]])
    grouping.place(row, None, by=mara)
    row = of(proposal, nia_row)
    assert (row.mentor, row.by_hand, row.reasons, row.score) == (None, True, [], 0)


def test_nobody_is_moved_to_a_mentor_without_room(proposal, programme, tomas_row, mara):
    ula = newcomer("Ula", programme, Role.MENTEE, mara)
    extra = Placement.objects.create(proposal=proposal, mentee=ula)
    with pytest.raises(NotNow, match="Tomas Lind has no room for another mentee"):
        grouping.place(of(proposal, ula), tomas_row, by=mara)
    extra.refresh_from_db()
    assert extra.mentor is None


def test_moving_somebody_to_where_they_are_needs_no_more_room(proposal, nia_row, tomas_row, mara):
    grouping.place(of(proposal, nia_row), tomas_row, by=mara)
    assert of(proposal, nia_row).mentor == tomas_row


def test_nobody_is_moved_to_somebody_they_asked_not_to_meet(proposal, programme, mara):
    ula = newcomer("Ula", programme, Role.MENTOR, mara, capacity=3)
    ina = newcomer("Ina", programme, Role.MENTEE, mara, **{"not with": ["ula@example.org"]})
    Placement.objects.create(proposal=proposal, mentee=ina)
    with pytest.raises(NotNow, match="asked not to be matched"):
        grouping.place(of(proposal, ina), ula, by=mara)
    assert of(proposal, ina).mentor is None


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_give_the_last_place_away_one_succeeds(proposal, programme, nia_row, ela_row, mara):
    ula = newcomer("Ula", programme, Role.MENTOR, mara, capacity=1)
    first, second = meanwhile(
        lambda: grouping.place(of(proposal, nia_row), ula, by=mara),
        lambda: grouping.place(of(proposal, ela_row), ula, by=mara),
    )
    assert first is None
    assert str(second) == "Ula has no room for another mentee."
    assert [row.mentee for row in proposal.placements.filter(mentor=ula)] == [nia_row]


# confirming


def test_confirming_makes_the_groups_and_invites_everyone_once(proposal, programme, tomas, nia, ela, mara, run_jobs):
    User.objects.filter(pk=nia.pk).update(password="!")  # Nia has not chosen one yet
    (group,) = grouping.confirm(proposal, by=mara, seen=0)
    run_jobs()
    programme.refresh_from_db()
    assert (programme.state, group.state, group.name, group.number) == ("mentoring", "forming", "Group 1", 1)
    assert (group.mentor, group.mentees()) == (tomas, [ela, nia])
    letters = {(letter.to[0], letter.subject) for letter in mail.outbox if "selected" not in letter.subject}
    assert letters == {
        ("nia@example.org", "Invitation to Step into work 2026"),
        ("ela@example.org", "You take part in Step into work 2026"),
        ("tomas@example.org", "You take part in Step into work 2026"),
    }


def test_confirming_what_has_changed_since_it_was_opened_is_refused(proposal, nia_row, mara):
    grouping.place(of(proposal, nia_row), None, by=mara)
    with pytest.raises(NotNow, match="has changed since you opened it"):
        grouping.confirm(proposal, by=mara, seen=0)
    assert not Group.objects.exists()
    assert len(grouping.confirm(proposal, by=mara, seen=1)) == 1


def test_a_new_proposal_is_never_confirmed_for_the_old_one(proposal, programme, mara, run_jobs):
    grouping.ask_for_proposal(programme, by=mara)
    run_jobs()
    fresh = Proposal.objects.get(programme=programme)
    assert fresh != proposal
    with pytest.raises(NotNow, match="has changed since you opened it"):
        grouping.confirm(fresh, by=mara, seen=proposal.revision)
    assert not Group.objects.exists()


def test_confirming_twice_makes_no_more_groups(proposal, mara):
    grouping.confirm(proposal, by=mara)
    with pytest.raises(NotNow):
        grouping.confirm(Proposal.objects.get(), by=mara)
    assert (Group.objects.count(), Seat.objects.count()) == (1, 2)


def test_a_proposal_without_any_pair_is_not_confirmed(proposal, nia_row, ela_row, programme, mara):
    for row in (nia_row, ela_row):
        grouping.place(of(proposal, row), None, by=mara)
    with pytest.raises(NotNow, match="no group in the proposal"):
        grouping.confirm(proposal, by=mara)
    programme.refresh_from_db()
    assert programme.state == "matching"


def test_whoever_stepped_back_meanwhile_gets_no_place(proposal, nia_row, nia, mara):
    selection.withdraw(nia_row, by=nia)
    with pytest.raises(NotNow, match="not selected any more"):
        grouping.confirm(Proposal.objects.get(), by=mara)
    assert not Group.objects.exists()


def test_a_mentor_who_was_put_on_the_reserve_list_gets_no_group(proposal, tomas_row, mara):
    selection.decide([tomas_row], Action.RESERVE, by=mara)
    with pytest.raises(NotNow, match="not selected any more"):
        grouping.confirm(Proposal.objects.get(), by=mara)
    assert not Group.objects.exists()


def test_groups_made_smaller_meanwhile_are_not_confirmed_too_large(proposal, programme, mara):
    Programme.objects.filter(pk=programme.pk).update(group_at_most=1)
    with pytest.raises(NotNow, match="Tomas Lind has no room for so many mentees"):
        grouping.confirm(Proposal.objects.get(), by=mara)
    assert not Group.objects.exists()


def test_individual_mentoring_makes_a_pair_of_each_place(programme, tomas_row, nia, ela, nia_row, ela_row, mara):
    Programme.objects.filter(pk=programme.pk).update(is_individual=True, group_at_most=1)
    programme.refresh_from_db()
    stories.in_matching(programme, by=mara)
    grouping.propose(None, programme=str(programme.pk))
    groups = grouping.confirm(Proposal.objects.get(), by=mara)
    assert {(group.name, group.mentor.name, tuple(group.mentees())) for group in groups} == {
        ("Nia Berg", "Tomas Lind", (nia,)),
        ("Ela Žukaitė", "Tomas Lind", (ela,)),
    }
    assert all(group.is_pair for group in groups)
    assert Letter.objects.filter(subject__startswith="You take part", person__name="Tomas Lind").count() == 1


# the same moment


@pytest.fixture
def other_manager(programme) -> User:
    from policy.models import Participation

    who = stories.person("jan@example.org", "Jan Novak")
    Participation.objects.create(space=programme.space, person=who, role=Role.MANAGER)
    return who


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
        lambda: grouping.place(of(proposal, nia_row), None, by=mara),
        lambda: grouping.confirm(seen, by=other_manager, seen=0),
    )
    assert isinstance(confirmed, NotNow)
    assert not Group.objects.exists()


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
    assert "Nia Berg" in page and "Both speak English." in page and "Shared goals: digital skills." in page
    row = of(proposal, nia_row)
    address = reverse("programmes:place", args=(programme.pk, row.pk))
    answer = manager.post(address, {"mentor": ""}, follow=True)
    assert "Nia Berg was moved." in answer.content.decode()
    answer = manager.post(address, {"mentor": nia_row.pk}, follow=True)
    assert "Choose a mentor from the list." in answer.content.decode()
    assert of(proposal, nia_row).mentor is None


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
            newcomer(name, programme, Role.MENTEE if n % 2 else Role.MENTOR, mara, capacity=3)
        stories.in_matching(programme, by=mara)
        grouping.propose(None, programme=str(programme.pk))
        manager = signed_in(mara)
        with CaptureQueriesContext(
            connection,
        ) as queries:
            manager.get(reverse("programmes:matching", args=(programme.pk,)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
