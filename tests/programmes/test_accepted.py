"""What follows when both sides were asked: who is asked anew, whom others wait for, and when the groups are confirmed."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import Letter
from policy.machine import NotNow
from policy.permissions import Role
from policy.standing import Standing
from programmes import grouping, proposing, selection
from programmes.accepting import asking, awaiting
from programmes.accepting.refusals import refusals
from programmes.accepting.replies import replies
from programmes.lines import lines_of
from programmes.models import Application, Group, MatchingTerms, Offer, Programme, Proposal
from programmes.selecting import forgetting
from tests import stories
from tests.programmes.accepting import ask_again, letters, place_of, say, stands
from tests.races import meanwhile
from tests.stories import newcomer, placement

pytestmark = pytest.mark.django_db


def test_who_is_placed_anew_is_asked_anew_and_who_stays_is_not(
    asked, programme, nia_row, ela_row, tomas_row, nia, mara
):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    for row in (ela_row, tomas_row):
        say(row, True)
    say(nia_row, False, "We worked together.")
    grouping.place(placement(asked.proposal, nia_row), ula, by=mara)
    assert stands(asked) == {"Nia Berg": "anew", "Ula": "anew", "Tomas Lind": "accepts", "Ela Žukaitė": "accepts"}
    assert ask_again(asked.proposal, mara) == 2
    told = Letter.objects.filter(person=nia, subject__contains="do you accept").order_by("created_at")
    assert ["no longer hold" in letter.body for letter in told] == [False, True]
    grouping.place(placement(asked.proposal, nia_row), None, by=mara)
    assert ask_again(asked.proposal, mara) == 0
    assert letters("you need not answer") == ["Nia Berg", "Ula"]
    assert refusals(programme) == {nia_row.pk: frozenset({"tomas@example.org"})}
    assert stands(asked) == {"Tomas Lind": "accepts", "Ela Žukaitė": "accepts"}


def test_a_proposal_is_made_around_those_who_accept(
    asked, programme, nia_row, ela_row, tomas_row, mara, signed_in, run_jobs
):
    ula = newcomer("Ula", programme, Role.MENTOR, by=mara, capacity=1)
    for row in (ela_row, tomas_row):
        say(row, True)
    say(nia_row, False, "We worked together.")
    browser, answers = signed_in(mara), reverse("programmes:answers", args=(programme.pk,))
    assert browser.post(reverse("programmes:propose_around", args=(programme.pk,))).status_code == 302
    run_jobs()
    fresh = Proposal.objects.get(programme=programme, number=2)
    placed = {row.mentee: (row.mentor, row.is_locked) for row in fresh.placements.all()}
    assert placed == {ela_row: (tomas_row, True), nia_row: (ula, False)}
    assert "There is proposal 2 now" in browser.get(answers).content.decode()
    confirm = reverse("programmes:confirm", args=(programme.pk,)) + "?number=2"
    assert "Ask 1 mentee and 1 mentor" in browser.get(confirm).content.decode()
    assert ask_again(fresh, mara) == 2
    page = browser.get(answers).content.decode()
    assert "Declined earlier" in page and "declined to be with Tomas Lind" in page
    for _time in range(4):  # the proposal that people are asked about is not thrown away
        proposing.propose(None, programme=str(programme.pk))
    assert Proposal.objects.filter(pk=fresh.pk).exists()
    where = reverse("programmes:place", args=(programme.pk, placement(fresh, nia_row).pk))
    assert "One of the two declined" in browser.get(where).content.decode()


def test_who_declined_blocks_and_who_has_not_answered_is_read_first(
    asked, programme, nia_row, ela_row, tomas_row, mara, signed_in
):
    say(tomas_row, True)
    say(nia_row, False, "No time.")
    (task,) = awaiting.tasks_for(Standing.of(mara))
    assert (task.verb, task.why) == ("Find another place", "Somebody declined the place.")
    browser, page = signed_in(mara), reverse("programmes:confirm", args=(programme.pk,))
    assert "Somebody declined" in browser.get(reverse("home")).content.decode()
    sent = {"revision": "0", "anyway": "1"}
    assert "Declined the place: Nia Berg" in browser.get(page).content.decode()
    refused = browser.post(page, sent)
    assert refused.status_code == 409 and "Nia Berg" in refused.content.decode()
    assert "1 person declined the place" in [line.words for line in lines_of(programme) if line.is_first]
    grouping.place(placement(asked.proposal, nia_row), None, by=mara)
    shown = browser.get(page).content.decode()
    assert "Has not accepted yet: Ela Žukaitė." in shown and "I have read who has not answered" in shown
    assert browser.post(page, {"revision": "1"}).status_code == 409 and not Group.objects.exists()
    assert browser.post(page, {"revision": "1", "anyway": "1"}).status_code == 302
    assert [one.person.name for one in Group.objects.get().space.people(Role.MENTEE)] == ["Ela Žukaitė"]
    assert letters("you need not answer") == ["Nia Berg"]
    assert asking.running(programme) is None and not Offer.objects.running().exists()
    assert "No time." in browser.get(reverse("programmes:answers", args=(programme.pk,))).content.decode()


@pytest.mark.parametrize(("is_individual", "groups"), [(False, 1), (True, 2)])
def test_when_everybody_accepts_the_groups_are_confirmed(
    asked, programme, nia_row, ela_row, tomas_row, nia, mara, signed_in, is_individual, groups
):
    Programme.objects.filter(pk=programme.pk).update(is_individual=is_individual)
    assert ("other mentee" in signed_in(nia).get(place_of(nia_row)).content.decode()) is not is_individual
    for row in (nia_row, ela_row, tomas_row):
        say(row, True)
    proposal = Proposal.objects.select_related("programme__space").get()
    assert replies(proposal, asked).is_unanimous
    assert (
        "Look over and confirm"
        in signed_in(mara).get(reverse("programmes:answers", args=(programme.pk,))).content.decode()
    )
    assert len(grouping.confirm(proposal, by=mara, seen=proposal.revision)) == groups
    assert not Letter.objects.filter(subject__contains="need not answer").exists()


def test_who_withdraws_is_not_waited_for_and_blocks(asked, programme, nia_row, nia, mara):
    row = Application.objects.select_related("programme__space", "space").get(pk=nia_row.pk)
    selection.withdraw(row, by=nia)
    assert Letter.objects.filter(about__startswith=f"offer {row.pk} ").exists()
    assert stands(asked)["Nia Berg"] == "gone" and awaiting.tasks_for(Standing.of(nia)) == []
    with pytest.raises(NotNow, match="not selected any more"):
        grouping.confirm(asked.proposal, by=mara, anyway=True)
    Application.objects.filter(pk=row.pk).update(decided_at=timezone.now() - timedelta(days=91))
    forgetting.forget()
    assert not Application.objects.filter(pk=row.pk).exists() and not Offer.objects.filter(application=row.pk).exists()
    assert not Letter.objects.filter(about__startswith=f"offer {row.pk} ").exists()


def test_a_wish_not_to_be_matched_that_came_later_keeps_the_two_apart(proposal, nia_row, mara):
    Application.objects.filter(pk=nia_row.pk).update(not_with=["tomas@example.org"])
    with pytest.raises(NotNow, match="must not be matched"):
        grouping.confirm(proposal, by=mara)


@pytest.mark.django_db(transaction=True)
def test_nobody_declines_a_place_that_is_being_confirmed(asked, nia_row, ela_row, tomas_row, mara):
    for row in (nia_row, ela_row, tomas_row):
        say(row, True)
    made, late = meanwhile(
        lambda: grouping.confirm(asked.proposal, by=mara, seen=asked.proposal.revision),
        lambda: say(nia_row, False, "Too late."),
    )
    assert len(made) == 1 and isinstance(late, Exception)
    assert not Offer.objects.filter(said="declines").exists()


def test_the_answers_ask_the_database_the_same_whatever_the_number_of_people(programme, mara, signed_in):
    MatchingTerms.objects.create(programme=programme, weights={}, asks_both_sides=True)
    counts = []
    for names in (["Ula", "Ina"], ["Ada", "Bea", "Cia", "Dea", "Eva", "Fia"]):
        for n, name in enumerate(names):
            newcomer(name, programme, Role.MENTEE if n % 2 else Role.MENTOR, by=mara, capacity=3)
        stories.in_matching(programme, by=mara)
        proposing.propose(None, programme=str(programme.pk))
        ask_again(Proposal.objects.filter(programme=programme).first(), mara)
        browser = signed_in(mara)
        with CaptureQueriesContext(connection) as queries:
            browser.get(reverse("programmes:answers", args=(programme.pk,)))
        counts.append(len(queries))
    assert counts[0] == counts[1]
