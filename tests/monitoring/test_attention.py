"""Who needs the manager today: facts, never contents, and the right numbers."""

from datetime import datetime, timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import pipeline, signing
from documents.models import Document, Signatory, Version
from monitoring import attention, watching
from monitoring.document_kinds.well_matched import WELL_MATCHED
from monitoring.signals import BY_SLUG, owed_diaries
from people.models import User
from policy.machine import record
from policy.models import Event, Participation, Space
from policy.permissions import Action, Role
from policy.standing import Standing
from programmes import grouping
from programmes.models import Group, Programme
from sessions import changing
from sessions.models import Meeting
from tests import stories
from tests.sessions.changes import asked, replace, seat

pytestmark = pytest.mark.django_db


def concerns(person: User, now: datetime | None = None) -> dict[str, list[str]]:
    """Each concern in words, with the groups that are shown."""
    found = attention.for_manager(Standing.of(person), now=now or timezone.now()).concerns()
    return {concern.words: [signal.name for signal in concern.signals] for concern in found}


def days_ago(days: float) -> datetime:
    return timezone.now() - timedelta(days=days)


def grow_old(group: Group, days: float) -> None:
    """Let a group, and all that was done in it, be older."""
    Group.objects.filter(pk=group.pk).update(created_at=days_ago(days))
    Event.objects.filter(space=group.space).update(at=days_ago(days))


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


def test_a_group_that_has_just_begun_needs_a_contract_and_in_a_few_days_a_session(group, mara):
    assert concerns(mara) == {"1 group has no contract yet": ["Group 1"]}
    grow_old(group, 3)
    assert concerns(mara) == {"1 group has no contract yet": ["Group 1"], "1 group has no session planned": ["Group 1"]}


def test_a_group_without_a_mentor_is_a_concern_that_leads_to_choosing_one(working_group, mara, tomas, nia, signed_in):
    stories.meeting(working_group, by=tomas)
    replace(working_group, None, mara)
    assert "1 group has no mentor" in concerns(mara)
    choose = reverse("sessions:change_mentor", args=(working_group.pk,))
    assert choose in signed_in(mara).get(reverse("home")).content.decode()
    grouping.lead(working_group, working_group.programme.applications.get(person=tomas))
    assert "1 group has no mentor" not in concerns(mara)


def test_a_doubt_about_the_match_leads_to_changing_the_group(working_group, mara, tomas, nia, signed_in):
    answer = pipeline.start(WELL_MATCHED, working_group.space, by=nia, person=nia)
    pipeline.write(answer, {"match": {"fit": "not", "why": "", "help": "", "call": False}}, by=nia)
    pipeline.file(answer, by=nia)
    change = reverse("sessions:changes", args=(working_group.pk,))
    for page in ("home", "monitoring:attention"):
        assert change in signed_in(mara).get(reverse(page)).content.decode()


def test_a_diary_is_not_owed_by_somebody_who_has_left(working_group, mara, tomas, nia):
    meeting = stories.held_meeting(working_group, by=tomas, keeper=nia)
    assert list(owed_diaries()) == [meeting]
    changing.leave(seat(working_group, nia), asked=asked(working_group), by=mara)
    assert list(owed_diaries()) == []


def test_a_contract_that_is_not_signed_for_a_week_is_a_concern(group, mara, tomas):
    stories.meeting(group, by=tomas)
    version = stories.offered_contract(group, by=mara)
    assert concerns(mara) == {}
    age(group, 6)
    assert concerns(mara) == {}
    age(group, 8)
    assert concerns(mara) == {"1 contract waits for signatures": ["Group 1"]}
    for row in version.signatories.select_related("person"):
        signing.sign(version, by=row.person, name=row.person.name)
    assert concerns(mara) == {}


def test_a_draft_of_a_contract_is_no_contract_yet(group, mara, tomas):
    from programmes.document_kinds.contract import CONTRACT

    stories.meeting(group, by=tomas)
    pipeline.start(CONTRACT, group.space, by=mara)
    assert concerns(mara) == {"1 group has no contract yet": ["Group 1"]}


def test_a_group_without_a_coming_session_is_a_concern_until_its_end(working_group, mara, tomas):
    stories.meeting(working_group, by=tomas, at=days_ago(2))
    grow_old(working_group, 4)
    assert concerns(mara) == {"1 group has no session planned": ["Group 1"]}
    coming = stories.meeting(working_group, by=tomas)
    assert concerns(mara) == {}
    Meeting.objects.filter(pk=coming.pk).update(state="cancelled")
    assert concerns(mara) == {"1 group has no session planned": ["Group 1"]}
    for state in ("final", "ended"):
        Group.objects.update(state=state)
        assert concerns(mara) == {}


def test_the_days_without_a_session_are_counted_from_the_last_one(working_group, mara, tomas):
    grow_old(working_group, 60)
    stories.held_meeting(working_group, by=tomas)  # yesterday
    assert "1 group has no session planned" not in concerns(mara)
    assert "1 group has no session planned" in concerns(mara, timezone.now() + timedelta(days=2.5))


def test_a_group_is_quiet_when_nobody_of_it_did_anything_for_three_weeks(working_group, mara, tomas, nia):
    stories.meeting(working_group, by=tomas, at=timezone.now() + timedelta(days=30))
    grow_old(working_group, 22)
    assert concerns(mara) == {"1 group is quiet": ["Group 1"]}
    record(working_group, Action.READ, by=mara)
    assert concerns(mara) == {"1 group is quiet": ["Group 1"]}, "what the manager does is no sign of life"
    record(working_group, Action.READ, by=nia)
    assert concerns(mara) == {}


def test_questionnaires_are_missing_until_every_mentee_has_sent_one(working_group, mara, tomas, nia, ela):
    stories.meeting(working_group, by=tomas, at=timezone.now() + timedelta(days=9))
    asked = stories.meeting(working_group, by=mara, kind="monitoring", at=days_ago(2))
    missing = "Initial questionnaires of 1 group are missing"
    assert missing not in concerns(mara)
    Meeting.objects.filter(pk=asked.pk).update(starts_at=days_ago(4), ends_at=days_ago(3.9))
    assert missing in concerns(mara)
    for person in (nia, ela):
        assert missing in concerns(mara)
        Version.objects.create(
            document=Document.objects.create(
                kind_slug="initial-questionnaire", space=working_group.space, person=person, occasion=asked.pk
            ),
            number=1,
            author=person,
            state="sealed",
        )
    assert missing not in concerns(mara)


def test_a_programme_chooses_its_own_days_or_wants_no_signal_at_all(group, mara, programme):
    assert concerns(mara) == {"1 group has no contract yet": ["Group 1"]}
    watching.set_days(programme, {**watching.days_of(programme), "no-contract": 5}, by=mara)
    assert concerns(mara) == {}
    grow_old(group, 5)
    assert list(concerns(mara)) == ["1 group has no contract yet", "1 group has no session planned"]
    watching.set_days(programme, {**watching.days_of(programme), "no-session": None}, by=mara)
    assert list(concerns(mara)) == ["1 group has no contract yet"]


def test_what_is_put_off_comes_back_on_its_day(group, mara):
    rule = BY_SLUG["no-contract"]
    watching.put_off(group, rule, until=timezone.localdate() + timedelta(days=2), reason="Holiday", by=mara)
    assert concerns(mara) == {}
    (row,) = attention.for_manager(Standing.of(mara), now=timezone.now()).put_off
    assert (row.name, row.rule, row.put_off.reason) == ("Group 1", rule, "Holiday")
    assert list(concerns(mara, timezone.now() + timedelta(days=2))) == ["1 group has no contract yet"]
    watching.bring_back(group, rule, by=mara)
    watching.bring_back(group, rule, by=mara)
    assert list(concerns(mara)) == ["1 group has no contract yet"]


def test_a_diary_that_is_owed_for_more_than_a_week_is_a_concern(working_group, mara, tomas, nia):
    stories.meeting(working_group, by=tomas)
    held = stories.held_meeting(working_group, by=tomas, keeper=nia)
    later = timezone.now() + timedelta(days=6, hours=12)
    assert "1 group owes a diary" in concerns(mara, later)
    assert "1 group owes a diary" not in concerns(mara, later - timedelta(days=1))
    version = stories.submitted_diary(held, by=nia)
    assert "1 group owes a diary" not in concerns(mara, later)
    pipeline.send_back(version, by=tomas, text="A word more, please.")
    assert concerns(mara, later)["1 group owes a diary"] == ["Group 1"]


def test_a_session_without_a_keeper_owes_no_diary(working_group, mara, tomas):
    stories.held_meeting(working_group, by=tomas)
    assert "1 group owes a diary" not in concerns(mara, timezone.now() + timedelta(days=30))


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
    for one in Group.objects.all():
        grow_old(one, 10)
    assert list(concerns(mara)) == [
        "1 contract waits for signatures",
        "1 group has no contract yet",
        "2 groups have no session planned",
    ]


@pytest.mark.parametrize(("how_many", "shown", "more"), [(1, 1, 0), (3, 3, 0), (4, 3, 1), (50, 3, 47)])
def test_never_more_than_three_groups_are_shown_and_the_rest_is_counted(programme, mara, tomas, how_many, shown, more):
    bare_groups(programme, how_many, tomas)
    for concern in attention.for_manager(Standing.of(mara), now=timezone.now()).concerns():
        assert (len(concern.signals), concern.in_all, concern.more) == (shown, how_many, more)
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
        assert found.raised and stood[0]["groups"] == programme.groups.count()
    assert counts == [4, 4, 4]


def test_the_stages_count_every_group_once(programme, mara, tomas, oto):
    groups = bare_groups(programme, 5, tomas)
    for group, state in zip(groups, ["forming", "initial", "working", "final", "ended"], strict=True):
        Group.objects.filter(pk=group.pk).update(state=state)
    (row,) = attention.stages(Standing.of(mara))
    assert row == {"programme": programme, "groups": 5, "initial": 2, "working": 1, "final": 1, "ended": 1}
    assert attention.stages(Standing.of(oto)) == attention.stages(Standing.of(tomas)) == []
    Programme.objects.update(state="closed")
    assert attention.stages(Standing.of(mara)) == []
