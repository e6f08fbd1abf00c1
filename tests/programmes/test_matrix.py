"""The manager's matrix: every group by every kind, what is there and what is missing."""

import re

import pytest
from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from documents import pipeline
from documents.dossier.occasions import occasions_of
from people.models import User
from policy.models import Participation, Space
from programmes import matrix
from programmes.models import Group, Programme
from sessions.document_kinds.goals import PERSONAL_GOALS
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


def cells(group: Group, by: User) -> dict[str, tuple[str, str, bool]]:
    """By kind: the words, the colour, and whether something due is missing."""
    (line,) = matrix.matrix(group.programme, [group], by).lines
    return {cell.kind.slug: (cell.words, cell.tone, cell.is_missing) for cell in line.cells}


def more_groups(programme: Programme, n: int) -> None:
    """Groups with a mentor, a mentee, and a document in the making."""
    for number in range(2, n + 2):
        space = Space.objects.create(kind="group", within=programme.space)
        Group.objects.create(space=space, programme=programme, number=number, name=f"Group {number}")
        mentor = User.objects.create_user(f"mentor{number}@example.org", name=f"Mentor {number}")
        mentee = User.objects.create_user(f"mentee{number}@example.org", name=f"Mentee {number}")
        Participation.objects.create(space=space, person=mentor, role="mentor")
        Participation.objects.create(space=space, person=mentee, role="mentee")
        pipeline.start(PERSONAL_GOALS, space, by=mentee, person=mentee)


def page(browser: Client, programme: Programme, **asked: str) -> str:
    answer = browser.get(reverse("programmes:matrix", args=(programme.pk,)), asked)
    assert answer.status_code == 200
    return answer.content.decode()


def test_a_cell_says_where_a_kind_stands_in_a_group(group, mara, tomas, nia, ela):
    assert cells(group, mara)["contract"] == ("missing", "waiting", True)
    assert cells(group, mara)["personal-goals"] == ("0 of 2", "waiting", True)
    assert cells(group, mara)["conclusions"] == ("not there yet", "plain", False)
    stories.offered_contract(group, by=mara)
    assert cells(group, mara)["contract"] == ("waiting for signatures", "waiting", True)
    version = pipeline.start(PERSONAL_GOALS, group.space, by=nia, person=nia)
    pipeline.write(version, complete(PERSONAL_GOALS), by=nia)
    pipeline.submit(version, by=nia)
    pipeline.publish(version, by=tomas)
    assert cells(group, mara)["personal-goals"] == ("1 of 2", "waiting", True)


def test_sessions_call_for_their_diaries_and_withheld_ones_are_filed(working_group, mara, tomas, nia, signed_in):
    Programme.objects.update(diary_readers="group")
    working_group.refresh_from_db()
    assert cells(working_group, mara)["contract"] == ("in force, signed by all", "done", False)
    assert "diary" in cells(working_group, mara) and cells(working_group, mara)["diary"][0] == ""
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    assert [one.pk for one in occasions_of([working_group.space_id])[working_group.space_id]] == [meeting.pk]
    assert cells(working_group, mara)["diary"] == ("missing", "waiting", True)
    version = stories.submitted_diary(meeting, by=nia)
    pipeline.publish(version, by=tomas)
    assert cells(working_group, mara)["diary"] == ("filed", "done", False)
    stories.held_meeting(working_group, by=tomas, keeper=nia)
    assert cells(working_group, mara)["diary"] == ("1 of 2", "waiting", True)
    text = page(signed_in(mara), working_group.programme)
    assert str(version.pk) not in text and f"{reverse('sessions:dossier', args=(working_group.pk,))}#diary" in text


def test_filters_choose_columns_and_groups(working_group, mara, signed_in):
    programme = working_group.programme
    more_groups(programme, 2)

    def shown(**asked: str) -> tuple[list[str], list[str]]:
        text = page(signed_in(mara), programme, **asked)
        heads = re.findall(r'<th scope="col">([^<]+)</th>', text)
        return heads[1:], re.findall(r'<a href="/g/[^"]+/documents/">([^<]+)</a>', text)

    every, groups = shown()
    assert len(every) > 5 and groups == ["Group 1", "Group 2", "Group 3"]
    assert shown(kind="contract") == (["Contract of mentoring"], groups)
    assert shown(kind="contract", missing="on") == (["Contract of mentoring"], ["Group 2", "Group 3"])
    assert set(shown(stage="final")[0]) < set(every) and "Contract of mentoring" not in shown(stage="final")[0]
    assert shown(mentor="mentor 3")[1] == ["Group 3"]
    assert shown(mentor="nobody")[1] == []
    assert shown(stage="no-such-stage", kind="no-such-kind", page="zq") == (every, groups)
    assert "Nothing that is due is missing here." in page(signed_in(mara), programme, stage="final", missing="on")


def test_a_hundred_groups_ask_the_database_what_one_does(working_group, mara, tomas, nia, signed_in):
    programme, browser = working_group.programme, signed_in(mara)
    pipeline.publish(
        stories.submitted_diary(stories.held_meeting(working_group, by=tomas, keeper=nia), by=nia), by=tomas
    )

    def cost(**asked: str) -> int:
        with CaptureQueriesContext(connection) as queries:
            page(browser, programme, **asked)
        return len(queries)

    cost()
    with_one = [cost(), cost(missing="on"), cost(mentor="Lind")]
    more_groups(programme, 9)
    assert [cost(), cost(missing="on"), cost(mentor="Lind")] == with_one
    assert max(with_one) <= 16


def test_it_is_the_managers_alone(working_group, mara, tomas, nia, oto, signed_in):
    address = reverse("programmes:matrix", args=(working_group.programme.pk,))
    for person, status in ((tomas, 403), (nia, 403), (oto, 404)):
        assert signed_in(person).get(address).status_code == status
    assert address in signed_in(mara).get(working_group.programme.get_absolute_url()).content.decode()


def test_before_there_are_groups_it_says_what_will_be_here(programme, mara, signed_in):
    assert "when the groups are confirmed" in page(signed_in(mara), programme)


def test_a_kind_that_is_asked_for_by_name_is_shown_where_nobody_has_one_yet(group, programme, mara):
    found = matrix.matrix(programme, [group], mara, kind="certificate")
    assert [kind.slug for kind in found.kinds] == ["certificate"]
    assert "certificate" not in [kind.slug for kind in matrix.matrix(programme, [group], mara).kinds]
