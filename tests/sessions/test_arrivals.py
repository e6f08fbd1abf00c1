"""Who comes into a group in one proposal: it takes whoever gets on with those who are there and those who came before."""

import pytest

from programmes.models import Application, MatchingTerms
from tests.sessions.waiting import proposed, room, second_group, tie, waiting

pytestmark = pytest.mark.django_db


def wish_for(mentor, *people: Application) -> None:
    Application.objects.filter(pk__in=[one.pk for one in people]).update(wishes=[mentor.email])
    for one in people:
        one.refresh_from_db(fields=("wishes",))


def speak(*people, languages: list[str]) -> None:
    Application.objects.filter(person__in=people).update(languages=languages)


def test_whoever_no_group_of_a_mentor_understands_is_proposed_for_another(working_group, tomas, mara):
    """Tomas speaks Lithuanian, too, but Nia and Ela do not."""
    programme = working_group.programme
    second_group(programme, mara, 3, languages=["lt"])
    speak(tomas, languages=["en", "lt"])
    people = waiting(programme, mara, Ada=["lt"])
    wish_for(tomas, *people)
    assert proposed(programme, people) == ["Group 2"]
    MatchingTerms.objects.create(programme=programme, rules=[])
    assert proposed(programme, people) == ["Group 1"], "where the managers made no rule of it"


def test_whoever_is_kept_apart_from_who_came_before_is_proposed_for_another_group(working_group, tomas, mara):
    programme = working_group.programme
    second_group(programme, mara, 1)
    both = waiting(programme, mara)
    wish_for(tomas, *both)
    assert proposed(programme, both) == ["Group 1", "Group 1"]
    tie("apart", *both)
    assert sorted(proposed(programme, both)) == ["Group 1", "Group 2"]


def test_whoever_has_no_language_with_who_came_before_is_proposed_for_another_group(
    working_group, tomas, nia, ela, mara
):
    programme = working_group.programme
    second_group(programme, mara, 1, languages=["en", "lt"])
    speak(tomas, nia, ela, languages=["en", "lt"])
    both = waiting(programme, mara, Ada=["en"], Bea=["lt"])
    wish_for(tomas, *both)
    assert sorted(proposed(programme, both)) == ["Group 1", "Group 2"]


def test_a_place_that_somebody_could_not_take_is_proposed_to_who_had_none(working_group, tomas, mara):
    programme = working_group.programme
    room(tomas, 4)
    ada, bea, cai = waiting(programme, mara, Ada=["en"], Bea=["en"], Cai=["en"])
    wish_for(tomas, ada, bea)
    assert proposed(programme, [ada, bea, cai]) == ["Group 1", "Group 1", ""]
    tie("apart", ada, bea)
    found = proposed(programme, [ada, bea, cai])
    assert sorted(found[:2]) == ["", "Group 1"] and found[2] == "Group 1"
