"""The documents of a space as each of its readers may know them."""

import re
from typing import Any
from uuid import uuid4

import pytest
from django import forms
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import dossier, kinds, pipeline
from documents.kinds import DocumentKind, Parts, Section
from documents.workflows import FILED
from people.models import User
from policy.permissions import Role
from programmes.models import Group, Programme
from sessions import diaries, planning
from sessions.document_kinds.goals import PERSONAL_GOALS
from sessions.document_kinds.group_goals import GROUP_GOALS
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


def shelves(group: Group, person: User) -> list[dossier.Shelf]:
    people = group.space.people()
    roles = frozenset(Role(row.role) for row in people if row.person_id == person.pk)
    told = {"is_pair": group.is_pair, "has_ended": group.has_ended}
    return dossier.of_space(group.space, person, roles, **told)


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
    """Of four kinds that stand for the others."""
    begun = {shelf.kind.slug for shelf in shelves(group, person) if shelf.can_begin}
    return begun & {"contract", "personal-goals", "group-goals", "conclusions"}


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
            roles = group.roles_of(person)
            with CaptureQueriesContext(connection) as queries:
                dossier.of_space(group.space, person, roles)
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


class Anything(forms.Form):
    """One question."""

    words = forms.CharField()


def kind_of(slug: str, parts: Parts, **more: Any) -> DocumentKind:
    sections = (Section("words", "Words", Anything),)
    told = {"title": slug, "purpose": slug, "sections": sections, "workflow": FILED, "stage": "task", **more}
    return DocumentKind(slug=slug, parts=parts, **told)


@pytest.fixture
def more_kinds(monkeypatch: pytest.MonkeyPatch) -> None:
    """A call about a person, again and again; a note about each mentee once; a private log; one of the programme."""
    managers, mentors = frozenset({Role.MANAGER}), frozenset({Role.MENTOR})
    about = {"about": frozenset({Role.MENTEE, Role.MENTOR})}
    for kind in (
        kind_of("x-call", Parts(writers=managers, readers=managers, **about), repeats=True, must=False),
        kind_of("x-note", Parts(writers=mentors, readers=managers | {Role.OWNER}, about=frozenset({Role.MENTEE}))),
        kind_of("x-log", Parts(writers=mentors, own=True), repeats=True),
        kind_of("x-report", Parts(writers=managers, readers=managers), lives_in="programme"),
    ):
        monkeypatch.setitem(kinds._shelf.kinds, kind.slug, kind)


def shelf_of(group: Group, person: User, slug: str) -> dossier.Shelf | None:
    return next((shelf for shelf in shelves(group, person) if shelf.kind.slug == slug), None)


def test_what_is_about_a_person_is_begun_by_choosing_one(more_kinds, group, mara, tomas, nia, ela):
    call, note = shelf_of(group, mara, "x-call"), shelf_of(group, tomas, "x-note")
    assert {one.name for one in call.about} == {"Tomas Lind", "Nia Berg", "Ela Žukaitė"} and call.occasion
    assert {one.name for one in note.about} == {"Nia Berg", "Ela Žukaitė"} and not note.occasion
    pipeline.start(call.kind, group.space, by=mara, person=nia, occasion=call.occasion)
    pipeline.start(note.kind, group.space, by=tomas, person=nia)
    assert len(shelf_of(group, mara, "x-call").about) == 3, "one more can be begun about the same person"
    assert shelf_of(group, tomas, "x-note").about == [ela]
    assert shelf_of(group, mara, "x-call").occasion != call.occasion
    pipeline.start(note.kind, group.space, by=tomas, person=ela)
    assert not shelf_of(group, tomas, "x-note").can_begin


def test_who_it_is_about_knows_of_it_only_as_its_owner(more_kinds, group, mara, tomas, nia, ela):
    pipeline.start(kinds.get("x-call"), group.space, by=mara, person=nia, occasion=uuid4())
    version = pipeline.start(kinds.get("x-note"), group.space, by=tomas, person=nia)
    pipeline.write(version, {"words": {"words": "Well."}}, by=tomas)
    pipeline.file(version, by=tomas)
    assert knows(group, nia) == {"x-note": [("Nia Berg", True)]}
    assert knows(group, ela) == {}
    assert knows(group, mara) == {"x-call": [("Nia Berg", True)], "x-note": [("Nia Berg", True)]}


def test_what_is_private_is_in_nobodys_dossier(more_kinds, group, mara, tomas, nia):
    pipeline.start(kinds.get("x-log"), group.space, by=tomas, person=tomas, occasion=uuid4())
    assert [shelf_of(group, person, "x-log") for person in (tomas, mara, nia)] == [None, None, None]


def test_each_space_has_the_kinds_that_live_in_it(more_kinds, group, mara, tomas):
    space = group.programme.space
    assert [shelf.kind.slug for shelf in dossier.of_space(space, mara, space.roles_of(mara))] == [
        kind.slug for kind in kinds.every() if kind.lives_in == "programme"
    ]
    assert "x-report" not in {shelf.kind.slug for shelf in shelves(group, mara)}
    assert dossier.of_space(space, tomas, space.roles_of(tomas)) == []


def test_every_empty_form_that_is_offered_can_be_fetched(working_group, mara, tomas, nia, signed_in):
    for slug in ("competencies-by-mentor", "own-questionnaire"):
        kind = kinds.get(slug)
        writer = tomas if Role.MENTOR in kind.parts.writers and not kind.parts.own else nia
        begun = pipeline.start(kind, working_group.space, by=writer, person=nia)
        pipeline.write(begun, complete(begun.kind, begun.answers), by=writer)
        pipeline.file(begun, by=writer)
    for who in (mara, tomas, nia):
        browser = signed_in(who)
        page = browser.get(reverse("sessions:dossier", args=(working_group.pk,))).content.decode()
        offered = set(re.findall(r'href="(/d/forms/[^"]+)"', page))
        assert offered, who
        assert {address: browser.get(address).status_code for address in offered} == dict.fromkeys(offered, 200)
