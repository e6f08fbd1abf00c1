"""Goals come alive with the sheets that are published, are ticked and added to on their pages, and tell their life."""

from datetime import date
from importlib import import_module
from uuid import uuid4

import pytest
from django.apps import apps
from django.core.exceptions import PermissionDenied
from django.urls import reverse

from documents import kinds, pipeline
from documents.models import Version
from people.models import User
from policy.machine import NotNow
from policy.permissions import Action, may
from programmes.models import Group
from sessions import goal_life
from sessions import goals as living
from sessions.models import Goal, GoalStep, Homework
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db
CV = {
    "goal": "Have a CV that gets an answer",
    "now": "3 of 10",
    "measure": "Two invitations",
    "due": "2027-01-31",
    "group": "no",
}
TALK = {**CV, "goal": "Speak for two minutes", "now": "I stop after one", "group": "yes"}
STEPS = [
    {"goal": "1", "step": "Collect what I did", "due": "2026-10-12", "done": True},
    {"goal": "1", "step": "Cut it to one page", "due": "2026-10-26", "done": False},
    {"goal": "2", "step": "Practise with Ela", "due": "2026-11-19", "done": False},
]


def sheet(group: Group, by: User, goals: list, steps: list, **more) -> Version:
    """A personal goal sheet of somebody, published by the mentor: the first, or the next version."""
    kind = kinds.get("personal-goals")
    version = pipeline.start(kind, group.space, by=by, person=by)
    pipeline.write(version, {**complete(kind), "review": [], "goals": goals, "steps": steps, **more}, by=by)
    pipeline.submit(version, by=by)
    pipeline.publish(version, by=group.mentor)
    return version


def common_sheet(group: Group, by: User, **common) -> Version:
    kind = kinds.get("group-goals")
    version = pipeline.start(kind, group.space, by=by)
    told = {"common": {"goal": "Two interviews each", "measure": "We count", **common}}
    step = {"step": "Bring an advert", "who": "Nia, Ela", "due": "2026-12-10", "done": False}
    pipeline.write(version, {**complete(kind), **told, "review": [], "steps": [step]}, by=by)
    pipeline.submit(version, by=by)
    pipeline.publish(version, by=group.mentor)
    return version


def told_by(goal: Goal, reader: User) -> list[tuple[str, tuple[str, ...]]]:
    roles = goal.roles_of(reader)
    life = goal_life.of(goal, reader, roles, list(goal.steps.all()))
    return [(moment.what, tuple(text for _label, text in moment.lines)) for moment in life]


@pytest.fixture
def cv(working_group, nia) -> Goal:
    """Nia's first goal, which may not be spoken of; her second may."""
    sheet(working_group, nia, [CV, TALK], STEPS)
    return Goal.objects.get(position=1)


@pytest.fixture
def talk(cv) -> Goal:
    """Her second goal."""
    return Goal.objects.get(position=2)


def test_a_published_sheet_makes_goals_with_their_steps(cv, talk, nia):
    assert [(goal.text, goal.person, goal.is_shared, goal.due) for goal in (cv, talk)] == [
        (CV["goal"], nia, False, date(2027, 1, 31)),
        (TALK["goal"], nia, True, date(2027, 1, 31)),
    ]
    assert [(step.text, bool(step.done_at)) for step in cv.steps.all()] == [
        ("Collect what I did", True), ("Cut it to one page", False),
    ]  # fmt: skip
    assert [goal_life.progress_of(goal) for goal in (cv, talk)] == ["1 of 2 steps", "0 of 1 step"]


def test_the_next_version_proposes_what_was_ticked_and_added_since(cv, nia):
    first, second = cv.steps.all()
    living.tick(second, True, by=nia)
    living.tick(first, False, by=nia)
    living.add_step(cv, "Send it to three shops", date(2027, 1, 15), by=nia, pk=uuid4())
    version = pipeline.amend(Version.objects.in_force().get(document=cv.document), by=nia)
    assert version.answers["steps"] == [
        {**STEPS[0], "done": False},
        {**STEPS[1], "done": True},
        {"goal": "1", "step": "Send it to three shops", "due": "2027-01-15", "done": False},
        STEPS[2],
    ]
    pipeline.submit(version, by=nia)
    pipeline.publish(version, by=cv.space.group.mentor)
    assert [(step.text, bool(step.done_at)) for step in cv.steps.all()] == [
        ("Collect what I did", False), ("Cut it to one page", True), ("Send it to three shops", False),
    ]  # fmt: skip


def test_a_new_version_keeps_the_same_goal_renames_by_place_and_drops_the_rest(working_group, cv, talk, nia):
    renamed = {**CV, "goal": "A CV of one page"}
    sheet(working_group, nia, [{**TALK, "goal": "Speak  for TWO minutes"}, renamed], [STEPS[0]])
    talk.refresh_from_db()
    cv.refresh_from_db()
    assert (talk.position, talk.text) == (1, "Speak  for TWO minutes")
    assert (cv.is_dropped, Goal.objects.count()) == (True, 3), "its place was taken by words that are known"
    sheet(working_group, nia, [{**TALK, "goal": "Speak for three minutes"}], [STEPS[0]])
    talk.refresh_from_db()
    assert (talk.text, talk.is_dropped) == ("Speak for three minutes", False)
    assert list(Goal.objects.kept()) == [talk]
    sheet(working_group, nia, [CV], [STEPS[0]])
    cv.refresh_from_db()
    assert not cv.is_dropped, "named again, it lives on"


def test_what_was_ticked_or_added_while_the_next_version_was_written_is_not_lost(working_group, cv, nia):
    kind, second = kinds.get("personal-goals"), cv.steps.last()
    version = pipeline.start(kind, working_group.space, by=nia, person=nia)
    living.tick(second, True, by=nia)
    living.add_step(cv, "Ask Rasa", date(2027, 1, 15), by=nia, pk=uuid4())
    pipeline.submit(version, by=nia)
    pipeline.publish(version, by=working_group.mentor)
    assert [(step.text, bool(step.done_at)) for step in cv.steps.all()] == [
        ("Collect what I did", True), ("Cut it to one page", True), ("Ask Rasa", False),
    ]  # fmt: skip


def test_a_common_goal_is_everybodys_to_go_towards(working_group, tomas, nia, ela, mara):
    common_sheet(working_group, nia)
    goal = Goal.objects.get(person=None)
    step = goal.steps.get()
    for person in (tomas, nia, ela):
        living.tick(step, True, by=person)
        living.tick(step, False, by=person)
    with pytest.raises(PermissionDenied):
        living.tick(step, True, by=mara)
    living.add_step(goal, "Thank the guest", date(2027, 1, 15), by=ela, pk=uuid4())
    version = pipeline.amend(Version.objects.in_force().get(document=goal.document), by=ela)
    assert [(row["step"], row["who"]) for row in version.answers["steps"]] == [
        ("Bring an advert", "Nia, Ela"), ("Thank the guest", "all of us"),
    ]  # fmt: skip
    assert living.common(working_group.space) == ["Two interviews each"]


def test_only_its_owner_ticks_a_personal_goal_and_nobody_when_the_group_has_ended(working_group, cv, nia, ela, tomas):
    step = cv.steps.last()
    for person in (ela, tomas):
        with pytest.raises(PermissionDenied):
            living.tick(step, True, by=person)
        with pytest.raises(PermissionDenied):
            living.add_step(cv, "Mine", date(2027, 1, 1), by=person, pk=uuid4())
    Group.objects.filter(pk=working_group.pk).update(**{"state": "ended"})
    with pytest.raises(NotNow, match="has ended"):
        living.tick(GoalStep.objects.get(pk=step.pk), True, by=nia)


def test_the_same_step_sent_twice_is_added_once(cv, nia, signed_in):
    page = signed_in(nia)
    once = page.get(cv.get_absolute_url()).context["form"]["once"].value()
    for _time in range(2):
        page.post(cv.get_absolute_url(), {"once": once, "text": "Ask Rasa", "due": "2027-01-15"})
    assert cv.steps.filter(text="Ask Rasa").count() == 1
    wrong = page.post(cv.get_absolute_url(), {"once": once, "text": "Ask Ola", "due": "0027-01-15"})
    assert "four digits" in wrong.content.decode() and "Ask Ola" in wrong.content.decode()


def test_lists_and_single_checks_agree_on_goals(working_group, cv, talk, mara, tomas, nia, ela, oto):
    common_sheet(working_group, ela)
    for person, sees in ((mara, 3), (tomas, 3), (nia, 3), (ela, 2), (oto, 0)):
        listed = set(Goal.objects.visible_to(person))
        assert listed == {goal for goal in Goal.objects.all() if may(person, Action.READ, goal)}
        assert len(listed) == sees


def test_a_goal_is_read_as_far_as_its_reader_may_read(cv, talk, mara, tomas, nia, ela, oto, signed_in):
    """Another mentee sees of what may be spoken of where it began and how far it is; of the rest not that it exists."""
    for person in (mara, tomas, nia):
        text = signed_in(person).get(cv.get_absolute_url()).content.decode()
        assert "3 of 10" in text and "Cut it to one page" in text and "Two invitations" in text
    text = signed_in(ela).get(talk.get_absolute_url()).content.decode()
    assert "I stop after one" in text and "0 of 1 step" in text
    assert "Practise with Ela" not in text and "Two invitations" not in text
    assert {signed_in(who).get(cv.get_absolute_url()).status_code for who in (ela, oto)} == {404}
    page = reverse("sessions:goals", args=(cv.space.group.pk,))
    assert CV["goal"] not in signed_in(ela).get(page).content.decode()
    assert CV["goal"] in signed_in(nia).get(page).content.decode()


def test_a_form_of_another_goal_adds_no_step(cv, talk, nia):
    step = living.add_step(talk, "Ask Rasa", date(2027, 1, 15), by=nia, pk=uuid4())
    with pytest.raises(NotNow):
        living.add_step(cv, "Ask Rasa", date(2027, 1, 15), by=nia, pk=step.pk)


def test_its_life_is_told_from_the_sheet_to_the_verdict(working_group, cv, talk, nia, ela, tomas, mara):
    held = stories.held_meeting(working_group, by=tomas, keeper=ela, homework=["Read it aloud"])
    Homework.objects.update(goal=talk)
    diary = stories.submitted_diary(held, by=ela)
    rows = [{"goal": TALK["goal"], "reached": "partly", "note": "Two minutes, once"}]
    Version.objects.filter(pk=diary.pk).update(answers={**diary.answers, "progress": rows})
    pipeline.publish(Version.objects.get(pk=diary.pk), by=tomas)
    review = [{"goal": TALK["goal"], "when": "mid", "rating": "1", "note": "Better than I thought"}]
    sheet(working_group, nia, [CV, TALK], STEPS, review=review)
    final = pipeline.start(kinds.get("final-questionnaire-mentee"), working_group.space, by=nia, person=nia)
    answers = complete(kinds.get("final-questionnaire-mentee"))
    answers["goals"] = [{"goal": TALK["goal"], "rating": "-1", "why": "December", "gained": "Courage"}]
    pipeline.write(final, answers, by=nia)
    pipeline.file(final, by=nia)
    everything = [
        ("Homework", ("Read it aloud",)),
        ("It began", ("I stop after one", "Two invitations", "31 January 2027")),
        ("In the diary", ("partly", "Two minutes, once")),
        ("Looked at again", ("+1 – more than expected", "Better than I thought")),
        ("At the end", ("−1 – less than expected", "December", "Courage")),
    ]
    assert told_by(talk, nia) == told_by(talk, mara) == everything
    assert told_by(talk, tomas) == everything[:-1], "the mentor does not read the questionnaire"
    assert told_by(talk, ela) == [everything[0], everything[2]], "what the whole group reads"


def test_sheets_that_were_in_force_before_are_brought_to_life(cv, talk):
    before = [(goal.text, goal.is_shared, [step.text for step in goal.steps.all()]) for goal in (cv, talk)]
    Goal.objects.all().delete()
    migration = import_module("sessions.migrations.0006_goals_of_the_sheets")
    for _time in range(2):
        migration.bring_to_life(apps, None)
    assert [
        (goal.text, goal.is_shared, [step.text for step in goal.steps.all()])
        for goal in Goal.objects.order_by("position")
    ] == before
