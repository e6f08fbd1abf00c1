"""The beginnings of a group as a checklist: what is done, what is open, and what each can do about it."""

import pytest
from django.urls import reverse

from documents import kinds, pipeline, signing
from documents.models import Version
from people.models import User
from policy.permissions import Role
from programmes import grouping
from programmes.models import Group
from sessions import duties, first_steps, planning
from sessions.document_kinds.presentation import PRESENTATION
from tests import stories
from tests.answers import complete
from tests.sessions.test_goals import CV, STEPS, common_sheet, sheet

pytestmark = pytest.mark.django_db
PRESENTATIONS, NAME, CONTRACT = "Short presentations of everyone", "Name and motto", "Contract, signed by all"
GOALS, OWN_GOALS = "Personal goals of each mentee", "My personal goals"
COMMON, PLAN, OFTEN = "The goal of the group", "Session plan", "How often the manager looks how it goes"


def told(group: Group, person: User) -> dict[str, tuple[str, str]]:
    """By title where it stands, and what the reader can do: a verb, “done”, “not yet”, or nothing."""
    people = group.space.people()
    roles = {Role(row.role) for row in people if row.person_id == person.pk}
    steps = first_steps.of_group(group, roles, people, duties.checklist_of(group, person, people))
    return {
        step.title: (
            step.state,
            "done" if step.done else step.verb if step.url or step.begins else "" if step.can_start else "not yet",
        )
        for step in steps
    }


def present(group: Group, by: User, **words: str) -> Version:
    version = pipeline.start(PRESENTATION, group.space, by=by, person=by)
    pipeline.write(version, {"myself": {**version.answers.get("myself", {}), **words}}, by=by)
    pipeline.file(version, by=by)
    return version


def test_each_sees_what_there_is_to_do_in_the_beginning(group, mara, tomas, nia):
    nothing_yet = {NAME: ("to do", "Choose")}
    assert told(group, mara) == nothing_yet | {
        CONTRACT: ("to do", "Draft"), GOALS: ("0 of 2", ""), COMMON: ("to do", ""),
        PLAN: ("the mentor publishes it", "not yet"), OFTEN: ("is agreed in the contract", "not yet"),
    }  # fmt: skip
    assert told(group, tomas) == nothing_yet | {
        PRESENTATIONS: ("0 of 3", "Write yours:"), CONTRACT: ("the manager drafts it", "not yet"), GOALS: ("0 of 2", ""),
        COMMON: ("to do", "Write"), PLAN: ("to do", "Plan"), OFTEN: ("is agreed in the contract", "not yet"),
    }  # fmt: skip
    assert told(group, nia) == nothing_yet | {
        PRESENTATIONS: ("0 of 3", "Write yours:"), CONTRACT: ("the manager drafts it", "not yet"), OWN_GOALS: ("to do", "Write"),
        COMMON: ("to do", "Write"), PLAN: ("the mentor publishes it", "not yet"),
        OFTEN: ("is agreed in the contract", "not yet"),
    }  # fmt: skip


def test_what_is_done_is_told_as_completed(group, mara, tomas, nia, ela):
    for person in (tomas, nia):
        present(group, person, hobbies="Bicycles")
    assert (told(group, nia)[PRESENTATIONS], told(group, ela)[PRESENTATIONS]) == (
        ("2 of 3", ""),
        ("2 of 3", "Write yours:"),
    )
    present(group, ela)
    grouping.rename(group, "Aušra", "Small steps count", by=nia)
    stories.meeting(group, by=tomas, kind="initial")
    version = stories.offered_contract(group, by=mara)
    assert told(group, nia)[CONTRACT] == ("waiting for signatures", "Sign")
    planning.publish(group, by=tomas)
    for row in version.signatories.select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)
    group.refresh_from_db()
    sheet(group, nia, [CV], STEPS[:1])
    common_sheet(group, nia)
    often = {OFTEN: ("At the start, half-way and at the end", "done")}
    done = dict.fromkeys((PRESENTATIONS, NAME, CONTRACT, COMMON, PLAN), ("completed", "done")) | often
    assert told(group, nia) == done | {OWN_GOALS: ("completed", "done")}
    assert told(group, ela) == done | {OWN_GOALS: ("to do", "Write")}
    assert told(group, tomas) == done | {GOALS: ("1 of 2", "")}
    sheet_of_ela = pipeline.start(kinds.get("personal-goals"), group.space, by=ela, person=ela)
    pipeline.write(sheet_of_ela, {**complete(sheet_of_ela.kind), "goals": [CV], "steps": STEPS[:1]}, by=ela)
    assert told(group, ela)[OWN_GOALS] == ("draft", "Finish")
    pipeline.submit(sheet_of_ela, by=ela)
    assert told(group, tomas)[GOALS] == ("1 of 2", "Comment and publish")


def test_presentations_are_read_in_the_own_group_and_by_no_manager(group, mara, tomas, nia, ela, oto, signed_in):
    version = present(group, nia, hobbies="Bicycles")
    pages = {who: signed_in(who).get(version.get_absolute_url()).status_code for who in (tomas, nia, ela, mara, oto)}
    assert pages == {tomas: 200, nia: 200, ela: 200, mara: 404, oto: 404}
    link, room = "Nia Berg in a few words", reverse("room", args=(group.pk,))
    assert link in signed_in(ela).get(room).content.decode()
    managers = signed_in(mara).get(room).content.decode()
    assert "Nia Berg" in managers and link not in managers and PRESENTATIONS not in managers


def test_the_checklist_stands_in_the_room_and_on_the_initial_session_while_the_group_begins(
    group, mara, tomas, nia, signed_in
):
    meeting = stories.meeting(group, by=tomas, kind="initial")
    places = [reverse("room", args=(group.pk,)), meeting.get_absolute_url()]
    assert all(OWN_GOALS in signed_in(nia).get(place).content.decode() for place in places)
    stories.contract_in_force(group, by=mara)
    group.refresh_from_db()
    assert group.state == "working"
    assert not any(OWN_GOALS in signed_in(nia).get(place).content.decode() for place in places)


def test_a_pair_has_no_name_and_no_common_goal(programme, mara, tomas, nia):
    type(programme).objects.filter(pk=programme.pk).update(is_individual=True)
    programme.refresh_from_db()
    pair = stories.group(programme, mentor=tomas, mentees=[nia], by=mara)
    assert told(pair, nia).keys() == {PRESENTATIONS, CONTRACT, OWN_GOALS, PLAN, OFTEN}
