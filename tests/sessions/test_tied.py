"""Who is to be in one group comes into one or nowhere, also into groups that work; by hand it can be broken, and is told."""

import pytest
from django.urls import reverse

from programmes.models import Application
from tests.sessions.waiting import proposed, room, second_group, tie, waiting

pytestmark = pytest.mark.django_db


@pytest.fixture
def second(working_group, tomas, mara):
    """A second group; it and Group 1 have room for one each."""
    room(tomas, 3)
    return second_group(working_group.programme, mara, 1)


def test_who_is_tied_is_proposed_for_one_running_group(working_group, second, tomas, mara):
    programme = working_group.programme
    both = waiting(programme, mara)
    assert sorted(proposed(programme, both)) == ["Group 1", "Group 2"]
    tie("together", *both)
    assert proposed(programme, both) == ["", ""], "each group has room for one of them only"
    room(second.mentor, 2)
    assert proposed(programme, both) == ["Group 2", "Group 2"]


def test_places_that_who_is_tied_cannot_take_together_are_for_the_others(working_group, second, mara):
    programme = working_group.programme
    ada, bea, cai = waiting(programme, mara, Ada=["en"], Bea=["en"], Cai=["en"])
    Application.objects.filter(pk=cai.pk).update(goals=[], availability=[], field="")
    tie("together", ada, bea)
    assert proposed(programme, [ada, bea, cai])[:2] == ["", ""]
    assert proposed(programme, [ada, bea, cai])[2] in ("Group 1", "Group 2")


def test_who_is_tied_falls_to_a_new_group_where_no_running_one_has_room_for_both(
    working_group, second, successor, rasa, mara
):
    programme = working_group.programme
    both = waiting(programme, mara)
    tie("together", *both)
    assert proposed(programme, both) == [rasa.name, rasa.name]


def test_three_who_are_tied_and_two_of_them_never_in_one_group_have_no_place(working_group, successor, mara):
    programme = working_group.programme
    ada, bea, cai = three = waiting(programme, mara, Ada=["en"], Bea=["en"], Cai=["en"])
    tie("together", ada, bea, cai)
    assert proposed(programme, three) == ["Group 1"] * 3
    tie("apart", ada, cai)
    assert proposed(programme, three) == ["", "", ""]


def test_who_is_tied_to_somebody_with_a_place_comes_there_or_nowhere(
    working_group, second, successor, tomas, nia, mara
):
    programme = working_group.programme
    ada, bea = both = waiting(programme, mara)
    Application.objects.filter(pk=ada.pk).update(wishes=[second.mentor.email])
    ada.refresh_from_db(fields=("wishes",))
    assert proposed(programme, [ada]) == ["Group 2"]
    tie("together", ada, Application.objects.get(person=nia))
    assert proposed(programme, [ada]) == ["Group 1"]
    tie("together", ada, bea)
    assert proposed(programme, both) == ["", ""], "there is room for one in Group 1, and elsewhere Nia is not"
    room(tomas, 4)
    assert proposed(programme, both) == ["Group 1", "Group 1"]


def test_who_stands_on_another_page_is_thought_of(working_group, second, tomas, mara):
    programme = working_group.programme
    ada, bea = waiting(programme, mara)
    tie("together", ada, bea)
    assert proposed(programme, [ada]) == [""]
    room(tomas, 4)
    assert proposed(programme, [ada]) == ["Group 1"]
    room(tomas, 3)
    bea.person.is_active = False
    bea.person.save()
    assert proposed(programme, [ada]) in (["Group 1"], ["Group 2"]), "who can have no place keeps nobody from theirs"


def test_who_places_by_hand_reads_that_two_were_to_be_in_one_group(
    working_group, second, successor, nia, mara, signed_in
):
    programme, browser = working_group.programme, signed_in(mara)
    ada = waiting(programme, mara)[0]
    tie("together", ada, Application.objects.get(person=nia))
    words = "Ada and Nia Berg were to be in the same group"
    place = reverse("sessions:place", args=(ada.pk,))
    page = browser.get(place).content.decode()
    assert page.count(words) == 4, "in Group 2, and in a new group with Edita, Rasa or Tomas"
    assert page.index("<strong>Group 1") < page.index("<strong>Group 2"), "what breaks no rule stands first"
    for thing in (second, successor):
        assert f"breaks a rule of the matching: {words}." in browser.get(place, {"to": thing.pk}).content.decode()
    assert words not in browser.get(place, {"to": working_group.pk}).content.decode()
