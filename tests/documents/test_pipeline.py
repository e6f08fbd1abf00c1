"""The one pipeline: begin, write, hand on, seal, amend; each step by the right person at the right moment."""

from typing import Any

import pytest
from django.core.exceptions import PermissionDenied
from django.utils import timezone

from documents import kinds, pipeline, signing
from documents.models import Document, Version
from people.models import User
from policy.machine import NotNow
from policy.models import Event, Participation
from programmes.models import Group
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db
GOALS, CONTRACT, COMMON = (kinds.get(slug) for slug in ("personal-goals", "contract", "group-goals"))


@pytest.fixture
def goals(working_group: Group, nia: User) -> Version:
    """Nia's goals, filled in, in draft."""
    version = pipeline.start(GOALS, working_group.space, by=nia, person=nia)
    return pipeline.write(version, complete(GOALS), by=nia)


def states(version: Version) -> list[tuple[int, str]]:
    return list(version.document.versions.order_by("number").values_list("number", "state"))


def test_begun_twice_it_is_one_draft(working_group: Group, nia: User) -> None:
    first = pipeline.start(GOALS, working_group.space, by=nia, person=nia)
    assert pipeline.start(GOALS, working_group.space, by=nia, person=nia) == first
    assert (Document.objects.filter(kind_slug=GOALS.slug).count(), first.document.versions.count()) == (1, 1)


def test_each_mentee_has_goals_of_their_own(working_group: Group, nia: User, ela: User) -> None:
    mine, hers = (pipeline.start(GOALS, working_group.space, by=who, person=who) for who in (nia, ela))
    assert mine.document != hers.document


@pytest.mark.parametrize("who", ["tomas", "mara", "oto", "ela"])
def test_nobody_begins_another_ones_goals(who: str, working_group: Group, nia: User, request) -> None:
    with pytest.raises(PermissionDenied):
        pipeline.start(GOALS, working_group.space, by=request.getfixturevalue(who), person=nia)
    assert not Document.objects.filter(kind_slug=GOALS.slug).exists()


def test_a_contract_begins_with_the_programmes_own_words(group: Group, mara: User) -> None:
    version = pipeline.start(CONTRACT, group.space, by=mara)
    assert version.answers["frame"]["purpose"] == group.programme.purpose
    assert version.answers["frame"]["starts_on"] == "2026-09-01"


def test_every_save_counts_and_keeps_what_was_typed(goals: Version, nia: User) -> None:
    revision = goals.revision
    saved = pipeline.write(goals, {"areas": {"areas": ["no such"]}}, by=nia, seen=revision)
    assert (saved.revision, saved.answers) == (revision + 1, {"areas": {"areas": ["no such"]}})


def test_an_own_earlier_save_is_no_conflict_for_what_one_saves_oneself(goals: Version, nia: User) -> None:
    pipeline.write(goals, complete(GOALS, word="first"), by=nia, seen=goals.revision)
    assert pipeline.write(goals, complete(GOALS, word="second"), by=nia, seen=0).answers["goals"][0]["goal"] == "second"


def test_an_autosave_that_was_overtaken_does_not_write_over_the_save_that_came_first(goals: Version, nia: User) -> None:
    seen = goals.revision
    pipeline.write(goals, complete(GOALS, word="all"), by=nia, seen=seen)
    with pytest.raises(pipeline.SavedMeanwhile) as newer:
        pipeline.write(goals, complete(GOALS, word="half"), by=nia, seen=seen, strict=True)
    assert newer.value.version.answers == complete(GOALS, word="all")
    on = pipeline.write(goals, complete(GOALS, word="on"), by=nia, seen=newer.value.version.revision, strict=True)
    assert on.answers == complete(GOALS, word="on")


def test_who_writes_over_anothers_save_is_told_and_nothing_is_lost(
    working_group: Group, nia: User, tomas: User
) -> None:
    version = pipeline.start(COMMON, working_group.space, by=nia)
    pipeline.write(version, complete(COMMON, word="Nia's"), by=nia, seen=0)
    with pytest.raises(pipeline.SavedMeanwhile) as other:
        pipeline.write(version, complete(COMMON, word="Tomas's"), by=tomas, seen=0)
    assert other.value.version.answers == complete(COMMON, word="Nia's")
    kept = pipeline.write(version, complete(COMMON, word="Tomas's"), by=tomas, seen=other.value.version.revision)
    assert (kept.author, kept.answers) == (tomas, complete(COMMON, word="Tomas's"))


def test_what_was_handed_in_is_not_rewritten(goals: Version, nia: User) -> None:
    pipeline.submit(goals, by=nia)
    with pytest.raises(NotNow, match="“submitted” now and cannot be rewritten"):
        pipeline.write(goals, {}, by=nia)
    goals.refresh_from_db()
    assert goals.answers == complete(GOALS)


def test_an_incomplete_draft_is_not_handed_in(goals: Version, nia: User) -> None:
    pipeline.write(goals, {**complete(GOALS), "goals": []}, by=nia)
    with pytest.raises(NotNow, match="Some answers are missing"):
        pipeline.submit(goals, by=nia)
    assert states(goals) == [(1, "draft")]


def test_sent_back_it_is_a_draft_again_with_the_reason_beside_it(goals: Version, nia: User, tomas: User) -> None:
    pipeline.submit(goals, by=nia)
    pipeline.send_back(goals, by=tomas, text="Smaller steps, please.")
    comment = goals.comments.get()
    assert (goals.state, comment.text, comment.sent_back, comment.author) == (
        "draft", "Smaller steps, please.", True, tomas,
    )  # fmt: skip
    pipeline.submit(goals, by=nia)
    pipeline.publish(goals, by=tomas, comment="Good steps.")
    assert goals.state == "sealed"
    assert [row["text"] for row in goals.sheet["comments"]] == ["Good steps."]


@pytest.mark.parametrize("who", ["nia", "ela", "mara", "oto"])
def test_nobody_but_the_reviewer_publishes(who: str, goals: Version, nia: User, request) -> None:
    pipeline.submit(goals, by=nia)
    with pytest.raises(PermissionDenied):
        pipeline.publish(goals, by=request.getfixturevalue(who), comment="Mine.")
    assert (states(goals), goals.comments.count()) == ([(1, "submitted")], 0)


def test_a_version_stays_in_force_until_the_next_one_is(goals: Version, nia: User, tomas: User) -> None:
    pipeline.submit(goals, by=nia)
    pipeline.publish(goals, by=tomas)
    following = pipeline.amend(goals, by=nia)
    (step,) = goals.answers["steps"]
    assert following.answers == {**goals.answers, "steps": [{**step, "goal": "1"}]}, (
        "there is no goal 5 to be a step of"
    )
    assert pipeline.amend(goals, by=nia) == following
    assert states(goals) == [(1, "sealed"), (2, "draft")]
    pipeline.submit(following, by=nia)
    assert states(goals) == [(1, "sealed"), (2, "submitted")]
    pipeline.publish(following, by=tomas)
    assert states(goals) == [(1, "superseded"), (2, "sealed")]
    assert following.sheet["replaces"] == 1


def test_a_published_plan_is_not_amended_by_hand(working_group: Group, tomas: User) -> None:
    from sessions import planning

    stories.meeting(working_group, by=tomas)
    plan = planning.publish(working_group, by=tomas)
    with pytest.raises(NotNow, match="not written by hand"):
        pipeline.amend(plan, by=tomas)
    assert states(plan) == [(1, "sealed")]


def test_everyone_who_belongs_to_the_group_is_asked_to_sign(group: Group, mara: User, tomas, nia, ela) -> None:
    version = stories.offered_contract(group, by=mara)
    assert {(row.person, row.role) for row in version.signatories.all()} == {
        (mara, "manager"), (tomas, "mentor"), (nia, "mentee"), (ela, "mentee"),
    }  # fmt: skip


def test_the_last_signature_brings_it_into_force(group: Group, mara: User, tomas, nia, ela) -> None:
    version = stories.offered_contract(group, by=mara)
    lasts = [signing.sign(version, by=who, name=who.name) for who in (ela, mara, nia, tomas)]
    version.refresh_from_db()
    group.refresh_from_db()
    assert (lasts, version.state, group.state) == ([False, False, False, True], "sealed", "working")
    assert {row["name"] for row in version.sheet["signatures"] if row["when"]} == {
        "Ela Žukaitė", "Mara Vilks", "Nia Berg", "Tomas Lind",
    }  # fmt: skip


def test_nobody_signs_twice_nor_for_another(group: Group, mara: User, nia: User, oto: User) -> None:
    version = stories.offered_contract(group, by=mara)
    signing.sign(version, by=nia, name=nia.name)
    with pytest.raises(NotNow, match="You have signed this already"):
        signing.sign(version, by=nia, name=nia.name)
    with pytest.raises(PermissionDenied):
        signing.sign(version, by=oto, name=nia.name)
    assert [row.person for row in version.signatories.exclude(signed_at=None)] == [nia]


def test_who_left_does_not_sign_any_more(group: Group, mara: User, nia: User) -> None:
    version = stories.offered_contract(group, by=mara)
    Participation.objects.filter(person=nia).update(ends_at=timezone.now())
    with pytest.raises(PermissionDenied):
        signing.sign(version, by=nia, name=nia.name)


def test_a_contract_that_is_taken_back_is_signed_anew_by_all(group: Group, mara: User, nia: User) -> None:
    version = stories.offered_contract(group, by=mara)
    signing.recall(version, by=mara)
    assert (version.state, version.sheet, version.signatories.count()) == ("draft", None, 0)
    signing.offer(version, by=mara)
    signing.sign(version, by=nia, name=nia.name)
    signing.recall(Version.objects.get(pk=version.pk), by=mara)
    version.refresh_from_db()
    signing.offer(version, by=mara)
    assert version.signatories.filter(signed_at=None).count() == 4


def test_a_contract_goes_on_without_a_signatory_who_left(group: Group, mara: User, tomas: User, nia: User) -> None:
    version = stories.offered_contract(group, by=mara)
    signing.sign(version, by=tomas, name=tomas.name)
    Participation.objects.filter(person=nia).update(ends_at=timezone.now())
    signing.recall(Version.objects.get(pk=version.pk), by=mara)
    version.refresh_from_db()
    signing.offer(version, by=mara)
    names = set(version.signatories.values_list("person__name", flat=True))
    assert names == {"Mara Vilks", "Tomas Lind", "Ela Žukaitė"}


def test_what_is_signed_are_the_words_that_were_offered(group: Group, mara: User) -> None:
    version = stories.contract_in_force(group, by=mara)
    offered = version.sheet["blocks"]
    digests = set(version.signatories.values_list("digest", flat=True))
    assert len(digests) == 1 and offered[0]["entries"][0][0]["answer"] == group.programme.purpose
    type(group.programme).objects.filter(pk=group.programme_id).update(name="Another name")
    assert Version.objects.get(pk=version.pk).sheet["programme"] == "Step into work 2026"


def test_every_step_is_recorded_by_whom(goals: Version, nia: User, tomas: User) -> None:
    pipeline.submit(goals, by=nia)
    pipeline.publish(goals, by=tomas)
    events: list[Any] = list(Event.objects.filter(thing_id=goals.pk).order_by("pk").values_list("action", "by__name"))
    assert events == [("submit", "Nia Berg"), ("publish", "Tomas Lind")]


def test_withholding_works_at_once_and_leaves_the_reviewer(goals: Version, nia, tomas, mara) -> None:
    pipeline.submit(goals, by=nia)
    pipeline.publish(goals, by=tomas)
    readable = Version.objects.filter(pk=goals.pk)
    assert [bool(readable.visible_to(who)) for who in (nia, tomas, mara)] == [True, True, True]
    pipeline.withhold(GOALS.slug, [goals.space.pk], "manager")
    assert [bool(readable.visible_to(who)) for who in (nia, tomas, mara)] == [True, True, False]
    assert goals.document in Document.objects.visible_to(mara)
