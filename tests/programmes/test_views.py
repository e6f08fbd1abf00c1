"""The lists of programmes and groups, and the name of a group."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from programmes.models import Group, Programme
from tests import stories

pytestmark = pytest.mark.django_db


def more_groups(programme: Programme, how_many: int, mentor: User) -> None:
    for number in range(programme.groups.count() + 1, programme.groups.count() + how_many + 1):
        space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
        Group.objects.create(programme=programme, space=space, number=number, name=f"Circle {number:03}.")
        Participation.objects.create(space=space, person=mentor, role=Role.MENTOR)


def page_of(browser, query: str = "") -> str:
    answer = browser.get(reverse("programmes:groups") + query)
    assert answer.status_code == 200
    return answer.content.decode()


def test_each_person_sees_their_own_groups(group, programme, mara, tomas, nia, oto, signed_in):
    more_groups(programme, 1, stories.person("ula@example.org", "Ula Ó Briain"))
    assert "Circle 002." in page_of(signed_in(mara)) and "Group 1" in page_of(signed_in(mara))
    for person in (tomas, nia):
        assert "Circle 002." not in page_of(signed_in(person)) and "Group 1" in page_of(signed_in(person))
    assert "Group 1" not in page_of(signed_in(oto)) and "You are in no running group." in page_of(signed_in(oto))


def test_the_people_of_a_group_stand_in_its_row(group, tomas, signed_in):
    page = " ".join(page_of(signed_in(tomas)).split())
    assert '<td data-label="Mentor"> Tomas Lind </td>' in page
    assert '<td data-label="Mentees"> Ela Žukaitė, Nia Berg </td>' in page


def test_who_has_left_is_not_named_any_more(group, tomas, nia, signed_in):
    assert "Nia Berg" in page_of(signed_in(tomas))
    Participation.objects.filter(person=nia, space=group.space).update(ends_at=timezone.now())
    assert "Nia Berg" not in page_of(signed_in(tomas))


def test_groups_that_have_ended_stand_apart(group, programme, tomas, mara, signed_in):
    more_groups(programme, 1, tomas)
    Group.objects.filter(number=2).update(state="ended")
    manager = signed_in(mara)
    assert "Group 1" in page_of(manager) and "Circle 002." not in page_of(manager)
    assert "Circle 002." in page_of(manager, "?archive=1") and "Group 1" not in page_of(manager, "?archive=1")


def test_filters_narrow_and_nonsense_is_passed_over(group, programme, tomas, mara, signed_in):
    other = stories.programme(by=mara, name="Another")
    more_groups(other, 1, tomas)
    manager = signed_in(mara)
    for query, circles in [(f"?programme={other.pk}", {"Circle 001."}), (f"?programme={programme.pk}", {"Group 1"})]:
        assert {name for name in ("Circle 001.", "Group 1") if name in page_of(manager, query)} == circles
    assert "Circle 001." in page_of(manager, "?state=forming") and "Group 1" in page_of(manager, "?state=forming")
    assert "Group 1" not in page_of(manager, "?state=working")
    assert "Group 1" in page_of(manager, "?programme=²&state=lost&page=x&archive=")


def test_a_long_list_has_pages_that_keep_the_filter(programme, tomas, mara, signed_in):
    more_groups(programme, 51, tomas)
    manager, query = signed_in(mara), f"?programme={programme.pk}"
    first, second = page_of(manager, query), page_of(manager, f"{query}&page=2")
    assert "Circle 050." in first and "Circle 051." not in first
    assert "Circle 051." in second and "Circle 050." not in second
    assert f'href="?page=2&amp;programme={programme.pk}"' in first


def test_fifty_groups_cost_no_more_queries_than_one(programme, tomas, mara, signed_in):
    manager, counts = signed_in(mara), []
    for how_many in (1, 49):
        more_groups(programme, how_many, tomas)
        with CaptureQueriesContext(connection) as queries:
            assert "Circle 001." in page_of(manager)
        counts.append(len(queries))
    assert counts[0] == counts[1]


def test_programmes_are_listed_for_those_who_take_part(group, programme, mara, tomas, oto, signed_in):
    for person, knows in [(mara, True), (tomas, True), (oto, False)]:
        page = signed_in(person).get(reverse("programmes:programmes")).content.decode()
        assert ("Step into work 2026" in page) == knows
        assert (reverse("programmes:new") in page) == (person == mara)


def test_the_group_chooses_its_name_and_motto(group, mara, tomas, nia, oto, signed_in):
    address = reverse("programmes:group_name", args=(group.pk,))
    for person in (nia, tomas, mara):
        told = {"name": f"Aušra of {person.name}", "motto": "Žingsnis po žingsnio", "state": "ended", "number": "9"}
        assert signed_in(person).post(address, told).url == group.get_absolute_url()
        group.refresh_from_db()
        assert (group.name, group.motto) == (told["name"], told["motto"])
    assert (group.state, group.number) == ("forming", 1)
    assert signed_in(oto).post(address, {"name": "Ours"}).status_code == 404


@pytest.mark.parametrize(
    ("name", "sentence"),
    [("x" * 320, "Ensure this value has at most 80 characters (it has 320)."), (" ", "This field is required.")],
)
def test_a_name_that_cannot_be_gets_a_sentence(group, nia, signed_in, name, sentence):
    page = signed_in(nia).post(
        reverse("programmes:group_name", args=(group.pk,)), {"name": name, "motto": "Small steps"}
    )
    assert sentence in page.content.decode() and "Small steps" in page.content.decode()
    group.refresh_from_db()
    assert group.name == "Group 1"


def test_the_page_of_a_programme_shows_its_reader_what_they_may_do(group, programme, mara, nia, oto, signed_in):
    address = programme.get_absolute_url()
    assert reverse("programmes:people", args=(programme.pk,)) in signed_in(mara).get(address).content.decode()
    page = signed_in(nia).get(address).content.decode()
    assert "Step into work 2026" in page and "Mara Vilks" in page
    assert reverse("programmes:people", args=(programme.pk,)) not in page
    assert signed_in(oto).get(address).status_code == 404
