"""Whom a change of a programme's texts reaches, and whom not."""

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from documents import kinds, pipeline
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from programmes import reach
from programmes.models import Group, Programme
from tests import stories
from tests.programmes.test_texts import CONTRACT, GOALS, address, looked_at

pytestmark = pytest.mark.django_db


def places(found: list[reach.Place]) -> list[tuple[str, int]]:
    return [(place.name, place.begun) for place in found]


def more_groups(programme: Programme, how_many: int, *people: tuple[User, Role]) -> list[Group]:
    made = []
    for number in range(10, 10 + how_many):
        space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
        made.append(Group.objects.create(programme=programme, space=space, number=number, name=f"Circle {number}"))
        for person, role in people:
            Participation.objects.create(space=space, person=person, role=role)
    return made


def test_a_group_is_reached_until_it_has_begun_and_never_when_it_has_ended(
    group: Group, mara: User, browser: Client
) -> None:
    programme = group.programme
    _waiting, ended = more_groups(programme, 2)
    Group.objects.filter(pk=ended.pk).update(state="ended")
    found = reach.of_change(CONTRACT, programme, by=mara)
    assert (places(found.affected), found.kept) == ([("Group 1", 0), ("Circle 10", 0)], [])
    pipeline.start(CONTRACT, group.space, by=mara)
    found = reach.of_change(CONTRACT, programme, by=mara)
    assert (places(found.affected), places(found.kept)) == ([("Circle 10", 0)], [("Group 1", 1)])
    text = looked_at(browser, programme, CONTRACT, clauses__0__title="Our aim").content.decode()
    reached, kept = text.split("Not begun yet")[1].split("is begun already")
    assert "Circle 10" in reached and "Group 1" not in reached and "Circle 11" not in text
    assert f'href="{group.get_absolute_url()}"' in kept.split("</ul>")[0]


def test_what_each_writes_for_themselves_reaches_a_group_until_all_have_begun(
    group: Group, mara: User, nia: User, ela: User
) -> None:
    for person, waiting in ((nia, [("Group 1", 1)]), (ela, [])):
        pipeline.start(GOALS, group.space, by=person, person=person)
        found = reach.of_change(GOALS, group.programme, by=mara)
        assert places(found.affected) == waiting
    assert (places(found.kept), found.begun) == ([("Group 1", 2)], 2)


def test_what_comes_again_reaches_every_running_group(working_group: Group, mara: User, tomas: User, nia: User) -> None:
    diary = kinds.get("diary")
    stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    found = reach.of_change(diary, working_group.programme, by=mara)
    assert places(found.affected) == places(found.kept) == [("Group 1", 1)]


def test_an_applicants_paper_reaches_those_who_have_not_begun_it(programme: Programme, mara: User) -> None:
    kind = kinds.get("mentor-self-check")
    ada, _bo = (stories.newcomer(name, programme, Role.MENTOR, by=mara) for name in ("Ada", "Bo"))
    stories.newcomer("Cy", programme, Role.MENTEE, by=mara)
    pipeline.start(kind, ada.space, by=ada.person, person=ada.person)
    found = reach.of_change(kind, programme, by=mara)
    assert (places(found.affected), places(found.kept)) == ([("Bo", 0)], [("Ada", 1)])


def test_of_papers_that_managers_know_nothing_of_nothing_is_told(group: Group, mara: User, nia: User) -> None:
    private = next(kind for kind in kinds.every() if kind.parts.is_private)
    found = reach.of_change(private, group.programme, by=mara)
    assert (found.is_told, found.affected, found.kept) == (False, [], [])


def test_the_pages_ask_as_often_for_ten_groups_as_for_one(
    group: Group, browser: Client, tomas: User, nia: User
) -> None:
    people = ((tomas, Role.MENTOR), (nia, Role.MENTEE))
    urls = (address(group.programme), address(group.programme, kinds.get("mentor-self-check")))

    def asked() -> list[int]:
        counts = []
        for url in urls:
            with CaptureQueriesContext(
                connection,
            ) as queries:
                assert browser.get(url).status_code == 200
            counts.append(len(queries))
        return counts

    one = asked()
    more_groups(group.programme, 9, *people)
    stories.newcomer("Bo", group.programme, Role.MENTOR, by=User.objects.get(name="Mara Vilks"))
    assert asked() == one
