"""Who needs the manager today: facts, never contents, and the right numbers."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from documents import pipeline, signing
from documents.models import Signatory
from monitoring import attention
from people.models import User
from policy.models import Participation, Space
from policy.permissions import Role
from policy.standing import Standing
from programmes.models import Group, Programme
from sessions.models import Meeting
from tests import stories

pytestmark = pytest.mark.django_db


def concerns(person: User, now: datetime | None = None) -> dict[str, list[str]]:
    """Each concern in words, with the groups that are shown."""
    found = attention.for_manager(Standing.of(person), now=now or timezone.now())
    return {concern.words: [str(group) for group in concern.groups] for concern in found}


def bare_groups(programme: Programme, how_many: int, mentor: User) -> list[Group]:
    start = programme.groups.count()
    made = []
    for number in range(start + 1, start + how_many + 1):
        space = Space.objects.create(kind=Space.Kind.GROUP, within=programme.space)
        made.append(Group.objects.create(programme=programme, space=space, number=number, name=f"Group {number}"))
        Participation.objects.create(space=space, person=mentor, role=Role.MENTOR)
    return made


def age(group: Group, days: int) -> None:
    """Let the contract of a group have been offered some days ago."""
    Signatory.objects.filter(version__document__space=group.space).update(
        created_at=timezone.now() - timedelta(days=days)
    )


def test_a_group_that_has_just_begun_needs_a_contract_and_a_session(group, mara):
    assert concerns(mara) == {"1 group has no contract yet": ["Group 1"], "1 group has no session planned": ["Group 1"]}


def test_a_contract_that_is_not_signed_for_a_week_is_a_concern(group, mara, tomas):
    stories.meeting(group, by=tomas)
    version = stories.offered_contract(group, by=mara)
    assert concerns(mara) == {}
    age(group, 6)
    assert concerns(mara) == {}
    age(group, 8)
    assert concerns(mara) == {"1 group has not signed its contract for a week": ["Group 1"]}
    for row in version.signatories.select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)
    assert concerns(mara) == {}


def test_a_draft_of_a_contract_is_no_contract_yet(group, mara, tomas):
    from programmes.document_kinds.contract import CONTRACT

    stories.meeting(group, by=tomas)
    pipeline.start(CONTRACT, group.space, by=mara)
    assert concerns(mara) == {"1 group has no contract yet": ["Group 1"]}


def test_a_group_without_a_coming_session_is_a_concern_until_its_end(working_group, mara, tomas):
    stories.meeting(working_group, by=tomas, at=timezone.now() - timedelta(days=2))
    assert concerns(mara) == {"1 group has no session planned": ["Group 1"]}
    coming = stories.meeting(working_group, by=tomas)
    assert concerns(mara) == {}
    Meeting.objects.filter(pk=coming.pk).update(state="cancelled")
    assert concerns(mara) == {"1 group has no session planned": ["Group 1"]}
    for state in ("final", "ended"):
        Group.objects.update(state=state)
        assert concerns(mara) == {}


def test_a_diary_that_is_owed_for_more_than_a_week_is_a_concern(working_group, mara, tomas, nia):
    stories.meeting(working_group, by=tomas)
    held = stories.held_meeting(working_group, by=tomas, keeper=nia)
    later = timezone.now() + timedelta(days=6, hours=12)
    assert "1 group owes a diary for more than a week" in concerns(mara, later)
    assert concerns(mara, later - timedelta(days=1)) == {}
    version = stories.submitted_diary(held, by=nia)
    assert "1 group owes a diary for more than a week" not in concerns(mara, later)
    pipeline.send_back(version, by=tomas, text="A word more, please.")
    assert concerns(mara, later)["1 group owes a diary for more than a week"] == ["Group 1"]


def test_a_session_without_a_keeper_owes_no_diary(working_group, mara, tomas):
    stories.held_meeting(working_group, by=tomas)
    assert "1 group owes a diary for more than a week" not in concerns(mara, timezone.now() + timedelta(days=30))


def test_a_manager_sees_their_own_programmes_only(group, mara, tomas, oto):
    assert concerns(mara)
    assert concerns(tomas) == concerns(oto) == {}
    other = stories.manager("jan@example.org", "Jan Novak")
    stories.programme(by=other, name="Another")
    assert concerns(other) == {}


def test_what_is_most_harmful_comes_first(programme, mara, tomas, nia, ela, group):
    stories.offered_contract(group, by=mara)
    age(group, 10)
    bare_groups(programme, 1, tomas)
    assert list(concerns(mara)) == [
        "1 group has not signed its contract for a week",
        "1 group has no contract yet",
        "2 groups have no session planned",
    ]


@pytest.mark.parametrize(("how_many", "shown", "more"), [(1, 1, 0), (5, 5, 0), (6, 5, 1), (50, 5, 45)])
def test_never_more_than_five_groups_are_shown_and_the_rest_is_counted(programme, mara, tomas, how_many, shown, more):
    bare_groups(programme, how_many, tomas)
    for concern in attention.for_manager(Standing.of(mara), now=timezone.now()):
        assert (len(concern.groups), concern.in_all, concern.more) == (shown, how_many, more)
        assert concern.words.startswith(f"{how_many} group")


def test_the_number_of_groups_costs_nothing(programme, mara, tomas):
    counts = []
    for more in (1, 9, 40):
        bare_groups(programme, more, tomas)
        standing = Standing.of(mara)
        with CaptureQueriesContext(connection) as queries:
            found = attention.for_manager(standing, now=timezone.now())
            stood = attention.stages(standing)
        counts.append(len(queries))
        assert found and stood[0]["groups"] == programme.groups.count()
    assert counts == [3, 3, 3]


def test_the_stages_count_every_group_once(programme, mara, tomas, oto):
    groups = bare_groups(programme, 5, tomas)
    for group, state in zip(groups, ["forming", "initial", "working", "final", "ended"], strict=True):
        Group.objects.filter(pk=group.pk).update(state=state)
    (row,) = attention.stages(Standing.of(mara))
    assert row == {"programme": programme, "groups": 5, "initial": 2, "working": 1, "final": 1, "ended": 1}
    assert attention.stages(Standing.of(oto)) == attention.stages(Standing.of(tomas)) == []
    Programme.objects.update(state="closed")
    assert attention.stages(Standing.of(mara)) == []
