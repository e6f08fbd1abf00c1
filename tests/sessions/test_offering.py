"""The places that the matching proposes once the groups work: which room counts, and when a group would be a new one."""

import pytest
from django.urls import reverse

from policy.permissions import Role
from programmes import grouping
from programmes.models import Application, Group, MatchingTerms, Programme, Tie, TrainingEvent
from programmes.training import attendance
from sessions.changing import offering
from sessions.changing.candidates import SHOWN
from tests import stories
from tests.sessions.waiting import proposed, room, waiting

pytestmark = pytest.mark.django_db


def test_a_group_with_room_for_two_is_proposed_for_two(working_group, tomas, mara):
    programme = working_group.programme
    both = waiting(programme, mara)
    room(tomas, 4)
    assert proposed(programme, both) == ["Group 1", "Group 1"]
    room(tomas, 3)
    assert sorted(proposed(programme, both)) == ["", "Group 1"], "by the mentor's own word there is room for one"
    room(tomas, 9)
    Programme.objects.filter(pk=programme.pk).update(group_at_most=3)
    assert sorted(proposed(programme, both)) == ["", "Group 1"], "a group is no larger than the programme says"


def test_two_groups_of_one_mentor_are_both_proposed(working_group, tomas, ela, nia, mara):
    """Group 1 has room for one more, and Tomas, who leads a second group of one, for two more in all."""
    programme = working_group.programme
    second = grouping.found(programme, Application.objects.get(person=tomas), number=2, name="Group 2")
    late = stories.newcomer("Late", programme, Role.MENTEE, by=mara)
    grouping.take_seat(second, late)
    Programme.objects.filter(pk=programme.pk).update(group_at_most=3)
    both = waiting(programme, mara)
    room(tomas, 5)
    assert proposed(programme, both) == ["Group 2", "Group 2"], "the one with most room first"
    for one in both:
        pair = sorted((one, late), key=lambda row: str(row.pk))
        Tie.objects.create(programme=programme, one=pair[0], other=pair[1], kind=Tie.Kind.APART)
    assert sorted(proposed(programme, both)) == ["", "Group 1"], "whoever cannot come into it comes into the other"
    room(tomas, 3)
    assert proposed(programme, both) == ["", ""]


def test_a_mentor_without_a_group_is_proposed_once_no_group_has_room(working_group, successor, tomas, rasa, mara):
    programme = working_group.programme
    both = waiting(programme, mara)
    room(tomas, 3)
    assert sorted(proposed(programme, both)) == ["Group 1", rasa.name]
    room(tomas, 4)
    assert proposed(programme, both) == ["Group 1", "Group 1"], "the groups that work come first"
    room(tomas, 2)
    found = offering.offers(programme, both)
    assert {offer.room.name for offer in found.values()} == {rasa.name}
    assert [found[one.pk].company for one in both] == ["Bea", "Ada"]
    room(rasa, 1)
    assert sorted(proposed(programme, both)) == ["", rasa.name]


def test_as_many_as_can_be_get_a_place_even_where_a_new_group_takes_one_from_a_running_one(
    working_group, successor, tomas, rasa, mara
):
    """Ada fits Group 1 better than Bea, who speaks nothing that Rasa speaks."""
    programme = working_group.programme
    Application.objects.filter(person=tomas).update(capacity=3, languages=["en", "lt"])
    programme.applications.filter(role=Role.MENTEE).update(languages=["en", "lt"])
    Application.objects.filter(pk=successor.pk).update(languages=["lt"])
    both = waiting(programme, mara, Ada=["lt", "en"], Bea=["en"])
    Application.objects.filter(pk=both[0].pk).update(wishes=[tomas.email])
    both[0].refresh_from_db(fields=("wishes",))
    assert proposed(programme, both[:1]) == ["Group 1"]
    assert proposed(programme, both) == [rasa.name, "Group 1"]


def test_a_new_group_is_proposed_for_as_many_as_the_programme_wants_at_least(
    working_group, successor, tomas, rasa, mara
):
    programme = working_group.programme
    MatchingTerms.objects.create(programme=programme, rules=["language"], at_least=2)
    ada, bea = waiting(programme, mara)
    room(tomas, 2)
    assert proposed(programme, [ada]) == [""]
    assert proposed(programme, [ada, bea]) == [rasa.name, rasa.name]
    stories.application(programme, stories.person("lea@example.org", "Lea Roth"), Role.MENTOR, by=mara, capacity=3)
    assert len(set(proposed(programme, [ada, bea])) - {""}) == 1, "not each with one of the two"
    room(rasa, 1)
    assert proposed(programme, [ada, bea]) == ["Lea Roth", "Lea Roth"]


def test_who_is_to_come_into_one_group_is_proposed_for_one_new_group(working_group, successor, tomas, rasa, mara):
    programme = working_group.programme
    room(tomas, 2)
    room(rasa, 1)
    both = waiting(programme, mara)
    first, second = sorted(both, key=lambda row: str(row.pk))
    tie = Tie.objects.create(programme=programme, one=first, other=second, kind=Tie.Kind.TOGETHER)
    assert proposed(programme, both) == ["", ""]
    room(rasa, 2)
    assert proposed(programme, both) == [rasa.name, rasa.name]
    tie.kind = Tie.Kind.APART
    tie.save()
    assert sorted(proposed(programme, both)) == ["", rasa.name]


def test_people_of_a_new_group_have_a_language_in_common(working_group, successor, tomas, rasa, mara):
    programme = working_group.programme
    room(tomas, 2)
    Application.objects.filter(pk=successor.pk).update(languages=["en", "lt"])
    both = waiting(programme, mara, Ada=["en"], Bea=["lt"])
    assert sorted(proposed(programme, both)) == ["", rasa.name]
    MatchingTerms.objects.create(programme=programme, rules=[])
    assert proposed(programme, both) == [rasa.name, rasa.name], "where the managers made no rule of it"


def test_an_untrained_mentor_is_proposed_only_where_training_is_not_needed(working_group, successor, tomas, rasa, mara):
    programme = working_group.programme
    room(tomas, 2)
    both = waiting(programme, mara)
    event = TrainingEvent.objects.create(programme=programme, title="First steps", starts_at="2026-01-10T10:00Z")
    attendance.record_attendance(event, {one.person_id: "there" for one in both}, by=mara)
    assert proposed(programme, both) == [rasa.name, rasa.name]
    Programme.objects.filter(pk=programme.pk).update(training_needed="matched")
    assert proposed(programme, both) == ["", ""]
    attendance.record_attendance(event, {rasa.pk: "there", **{one.person_id: "there" for one in both}}, by=mara)
    assert proposed(programme, both) == [rasa.name, rasa.name]


def test_nobody_is_proposed_for_a_new_group_of_their_own(working_group, successor, tomas, rasa, mara):
    """Rasa was selected as a mentee, too."""
    room(tomas, 2)
    one = stories.application(working_group.programme, rasa, Role.MENTEE, by=mara)
    assert proposed(working_group.programme, [one]) == [""]


def test_what_is_proposed_can_be_chosen_however_many_fit_better(working_group, tomas, mara, signed_in):
    """More mentors than the page shows fit Ada better than the one who is left for her, and can be looked for by name."""
    programme, browser = working_group.programme, signed_in(mara)
    ada = waiting(programme, mara)[0]
    people = [stories.person(f"m{n}@example.org", f"Mentor {n:02}") for n in range(SHOWN + 1)]
    for who in people:
        stories.application(programme, who, Role.MENTOR, by=mara, capacity=1, goals=[], field="")
    Application.objects.filter(person__in=people[:-1]).update(goals=["digital skills"], field="retail")
    last, place = Application.objects.get(person=people[-1]), reverse("sessions:place", args=(ada.pk,))
    page = browser.get(place).content.decode()
    assert "Mentor 05" in page and "Mentor 20" not in page
    found = browser.get(place, {"name": "mentor 20"}).content.decode()
    assert "Mentor 20" in found and "Mentor 05" not in found and "No group with room is called like that" in found
    assert "gets a new group with Mentor 20" in browser.get(place, {"to": last.pk}).content.decode()


def test_the_page_says_with_whom_a_new_group_is_proposed_and_when_it_is_one_more(
    working_group, successor, tomas, rasa, mara, signed_in
):
    room(tomas, 2)
    programme, browser = working_group.programme, signed_in(mara)
    both = waiting(programme, mara)
    page = browser.get(f"{reverse('sessions:without_group', args=(programme.pk,))}?propose=1").content.decode()
    assert "The same new group is proposed for Bea." in page and "a new group with Rasa" in page
    there = f"{reverse('sessions:place', args=(both[0].pk,))}?to={successor.pk}"
    assert there in page and "already; this is one more group" not in browser.get(there).content.decode()
    grouping.found(programme, successor, number=2, name="Group 2")
    assert "leads Group 2 already; this is one more group." in browser.get(there).content.decode()


def test_a_group_that_ended_gives_no_room_but_its_mentor_may_lead_a_new_one(working_group, tomas, mara):
    Group.objects.filter(pk=working_group.pk).update(state="ended")
    both = waiting(working_group.programme, mara)
    assert proposed(working_group.programme, both) == [tomas.name, tomas.name]


def test_new_groups_are_looked_for_among_the_mentors_who_are_the_best_for_somebody(
    working_group, successor, tomas, rasa, mara, monkeypatch
):
    """Rasa is the only one who speaks Lithuanian; the others fit Bea better than her, and are many."""
    programme = working_group.programme
    room(tomas, 2)
    Application.objects.filter(pk=successor.pk).update(languages=["lt"])
    for n in range(4):
        stories.newcomer(f"Mentor{n}", programme, Role.MENTOR, by=mara)
    both = waiting(programme, mara, Ada=["lt"], Bea=["en"])
    monkeypatch.setattr(offering, "NEW_AT_MOST", 2)
    assert proposed(programme, both) == [rasa.name, "Mentor0"]
    room(tomas, 3)
    assert proposed(programme, both[1:]) == ["Group 1"], "where everybody fits a running group none is looked for"
