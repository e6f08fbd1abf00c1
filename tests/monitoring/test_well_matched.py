"""“Are we well matched?”: asked of each side alone after the first session, heard by the managers, and by nobody else."""

import pytest
from django.urls import reverse
from django.utils import timezone

from documents import pipeline
from documents.models import Document, Version
from monitoring import attention, awaiting
from monitoring.document_kinds.well_matched import WELL_MATCHED
from people.models import User
from policy.models import Participation
from policy.standing import Standing
from programmes.models import Group
from tests import stories

pytestmark = pytest.mark.django_db
DOUBT = "1 group doubts that it is well matched"


def answer(group: Group, by: User, fit: str, why: str = "") -> Version:
    version = pipeline.start(WELL_MATCHED, group.space, by=by, person=by)
    pipeline.write(version, {"match": {"fit": fit, "why": why, "help": "", "call": False}}, by=by)
    pipeline.file(version, by=by)
    return version


def asked(person: User, group: Group, signed_in) -> tuple[bool, bool]:
    """Whether it waits on their page, and in the room of the group."""
    title, begin = str(WELL_MATCHED.title), reverse("documents:start", args=(group.space_id, WELL_MATCHED.slug))
    tasks = awaiting.tasks_for_both_sides(Standing.of(person))
    home = signed_in(person).get(reverse("home")).content.decode()
    assert (f'action="{begin}"' in home) is bool(tasks)
    room = signed_in(person).get(reverse("room", args=(group.pk,))).content.decode()
    return [str(group)] == [task.thing for task in tasks if task.verb == title], begin in room


def concerns(person: User) -> dict[str, list[str]]:
    found = attention.for_manager(Standing.of(person), now=timezone.now()).concerns()
    return {concern.words: [signal.name for signal in concern.signals] for concern in found}


def test_both_sides_are_asked_from_the_first_session_until_they_answer(
    working_group, mara, tomas, nia, signed_in, django_assert_num_queries
):
    assert asked(nia, working_group, signed_in) == (False, False)
    stories.held_meeting(working_group, by=tomas, keeper=nia)
    assert asked(nia, working_group, signed_in) == asked(tomas, working_group, signed_in) == (True, True)
    assert asked(mara, working_group, signed_in) == (False, False)
    answer(working_group, nia, "good")
    assert asked(nia, working_group, signed_in) == (False, False)
    assert asked(tomas, working_group, signed_in) == (True, True)
    standing = Standing.of(tomas)
    with django_assert_num_queries(1):
        awaiting.tasks_for_both_sides(standing)


def test_a_doubt_reaches_the_managers_as_a_fact_and_goes_with_a_change_of_mind(working_group, mara, tomas, nia, ela):
    answer(working_group, tomas, "good", "zebra")
    assert DOUBT not in concerns(mara)
    answer(working_group, nia, "unsure", "zebra")
    assert concerns(mara)[DOUBT] == [working_group.name] and next(iter(concerns(mara))) == DOUBT
    assert "zebra" not in str(concerns(mara))
    answer(working_group, nia, "good")
    assert DOUBT not in concerns(mara)
    answer(working_group, ela, "not")
    assert DOUBT in concerns(mara)
    Participation.objects.filter(person=ela, role="mentee").update(ends_at=timezone.now())
    assert DOUBT not in concerns(mara), "who has left is not badly matched any more"


def test_an_answer_is_read_by_its_writer_and_the_managers_and_nobody_else_knows(working_group, mara, tomas, nia, ela):
    version = answer(working_group, nia, "not")
    readers = {who for who in (mara, tomas, nia, ela) if Version.objects.visible_to(who).filter(pk=version.pk)}
    knows = {who for who in (mara, tomas, nia, ela) if Document.objects.visible_to(who).filter(pk=version.document_id)}
    assert readers == knows == {mara, nia}
