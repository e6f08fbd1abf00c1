"""From selected people to groups, once, whatever two managers do at the same moment."""

import pytest
from django.core import mail
from django.core.exceptions import PermissionDenied

from jobs.models import Job
from people.models import Letter, User
from policy.machine import NotNow
from policy.permissions import Action, Role
from programmes import grouping, proposing, selection
from programmes.models import Group, Placement, Programme, Proposal, Seat
from tests import stories
from tests.races import meanwhile
from tests.stories import newcomer, placement

pytestmark = pytest.mark.django_db


# proposing


def test_a_proposal_places_everyone_who_is_selected(proposal, tomas_row, nia_row, ela_row):
    assert {(row.mentee, row.mentor) for row in proposal.placements.all()} == {
        (nia_row, tomas_row),
        (ela_row, tomas_row),
    }
    assert placement(proposal, nia_row).reasons[0] == ["goals", 60, 60, ["digital skills"]]
    assert 0 < placement(proposal, nia_row).score <= 100
    assert (proposal.figures["matched"], proposal.is_proven, proposal.gap) == (2, True, 0)


def test_who_is_not_selected_is_not_proposed(programme, tomas_row, nia_row, ela, mara, run_jobs):
    stories.application(programme, ela, Role.MENTEE, by=mara, select=False)
    stories.in_matching(programme, by=mara)
    proposing.ask_for_proposal(programme, by=mara)
    run_jobs()
    assert [row.mentee for row in Placement.objects.all()] == [nia_row]


def test_a_group_is_never_larger_than_the_programme_allows(programme, tomas, mara, run_jobs):
    Programme.objects.filter(pk=programme.pk).update(group_at_most=2)
    stories.application(programme, tomas, Role.MENTOR, by=mara, capacity=5)
    for name in ("Nia", "Ela", "Ina"):
        newcomer(name, programme, Role.MENTEE, by=mara)
    stories.in_matching(programme, by=mara)
    proposing.ask_for_proposal(programme, by=mara)
    run_jobs()
    assert Placement.objects.exclude(mentor=None).count() == 2
    assert Placement.objects.filter(mentor=None).count() == 1


def test_a_proposal_is_made_in_the_matching_stage_only(programme, tomas_row, nia_row, mara, run_jobs):
    with pytest.raises(NotNow, match="while the programme is in the matching stage"):
        proposing.ask_for_proposal(programme, by=mara)
    stories.in_matching(programme, by=mara)
    job = proposing.ask_for_proposal(programme, by=mara)
    Programme.objects.filter(pk=programme.pk).update(state="mentoring")
    run_jobs()
    job.refresh_from_db()
    assert (job.state, job.error) == ("failed", "The programme is not in the matching stage any more.")
    assert not Proposal.objects.exists()


def test_asking_twice_makes_one_proposal(programme, tomas_row, nia_row, mara, run_jobs):
    stories.in_matching(programme, by=mara)
    assert proposing.ask_for_proposal(programme, by=mara) == proposing.ask_for_proposal(programme, by=mara)
    run_jobs()
    assert Job.objects.filter(name=proposing.JOB).count() == 1


def test_only_a_manager_has_groups_proposed_moved_and_confirmed(proposal, programme, nia_row, tomas, oto):
    for somebody in (tomas, oto):
        with pytest.raises(PermissionDenied):
            proposing.ask_for_proposal(programme, by=somebody)
        with pytest.raises(PermissionDenied):
            grouping.place(placement(proposal, nia_row), None, by=somebody)
        with pytest.raises(PermissionDenied):
            grouping.confirm(proposal, by=somebody)
    assert not Group.objects.exists()


# moving by hand


def test_somebody_is_moved_by_hand(proposal, programme, nia_row, mara, run_jobs):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    grouping.place(placement(proposal, nia_row), ula, by=mara)
    row = placement(proposal, nia_row)
    assert (row.mentor, row.by_hand, row.reasons[0]) == (ula, True, ["goals", 60, 60, ["digital skills"]])
    grouping.place(row, None, by=mara)
    row = placement(proposal, nia_row)
    assert (row.mentor, row.by_hand, row.reasons, row.score) == (None, True, [], 0)


def test_nobody_is_moved_to_a_mentor_without_room(proposal, programme, tomas_row, mara):
    ula = newcomer("Ula", programme, Role.MENTEE, by=mara)
    extra = Placement.objects.create(proposal=proposal, mentee=ula)
    with pytest.raises(NotNow, match="Tomas Lind has no room for another mentee"):
        grouping.place(placement(proposal, ula), tomas_row, by=mara)
    extra.refresh_from_db()
    assert extra.mentor is None


def test_moving_somebody_to_where_they_are_needs_no_more_room(proposal, nia_row, tomas_row, mara):
    grouping.place(placement(proposal, nia_row), tomas_row, by=mara)
    assert placement(proposal, nia_row).mentor == tomas_row


def test_nobody_is_moved_to_somebody_they_asked_not_to_meet(proposal, programme, mara):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=3)
    ina = newcomer("Ina", programme, Role.MENTEE, by=mara, **{"not with": ["ula@example.org"]})
    Placement.objects.create(proposal=proposal, mentee=ina)
    with pytest.raises(NotNow, match="asked not to be matched"):
        grouping.place(placement(proposal, ina), ula, by=mara)
    assert placement(proposal, ina).mentor is None


@pytest.mark.django_db(transaction=True)
def test_of_two_managers_who_give_the_last_place_away_one_succeeds(proposal, programme, nia_row, ela_row, mara):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    first, second = meanwhile(
        lambda: grouping.place(placement(proposal, nia_row), ula, by=mara),
        lambda: grouping.place(placement(proposal, ela_row), ula, by=mara),
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
    grouping.place(placement(proposal, nia_row), None, by=mara)
    with pytest.raises(NotNow, match="has changed since you opened it"):
        grouping.confirm(proposal, by=mara, seen=0)
    assert not Group.objects.exists()
    assert len(grouping.confirm(proposal, by=mara, seen=1)) == 1


def test_a_new_proposal_is_never_confirmed_for_the_old_one(proposal, programme, mara, run_jobs):
    proposing.ask_for_proposal(programme, by=mara)
    run_jobs()
    fresh = Proposal.objects.filter(programme=programme).first()
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
        grouping.place(placement(proposal, row), None, by=mara)
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
    proposing.propose(None, programme=str(programme.pk))
    groups = grouping.confirm(Proposal.objects.get(), by=mara)
    assert {(group.name, group.mentor.name, tuple(group.mentees())) for group in groups} == {
        ("Nia Berg", "Tomas Lind", (nia,)),
        ("Ela Žukaitė", "Tomas Lind", (ela,)),
    }
    assert all(group.is_pair for group in groups)
    assert Letter.objects.filter(subject__startswith="You take part", person__name="Tomas Lind").count() == 1
