"""Mentees who move or leave, and groups that are split, merged or ended early."""

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from documents import kinds, pipeline
from documents.models import Version
from people.models import Letter
from policy.machine import NotNow
from policy.permissions import Role
from programmes import grouping, training
from programmes.models import Application, Placement, Programme, Proposal, Seat, Tie, TrainingEvent
from programmes.training import places
from sessions import changing, planning
from sessions.changing import candidates, history, mentees
from sessions.models import Meeting
from tests import stories
from tests.answers import complete
from tests.sessions.changes import WHY, asked, files_of, seat, subjects

pytestmark = pytest.mark.django_db


def test_a_mentee_moves_with_turns_homework_and_contracts_set_right(
    working_group, other, tomas, nia, ela, jan, mara, signed_in, run_jobs
):
    first = stories.meeting(working_group, by=tomas, keeper=nia, homework=["Nia: bring a CV", "All: rest"])
    done = stories.held_meeting(working_group, by=tomas, keeper=nia)
    planning.publish(working_group, by=tomas)
    run_jobs()
    change = changing.move(seat(working_group, nia), other, asked=asked(working_group, other), by=mara)
    browser = signed_in(nia)
    assert browser.get(working_group.get_absolute_url()).status_code == 404
    assert browser.get(other.get_absolute_url()).status_code == 200
    assert (working_group.mentees(), sorted(person.name for person in other.mentees())) == (
        [ela], ["Jan Novak", "Nia Berg"],
    )  # fmt: skip
    assert Seat.objects.get(application__person=nia).group == other
    first.refresh_from_db()
    done.refresh_from_db()
    assert (first.keeper, done.keeper) == (ela, None)
    assert [row.task for row in first.homework.all()] == ["All: rest"]
    amendment = Version.objects.get(document__space=working_group.space, state="draft").answers["amendments"][0]
    assert "Nia Berg" in amendment["what"] and amendment["why"] == ""
    assert (change.kind, change.other, change.reason) == ("went", other, WHY)
    assert "You are in Group 2 now" in subjects(nia)
    assert "Nia Berg is in Group 2 now" in subjects(jan)
    assert "Nia Berg is not in Group 1 any more" in subjects(ela)
    assert files_of(nia, "sessions/change_moved") == ["text/calendar; method=CANCEL"]
    assert not Letter.objects.filter(body__contains=WHY).exists()


def test_goals_are_brought_along_when_their_owner_begins_a_sheet_there(working_group, other, tomas, nia, mara):
    kind = kinds.get("personal-goals")
    sheet = pipeline.start(kind, working_group.space, by=nia, person=nia)
    pipeline.write(sheet, complete(kind, sheet.answers), by=nia)
    pipeline.submit(sheet, by=nia)
    pipeline.publish(sheet, by=tomas)
    changing.move(seat(working_group, nia), other, asked=asked(working_group, other), by=mara)
    edita = other.mentor
    assert not Version.objects.visible_to(edita).filter(document__kind_slug=kind.slug).exists()
    there = pipeline.start(kind, other.space, by=nia, person=nia)
    assert there.answers["goals"] == sheet.answers["goals"]
    assert not Version.objects.visible_to(edita).filter(pk=there.pk).exists(), "it is a draft"
    pipeline.submit(there, by=nia)
    assert Version.objects.visible_to(edita).filter(pk=there.pk).exists()


def test_a_group_takes_in_no_more_than_it_has_room_for(working_group, other, nia, jan, mara):
    programme, there = working_group.programme, seat(working_group, nia)

    def why_not() -> str:
        with pytest.raises(NotNow) as caught:
            changing.move(there, other, asked=asked(working_group, other), by=mara)
        return str(caught.value)

    Programme.objects.filter(pk=programme.pk).update(group_at_most=1)
    other.programme.refresh_from_db()
    assert why_not() == "A group has at most 1 mentee in this programme."
    Programme.objects.filter(pk=programme.pk).update(group_at_most=6)
    other.programme.refresh_from_db()
    leader = Application.objects.filter(person=other.mentor)
    leader.update(capacity=1)
    assert why_not() == "Edita Kay has no room for another mentee."
    leader.update(capacity=3)
    one, two = sorted((there.application, seat(other, jan).application), key=lambda row: str(row.pk))
    tie = Tie.objects.create(programme=programme, one=one, other=two, kind="apart", by=mara)
    assert "never to be in the same group" in why_not()
    tie.delete()
    changing.end_early(other, asked=asked(other), by=mara)
    assert why_not() == "The group has ended. It can only be read."


def test_the_last_mentee_neither_moves_nor_leaves(working_group, other, jan, mara):
    last = seat(other, jan)
    with pytest.raises(NotNow, match="Merge the two groups"):
        changing.move(last, working_group, asked=asked(other, working_group), by=mara)
    with pytest.raises(NotNow, match="End the group early"):
        changing.leave(last, asked=asked(other), by=mara)


def test_who_leaves_the_programme_sees_nothing_of_it_any_more(working_group, nia, ela, mara, signed_in):
    page = reverse("programmes:programme", args=(working_group.programme_id,))
    browser = signed_in(nia)
    assert browser.get(page).status_code == 200
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    assert browser.get(page).status_code == 404
    assert not Seat.objects.filter(application__person=nia).exists()
    assert "Your part in Step into work 2026 has ended" in subjects(nia)
    assert "Nia Berg is not in Group 1 any more" in subjects(ela)


def test_the_place_of_who_leaves_in_a_training_goes_to_who_waits(working_group, tomas, nia, ela, mara):
    soon = timezone.now() + timedelta(days=3)
    row = TrainingEvent(programme=working_group.programme, title="Workshop", starts_at=soon, places=1)
    event = training.arrange(row, by=mara)
    for person in (nia, ela):
        places.answer(event, True, by=person)
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    assert dict(event.seats.values_list("person__name", "said")) == {"Nia Berg": "cannot", "Ela Žukaitė": "comes"}
    assert any(subject.startswith("You have a place") for subject in subjects(ela))


# groups


def test_a_group_is_split_and_the_new_one_begins_as_every_group(working_group, successor, rasa, tomas, nia, ela, mara):
    new = changing.split(working_group, [seat(working_group, nia)], successor, asked=asked(working_group), by=mara)
    assert (new.name, new.number, new.state, new.mentor, new.mentees()) == ("Group 2", 2, "forming", rasa, [nia])
    assert (working_group.mentor, working_group.mentees()) == (tomas, [ela])
    assert [row.kind for row in history.of_group(new)] == ["founded"]
    assert "You are the mentor of Group 2 now" in subjects(rasa)
    with pytest.raises(NotNow, match="only one mentee"):
        changing.split(working_group, [seat(working_group, ela)], successor, asked=asked(working_group), by=mara)


def test_the_mentor_of_a_group_that_is_split_can_lead_both(working_group, tomas, nia, mara):
    own = Application.objects.get(person=tomas)
    Application.objects.filter(pk=own.pk).update(capacity=2)
    own.refresh_from_db()
    nias = [seat(working_group, nia)]
    assert candidates.mentors_for(working_group, nias, split=True)[0].thing == own
    assert changing.split(working_group, nias, own, asked=asked(working_group), by=mara).mentor == tomas


def test_two_groups_are_merged_and_the_one_that_ends_stays_readable(
    working_group, other, tomas, nia, jan, mara, signed_in, run_jobs
):
    edita = other.mentor
    meeting = stories.meeting(other, by=edita)
    planning.publish(other, by=edita)
    run_jobs()
    changing.merge(working_group, other, asked=asked(working_group, other), by=mara)
    other.refresh_from_db()
    meeting.refresh_from_db()
    assert (other.state, meeting.state) == ("ended", "cancelled")
    assert jan in working_group.mentees() and Seat.objects.get(application__person=jan).group == working_group
    assert {signed_in(who).get(other.get_absolute_url()).status_code for who in (jan, edita)} == {200}
    assert signed_in(edita).get(working_group.get_absolute_url()).status_code == 404
    assert [row.kind for row in history.of_group(other)] == ["merged"]
    assert "Group 2 has ended" in subjects(edita) and "You are in Group 1 now" in subjects(jan)
    assert files_of(jan, "sessions/change_moved") == ["text/calendar; method=CANCEL"]


def test_a_group_is_ended_early_with_its_sessions_and_without_conclusions(
    working_group, tomas, nia, mara, signed_in, run_jobs
):
    for _one in range(3):
        stories.meeting(working_group, by=tomas)
    planning.publish(working_group, by=tomas)
    run_jobs()
    changing.end_early(working_group, asked=asked(working_group), by=mara)
    working_group.refresh_from_db()
    assert working_group.state == "ended" and {row.state for row in Meeting.objects.all()} == {"cancelled"}
    run_jobs()
    assert [subject for subject in subjects(nia) if "ended" in subject or "Cancelled" in subject] == [
        "Group 1 has ended"
    ]
    assert "The group ended early on" in signed_in(nia).get(working_group.get_absolute_url()).content.decode()


def test_in_individual_mentoring_pairs_are_neither_split_nor_filled_up(mara, tomas, nia, ela):
    programme = stories.programme(by=mara, is_individual=True)
    leader = stories.application(programme, tomas, Role.MENTOR, by=mara)
    places = [stories.application(programme, who, Role.MENTEE, by=mara) for who in (nia, ela)]
    stories.in_matching(programme, by=mara)
    proposal = Proposal.objects.create(programme=programme)
    for place in places:
        Placement.objects.create(proposal=proposal, mentee=place, mentor=leader)
    one, two = grouping.confirm(proposal, by=mara)
    for deed in (
        lambda: changing.merge(one, two, asked=asked(one, two), by=mara),
        lambda: changing.split(one, mentees.seats_of(one), leader, asked=asked(one), by=mara),
    ):
        with pytest.raises(NotNow):
            deed()


def test_nobody_is_asked_to_sign_in_a_group_that_has_ended_early(working_group, tomas, nia, ela, mara, signed_in):
    changing.leave(seat(working_group, ela), asked=asked(working_group), by=mara)
    amended = Version.objects.get(document__kind_slug="contract", state="draft")
    address, home = reverse("documents:write", args=(amended.pk,)), reverse("home")
    assert address in signed_in(mara).get(home).content.decode()
    changing.end_early(working_group, asked=asked(working_group), by=mara)
    assert address not in signed_in(mara).get(home).content.decode()
    offer = signed_in(mara).post(reverse("documents:offer", args=(amended.pk,)))
    assert offer.status_code == 409 and "The group has ended." in offer.content.decode()
    room = signed_in(nia).get(working_group.get_absolute_url()).content.decode()
    assert "It ended before its time." in room and "stage-bar" not in room
