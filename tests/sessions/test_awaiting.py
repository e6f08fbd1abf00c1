"""What awaits mentees and mentors on their journey."""

from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.models import Version
from people.models import User
from policy.machine import move
from policy.models import Participation
from policy.permissions import Action
from policy.standing import Standing
from programmes.models import Group
from sessions import awaiting, diaries, planning
from sessions.document_kinds.conclusions import CONCLUSIONS
from sessions.document_kinds.final_word import FINAL_WORD
from sessions.document_kinds.goals import PERSONAL_GOALS
from sessions.document_kinds.presentation import PRESENTATION
from tests import stories
from tests.answers import complete

pytestmark = pytest.mark.django_db


def mentee_s(person: User) -> set[tuple[str, str]]:
    return {(str(task.verb), task.url) for task in awaiting.tasks_for_mentee(Standing.of(person), now=timezone.now())}


def mentor_s(person: User) -> set[tuple[str, str]]:
    return {(str(task.verb), task.url) for task in awaiting.tasks_for_mentor(Standing.of(person), now=timezone.now())}


def begins(group: Group, kind: str) -> str:
    return reverse("documents:start", args=(group.space_id, kind))


def test_a_mentee_writes_their_goals_and_their_diary(working_group, tomas, nia, ela):
    held = stories.held_meeting(working_group, by=tomas, keeper=nia)
    goals = ("Write your goals", begins(working_group, "personal-goals"))
    assert mentee_s(nia) == {goals, ("Write the diary", held.get_absolute_url())}
    assert mentee_s(ela) == {goals}
    assert mentee_s(tomas) == set()
    diaries.begin(held, by=nia)
    pipeline.start(PERSONAL_GOALS, working_group.space, by=nia, person=nia)
    assert mentee_s(nia) == set(), "a draft that is begun is asked for by documents"
    assert mentee_s(ela) == {goals}


def test_a_diary_is_not_owed_for_a_session_that_was_not_held(working_group, tomas, nia):
    meeting = stories.meeting(working_group, by=tomas, keeper=nia, at=timezone.now() - timedelta(days=1))
    assert "Write the diary" not in {verb for verb, _url in mentee_s(nia)}
    move(meeting, Action.MISS, by=tomas)
    assert "Write the diary" not in {verb for verb, _url in mentee_s(nia)}


def test_nothing_awaits_anybody_in_a_group_that_has_ended(working_group, tomas, nia):
    stories.held_meeting(working_group, by=tomas, keeper=nia)
    assert mentee_s(nia) and mentor_s(tomas)
    Group.objects.update(state="ended")
    assert mentee_s(nia) == mentor_s(tomas) == set()


def test_in_the_beginning_everybody_is_asked_to_present_themselves(group, tomas, nia):
    present = ("Present yourself", begins(group, "presentation"))
    assert present in mentee_s(nia) and present in mentor_s(tomas)
    for person in (nia, tomas):
        pipeline.start(PRESENTATION, group.space, by=person, person=person)
    assert present not in mentee_s(nia) | mentor_s(tomas)


def test_the_plan_is_published_until_the_group_knows_it_as_it_stands(working_group, tomas, run_jobs):
    publish = ("Publish the plan", reverse("sessions:plan", args=(working_group.pk,)))
    assert publish not in mentor_s(tomas)
    meeting = stories.meeting(working_group, by=tomas)
    assert publish in mentor_s(tomas)
    planning.publish(working_group, by=tomas)
    assert publish not in mentor_s(tomas)
    planning.plan(meeting, None, by=tomas)
    assert publish not in mentor_s(tomas), "saved again as it was"
    meeting.topic = "Telling my story"
    planning.plan(meeting, None, by=tomas)
    assert publish in mentor_s(tomas)


def test_after_the_final_session_there_are_last_words_and_conclusions(working_group, mara, tomas, nia, ela):
    final = stories.meeting(working_group, by=tomas, kind="final", at=timezone.now() - timedelta(days=1))
    word = ("Write your last word", begins(working_group, "final-word"))
    conclusions = ("Write the conclusions", begins(working_group, "conclusions"))
    assert mentee_s(nia) == {word}
    assert conclusions not in mentor_s(tomas)
    planning.close(final, {}, None, by=tomas)
    assert mentor_s(tomas) == {conclusions}, "and no other session is to be planned"
    assert why_conclude(tomas).startswith("0 of 2 last words are written.")
    write_a_last_word(working_group, nia)
    assert why_conclude(tomas).startswith("1 of 2 last words is written.")
    left = Participation.objects.filter(space=working_group.space, person=nia)
    left.update(ends_at=timezone.now())  # who has left counts on neither side
    assert why_conclude(tomas).startswith("0 of 1 last words are written.")
    left.update(ends_at=None)
    write_a_last_word(working_group, ela)
    assert why_conclude(tomas).startswith("Everybody has written a last word.")
    pipeline.start(CONCLUSIONS, working_group.space, by=nia)
    assert mentor_s(tomas) == set()


def write_a_last_word(group: Group, person: User) -> None:
    version = pipeline.start(FINAL_WORD, group.space, by=person, person=person)
    Version.objects.filter(pk=version.pk).update(answers=complete(FINAL_WORD))
    version.refresh_from_db()
    pipeline.file(version, by=person)


def why_conclude(mentor: User) -> str:
    """What home says beside the conclusions."""
    tasks = awaiting.tasks_for_mentor(Standing.of(mentor), now=timezone.now())
    return next(task.why for task in tasks if task.verb == "Write the conclusions")


def test_a_mentor_closes_what_is_over_and_plans_what_comes(group, mara, tomas):
    pipeline.start(PRESENTATION, group.space, by=tomas, person=tomas)
    plan = ("Plan the next session", reverse("sessions:new", args=(group.pk,)))
    publish = ("Publish the plan", reverse("sessions:plan", args=(group.pk,)))
    many = ("Plan the sessions", reverse("sessions:series", args=(group.pk,)))
    assert mentor_s(tomas) == {plan}
    over = stories.meeting(group, by=tomas, kind="initial", at=timezone.now() - timedelta(days=1))
    close = ("Close the session", reverse("sessions:close", args=(over.pk,)))
    assert mentor_s(tomas) == {plan, close, publish}
    stories.meeting(group, by=tomas, kind="initial")
    assert mentor_s(tomas) == {many, close, publish}
    stories.meeting(group, by=tomas)
    assert mentor_s(tomas) == {close, publish}
    stories.meeting(group, by=mara, kind="monitoring", at=timezone.now() - timedelta(days=1))
    assert mentor_s(tomas) == {close, publish}, "closing a monitoring session is the manager's"
    assert mentor_s(mara) == set()


def test_with_the_conclusions_published_the_mentor_ends_the_group(working_group, tomas):
    version = pipeline.start(CONCLUSIONS, working_group.space, by=tomas)
    pipeline.write(version, complete(CONCLUSIONS), by=tomas)
    pipeline.submit(version, by=tomas)
    assert "End the group" not in {verb for verb, _url in mentor_s(tomas)}
    pipeline.publish(version, by=tomas)
    assert mentor_s(tomas) == {("End the group", working_group.get_absolute_url())}


def test_the_number_of_sessions_costs_nothing(working_group, tomas, nia):
    def cost() -> list[int]:
        counts = []
        for ask, person in ((awaiting.tasks_for_mentee, nia), (awaiting.tasks_for_mentor, tomas)):
            standing = Standing.of(person)
            with CaptureQueriesContext(connection) as queries:
                assert ask(standing, now=timezone.now())
            counts.append(len(queries))
        return counts

    stories.held_meeting(working_group, by=tomas, keeper=nia)
    with_one = cost()
    for _session in range(9):
        stories.held_meeting(working_group, by=tomas, keeper=nia)
    assert cost() == with_one == [2, 2]
