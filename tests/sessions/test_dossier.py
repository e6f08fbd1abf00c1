"""The documents of a group as each of its readers may know them."""

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from documents import pipeline
from people.models import User
from policy.permissions import Role
from programmes.models import Group, Programme
from sessions import diaries, dossier, planning
from sessions.document_kinds.goals import GROUP_GOALS, PERSONAL_GOALS
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


def shelves(group: Group, person: User) -> list[dossier.Shelf]:
    people = group.space.people()
    roles = frozenset(Role(row.role) for row in people if row.person_id == person.pk)
    return dossier.of_group(group, person, roles)


def knows(group: Group, person: User) -> dict[str, list[tuple[str, bool]]]:
    """For each kind with documents: their labels or people, and whether the reader may open one."""
    return {
        shelf.kind.slug: [
            (row.document.person.name if row.document.person else "", bool(row.main)) for row in shelf.rows
        ]
        for shelf in shelves(group, person)
        if shelf.rows
    }


def may_begin(group: Group, person: User) -> set[str]:
    return {shelf.kind.slug for shelf in shelves(group, person) if shelf.can_begin}


def test_what_each_role_may_begin(group, mara, tomas, nia):
    assert may_begin(group, mara) == {"contract"}
    assert may_begin(group, tomas) == {"group-goals", "conclusions"}
    assert may_begin(group, nia) == {"personal-goals", "group-goals", "conclusions"}


def test_what_is_begun_is_not_begun_again(group, nia, ela, tomas):
    pipeline.start(PERSONAL_GOALS, group.space, by=nia, person=nia)
    pipeline.start(GROUP_GOALS, group.space, by=ela)
    assert may_begin(group, nia) == {"conclusions"}
    assert may_begin(group, ela) == {"personal-goals", "conclusions"}
    assert may_begin(group, tomas) == {"conclusions"}


def test_nothing_is_begun_in_a_group_that_has_ended(group, mara, tomas, nia):
    Group.objects.update(state="ended")
    group.refresh_from_db()
    assert [may_begin(group, person) for person in (mara, tomas, nia)] == [set(), set(), set()]


def test_a_draft_is_opened_by_its_author_and_known_to_its_readers(group, mara, tomas, nia, ela):
    pipeline.start(PERSONAL_GOALS, group.space, by=nia, person=nia)
    assert knows(group, nia) == {"personal-goals": [("Nia Berg", True)]}
    assert knows(group, tomas) == knows(group, mara) == {"personal-goals": [("Nia Berg", False)]}
    assert knows(group, ela) == {}


def test_personal_goals_are_not_known_to_the_other_mentees_when_they_are_published(group, mara, tomas, nia, ela):
    version = pipeline.start(PERSONAL_GOALS, group.space, by=nia, person=nia)
    pipeline.write(version, complete(PERSONAL_GOALS), by=nia)
    pipeline.submit(version, by=nia)
    pipeline.publish(version, by=tomas)
    assert knows(group, mara) == knows(group, tomas) == knows(group, nia) == {"personal-goals": [("Nia Berg", True)]}
    assert knows(group, ela) == {}


def test_where_only_the_group_reads_diaries_the_manager_is_their_witness(working_group, mara, tomas, nia, ela):
    Programme.objects.update(diary_readers="group")
    working_group.refresh_from_db()
    version = stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    pipeline.publish(version, by=tomas)
    (row,) = next(shelf.rows for shelf in shelves(working_group, mara) if shelf.kind.slug == "diary")
    assert (row.main, row.in_force, row.newest) == (None, None, version)
    assert row.newest.state == "sealed", "that it was filed, when and by whom"
    assert knows(working_group, ela)["diary"] == [("Nia Berg", True)]


def test_an_amendment_leaves_the_version_in_force_on_top_for_its_readers(working_group, mara, nia):
    contract = next(shelf.rows[0] for shelf in shelves(working_group, mara) if shelf.kind.slug == "contract")
    draft = pipeline.amend(contract.in_force, by=mara)
    for person, main, older in [(mara, draft, [contract.main]), (nia, contract.main, [])]:
        row = next(shelf.rows[0] for shelf in shelves(working_group, person) if shelf.kind.slug == "contract")
        assert (row.main, row.older, row.in_force) == (main, older, contract.main)


def test_a_pair_has_no_group_goals(programme, mara, tomas, oto):
    Programme.objects.update(is_individual=True)
    programme.refresh_from_db()
    pair = stories.group(programme, mentor=tomas, mentees=[oto], by=mara)
    assert may_begin(pair, tomas) == {"conclusions"}
    assert may_begin(pair, oto) == {"personal-goals", "conclusions"}


def test_ten_documents_cost_no_more_queries_than_one(working_group, mara, tomas, nia):
    def cost() -> list[int]:
        counts = []
        for person in (mara, tomas, nia):
            group = Group.objects.select_related("space", "programme").get(pk=working_group.pk)
            people = group.space.people()
            roles = frozenset(Role(row.role) for row in people if row.person_id == person.pk)
            with CaptureQueriesContext(connection) as queries:
                dossier.of_group(group, person, roles)
            counts.append(len(queries))
        return counts

    with_one = cost()
    for _session in range(9):
        meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
        pipeline.publish(stories.submitted_diary(meeting, by=nia), by=tomas)
    planning.publish(working_group, by=tomas)
    diaries.begin(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia)
    assert cost() == with_one
    assert max(with_one) <= 4
